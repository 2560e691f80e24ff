"""Blocked time: who may, what it keeps out, and the visits that stand in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import TimeOff
from hipwise.apps.booking.selectors.diary import slots_for
from tests.apps.booking.calendar_kit import DAY, NINE, book
from tests.kit import desk
from tests.kit.cast import Person
from tests.kit.desk import Desk

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def laid(ben: Person, eli: Person, now: object) -> Desk:
    return desk.lay_desk([ben, eli])


def typed(laid: Desk, who: int = 0, **changes: Any) -> dict[str, Any]:
    said = {"practitioner": laid.practitioners[who].pk, "place": laid.location.pk, "words": "Dentist"}
    return said | {"first": DAY, "opens": "14:00", "last": DAY, "closes": "16:00"} | changes


def test_nothing_is_offered_in_blocked_time(laid: Desk, dara: Person, client_of: ClientOf) -> None:
    ben, tomorrow = laid.practitioners[0], "2026-03-05"
    answer = client_of(dara).post(reverse("booking:block"), typed(laid, first=tomorrow, last=tomorrow))
    assert answer.status_code == 302
    off = TimeOff.objects.get()
    assert (off.start, off.end) == (NINE + 29 * HOUR, NINE + 31 * HOUR)
    assert Event.objects.filter(what="blocked time", about=ben.user_id).exists()
    free = slots_for(laid.service.pk, NINE + 24 * HOUR, NINE + 33 * HOUR, NINE, practitioner=ben.pk)
    assert free
    assert all(slot.end + timedelta(minutes=15) <= off.start or slot.start >= off.end for slot in free)


def test_visits_that_stand_in_it_are_told_and_stay(laid: Desk, dara: Person, client_of: ClientOf) -> None:
    inside, beside = book(laid, NINE + 5 * HOUR), book(laid, NINE + 5 * HOUR, who=1)
    answer = client_of(dara).post(reverse("booking:block"), typed(laid), follow=True)
    body = answer.content.decode()
    assert "1 visit stands in this time" in body
    assert reverse("booking:staff_visit", args=[inside.pk]) in body
    assert reverse("booking:staff_visit", args=[beside.pk]) not in body
    inside.refresh_from_db()
    assert inside.state == "booked"


def test_clinicians_block_their_own_time_alone(laid: Desk, ben: Person, eli: Person, client_of: ClientOf) -> None:
    client_of(ben).post(reverse("booking:block"), typed(laid, who=1))
    assert not TimeOff.objects.exists()
    client_of(ben).post(reverse("booking:block"), typed(laid, who=0))
    off = TimeOff.objects.get()
    client_of(eli).post(reverse("booking:blocked", args=[off.pk]))
    assert TimeOff.objects.exists()
    client_of(ben).post(reverse("booking:blocked", args=[off.pk]))
    assert not TimeOff.objects.exists()
    assert Event.objects.filter(what="freed time").count() == 1


def test_whole_days_and_ends_before_beginnings(laid: Desk, dara: Person, client_of: ClientOf) -> None:
    client = client_of(dara)
    backwards = client.post(reverse("booking:block"), typed(laid, last="2026-03-03"))
    assert b"before the beginning" in backwards.content
    client.post(reverse("booking:block"), typed(laid, opens="00:00", last="2026-03-06", closes=""))
    off = TimeOff.objects.get()
    assert off.end - off.start == timedelta(days=3)
