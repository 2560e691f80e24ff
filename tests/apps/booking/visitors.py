"""A visitor at the clinic's booking pages, as far as a test needs one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from hipwise.apps.booking.models import Appointment, Contact, Draft
from hipwise.apps.booking.services import core
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.kit import desk as laying
from tests.kit.desk import Desk

CODE = "246802"
TYPED = {"name": "Cleo Wren", "email": "cleo@example.org", "phone": "", "reason": "It catches.", "agree": "on"}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in UTC; the desk's clinic is an hour ahead."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def value(desk: Desk, start: datetime, practitioner: int = 0) -> str:
    """What the button of a time sends."""
    return f"{start.astimezone(UTC):%Y-%m-%dT%H:%MZ}.{desk.practitioners[practitioner].pk}.{desk.location.pk}"


@dataclass
class Visitor:
    """Somebody without an account, in a browser."""

    desk: Desk
    client: Client = field(default_factory=Client)

    def choose(self, start: datetime, practitioner: int = 0) -> Any:
        """Tap a time."""
        return self.client.post("/book/first-visit/hold/", {"time": value(self.desk, start, practitioner)}, follow=True)

    def type(self, **other: str) -> Any:
        """Fill in the details."""
        draft = self.draft
        typed = {**TYPED, "time": draft.start.isoformat(), **other}
        return self.client.post(f"/booking/{draft.uid}/", typed, follow=True)

    def code(self, code: str = CODE) -> Any:
        """Type the code."""
        return self.client.post(f"/booking/{self.draft.uid}/code/", {"code": code}, follow=True)

    @property
    def draft(self) -> Draft:
        """What this browser has under way."""
        return Draft.objects.select_related("hold").get(uid=self.client.session["booking"])


def booked(desk: Desk, start: datetime, contact: Contact | None = None, now: datetime | None = None) -> Appointment:
    """A visit that stands."""
    made = now or start - timedelta(days=5)
    hold = core.hold_time(desk.wanted(start), Appointment.Way.SITE, made)
    assert not isinstance(hold, Refusal), hold
    visit = core.book_held(VISITOR, hold, contact or laying.contact(now=made), made, tell=False)
    assert not isinstance(visit, Refusal)
    return visit


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what counts requests and sessions."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in {"kit_cache", "kit_count", "django_session"}:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found  # type: ignore[return-value]
