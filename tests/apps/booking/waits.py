"""Wishes on the waiting list of a clinic where every time is taken until a test frees one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hipwise.apps.booking.models import Contact, TimeOff, Wish
from tests.kit.desk import Desk, contact

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""Ten on a Monday morning at the clinic."""
EVER = datetime(2026, 12, 31, tzinfo=UTC)


def block(desk: Desk) -> None:
    """Nobody has any time."""
    for practitioner in desk.practitioners:
        TimeOff.objects.create(practitioner=practitioner, start=NOW - timedelta(days=1), end=EVER)


def free(desk: Desk, start: datetime, practitioner: int = 0, minutes: int = 60) -> None:
    """Free one time: the block round it stays."""
    who = desk.practitioners[practitioner]
    over = TimeOff.objects.get(practitioner=who, start__lte=start, end__gt=start)
    TimeOff.objects.create(practitioner=who, start=start + timedelta(minutes=minutes), end=over.end)
    over.end = start
    over.save()


def waiting_wish(desk: Desk, who: Contact, **asked: Any) -> Wish:
    """A wish for the first visit at any time of March and April, not saved, but for what is asked otherwise."""
    usual: dict[str, Any] = {
        "weekdays": [],
        "earliest": time(7),
        "latest": time(20),
        "since": date(2026, 3, 4),
        "until": date(2026, 4, 30),
        "made": NOW - timedelta(days=7),
    }
    return Wish(contact=who, service=desk.service, **(usual | asked))


def put(desk: Desk, name: str, **asked: Any) -> Wish:
    """Somebody with a proven address on the list."""
    wish = waiting_wish(desk, contact(name, f"{name.lower()}@example.org", NOW), **asked)
    wish.save()
    return wish
