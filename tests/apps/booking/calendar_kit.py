"""A desk on a Wednesday, and what its calendar's tests ask of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.selectors.visits_staff import facts_of, packed
from hipwise.apps.booking.services.core import Plan, book_visit
from hipwise.kit.actor import VISITOR
from tests.kit import desk
from tests.kit.desk import Desk

NINE = datetime(2026, 3, 4, 8, tzinfo=UTC)
"""Nine o'clock in Berlin on the day of the tests."""
DAY = "2026-03-04"
JSON = {"Accept": "application/json"}


def book(
    laid: Desk,
    start: datetime,
    who: int = 0,
    contact: Contact | None = None,
    reason: str = "",
    overlap: str = "",
) -> Appointment:
    """A visit in the calendar, by staff."""
    plan = Plan(laid.wanted(start, who), overlap_reason=overlap)
    came = contact or desk.contact(f"Guest {start:%H%M}-{who}")
    made = book_visit(VISITOR, plan, came, Appointment.Way.STAFF, start - timedelta(days=1), reason=reason, tell=False)
    assert isinstance(made, Appointment), made
    return made


def fields(visit: Appointment, **changes: Any) -> dict[str, Any]:
    """The move form of a visit as it stands on its page, with some of it changed."""
    visit = Appointment.objects.select_related("location", "service", "practitioner__user", "room").get(pk=visit.pk)
    start = visit.start + timedelta(hours=1)  # Berlin in winter
    said = {
        "version": visit.version,
        "seen": packed(facts_of(visit)),
        "practitioner": visit.practitioner_id,
        "place": visit.location_id,
        "day": f"{start:%Y-%m-%d}",
        "at": f"{start:%H:%M}",
        "minutes": 45,
        "tell": "on",
    }
    return said | changes


def move(client: Client, visit: Appointment, **changes: Any) -> Any:
    """Send the move form."""
    return client.post(reverse("booking:move_visit", args=[visit.pk]), fields(visit, **changes))


def move_by_script(client: Client, visit: Appointment, **changes: Any) -> tuple[int, dict[str, Any]]:
    """The same as the page's script does."""
    answer = client.post(reverse("booking:move_visit", args=[visit.pk]), fields(visit, **changes), headers=JSON)
    return answer.status_code, json.loads(answer.content)
