"""Who is offered a freed time, and which free times are nearest to a lost one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.scheduling.clinic import Slot
from hipwise.domain.scheduling.nearest import nearest
from hipwise.domain.scheduling.waitlist import Wish, fits

ZONE = "Europe/Berlin"
MINUTE = timedelta(minutes=1)
DAY = date(2026, 10, 26)  # the Monday after clocks were put back
TEN = datetime(2026, 10, 26, 9, tzinfo=UTC)
SLOT = Slot(TEN, TEN + 45 * MINUTE, practitioner=1, location=1, room=11)
ANA = Wish(
    key=1,
    service=1,
    practitioner=1,
    location=1,
    weekdays=frozenset({0, 2}),
    earliest=time(10),
    latest=time(12),
    since=DAY,
    until=DAY + timedelta(days=2),
)


def at(start: datetime) -> Slot:
    return replace(SLOT, start=start, end=start + 45 * MINUTE)


@pytest.mark.parametrize(
    ("wish", "slot", "suits"),
    [
        (ANA, SLOT, True),
        (ANA, at(TEN - 5 * MINUTE), False),
        (ANA, at(TEN + 120 * MINUTE), True),  # the latest start is included
        (ANA, at(TEN + 125 * MINUTE), False),
        (ANA, at(TEN + timedelta(days=1)), False),  # a Tuesday
        (ANA, at(TEN + timedelta(days=2)), True),
        (ANA, at(TEN + timedelta(days=7)), False),
        (ANA, at(TEN - timedelta(days=7)), False),
        (replace(ANA, since=DAY - timedelta(days=14)), at(TEN - timedelta(days=5, hours=1)), True),  # summer time then
        (ANA, replace(SLOT, practitioner=2), False),
        (replace(ANA, practitioner=None), replace(SLOT, practitioner=2), True),
        (ANA, replace(SLOT, location=2), False),
        (replace(ANA, location=None), replace(SLOT, location=2), True),
        (replace(ANA, weekdays=frozenset()), SLOT, False),
    ],
)
def test_a_wish_is_read_off_the_wall(wish: Wish, slot: Slot, suits: bool) -> None:
    assert fits(wish, slot, ZONE) == suits


def test_the_place_decides_which_day_it_is() -> None:
    late = at(datetime(2026, 10, 26, 23, 30, tzinfo=UTC))
    anytime = replace(ANA, earliest=time(0), latest=time(23, 59), weekdays=frozenset({0}))
    assert fits(anytime, late, "Europe/London")
    assert not fits(anytime, late, ZONE)


def test_the_nearest_times_come_first_and_each_time_once() -> None:
    slots = [at(TEN + minutes * MINUTE) for minutes in (-60, -15, 15, 30, 300)]
    twice = [*slots, *(replace(slot, practitioner=2) for slot in slots)]
    found = nearest(twice, TEN, 4)
    assert [(slot.start - TEN) // MINUTE for slot in found] == [-15, 15, 30, -60]
    assert {slot.practitioner for slot in found} == {1}
    assert nearest([], TEN, 3) == nearest(slots, TEN, 0) == []


@given(st.lists(st.integers(-50, 50)), st.integers(0, 9))
def test_no_time_left_out_is_nearer(minutes: list[int], count: int) -> None:
    found = [(slot.start - TEN) // MINUTE for slot in nearest([at(TEN + n * MINUTE) for n in minutes], TEN, count)]
    assert found == sorted(set(minutes), key=lambda n: (abs(n), n))[:count]
