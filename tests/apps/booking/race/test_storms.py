"""64 clients, 2,000 requests, 50 times: exactly what is possible succeeds, and nothing overlaps."""

from __future__ import annotations

import time
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from hipwise.apps.booking.models import Appointment, Slice
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.services import core, guard
from hipwise.apps.people.models import Clinic
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.domain.scheduling.slots import refusal
from tests.apps.booking.faults import faults
from tests.apps.booking.race import storm
from tests.apps.booking.race.storm import NOW, TIMES, Tally, lay_town

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, REQUESTS, FEWER = 64, 2000, 600
PRACTITIONERS, ROOMS = 3, 2
EXPECTED = {"taken", "no_room", "changed", "gone"}


def sound(tally: Tally, asked: int) -> None:
    """Every request was answered and as expected, and the tables are what they must be."""
    assert tally.wrong == []
    assert len(tally.waits) == asked
    assert set(tally.refused) <= EXPECTED
    assert faults() == []


def could_still_be_booked(tally: Tally) -> list[tuple[int, int, int, str]]:
    """Of those who were refused, the ones the rules would now let in."""
    found = []
    for one in set(tally.lost):
        wanted = Wanted(*one[:3], datetime.fromisoformat(one[3]))
        if refusal(diary.book_at(wanted, NOW), wanted, NOW) is None:
            found.append(one)
    return found


def test_exactly_the_possible_number_succeeds(clinic: Clinic) -> None:
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.rage(storm.requests(1, FEWER, "same"), CLIENTS)
    sound(tally, FEWER)
    assert tally.won == Appointment.objects.count() == TIMES * min(PRACTITIONERS, ROOMS)
    assert Slice.objects.count() == tally.won * 2 * 12


def test_overlapping_lengths_leave_nothing_that_could_still_be_booked(clinic: Clinic) -> None:
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.rage(storm.requests(2, REQUESTS, "mixed"), CLIENTS)
    sound(tally, REQUESTS)
    assert tally.won == Appointment.objects.count() > 0
    assert could_still_be_booked(tally) == []


def test_booking_moving_and_calling_off_at_once(clinic: Clinic) -> None:
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.rage(storm.requests(3, FEWER, "changing"), CLIENTS)
    sound(tally, FEWER)
    assert tally.won and tally.moved and tally.cancelled
    assert Appointment.objects.filter(state="booked").count() == tally.won - tally.cancelled


def test_several_processes(clinic: Clinic) -> None:
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.gathered(storm.elsewhere(4, 4, CLIENTS // 4, FEWER // 4, "same"))
    sound(tally, FEWER)
    assert tally.won == Appointment.objects.count() == TIMES * min(PRACTITIONERS, ROOMS)


# The controls


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for anybody: no row is locked and nothing stands between looking and writing."""
    monkeypatch.setattr(guard, "_lock", lambda practitioners, rooms: None)


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for is let through."""
    monkeypatch.setattr(core, "refusal", lambda *_, **__: None)


def test_with_the_guard_off_the_same_storm_double_books(
    clinic: Clinic, no_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking first and writing then is not enough: this is what the locks and the constraints are there for."""

    def careless(visit: Appointment) -> None:
        time.sleep(0.005)

    monkeypatch.setattr(guard, "take", careless)
    monkeypatch.setattr(transaction, "atomic", lambda *_, **__: nullcontext())  # SQLite's is a lock by itself
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.rage(storm.requests(1, 200, "same"), CLIENTS)
    assert tally.won > TIMES * min(PRACTITIONERS, ROOMS) or any("overlaps" in fault for fault in faults())
    assert any("overlaps" in fault for fault in faults())


def test_without_locks_and_rules_the_constraints_alone_keep_visits_apart(
    clinic: Clinic, no_locks: None, no_rules: None
) -> None:
    lay_town(PRACTITIONERS, ROOMS)
    tally = storm.rage(storm.requests(5, 200, "mixed"), CLIENTS)
    sound(tally, 200)
    assert tally.won and set(tally.refused) == {"taken"}


def test_without_the_constraints_slices_do_not_keep_visits_apart(
    clinic: Clinic, no_locks: None, no_rules: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the last one: had the rules or the locks helped, this would find no fault either."""
    create = Slice.objects.bulk_create

    def ignoring(rows: list[Slice], **_: Any) -> list[Slice]:
        return create(rows, ignore_conflicts=True)

    monkeypatch.setattr(Slice.objects, "bulk_create", ignoring)
    lay_town(PRACTITIONERS, ROOMS)
    storm.rage(storm.requests(5, 200, "mixed"), CLIENTS)
    assert any("overlaps" in fault for fault in faults())
