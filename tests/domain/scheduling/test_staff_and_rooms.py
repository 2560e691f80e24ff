"""What staff may do that visitors may not, which room a visit takes, and the first reason of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Closed, Location, Room, Service, Wanted, Weekly, Why
from hipwise.domain.scheduling.slots import free_rooms, open_slots, refusal
from hipwise.domain.scheduling.span import Span

BEN, ELI = 1, 2
NOW = datetime(2026, 6, 1, 6, tzinfo=UTC)  # a Monday, 8 o'clock in Berlin
TEN = datetime(2026, 6, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

BOOK = Book(
    locations=(Location(1, "Europe/Berlin"), Location(2, "Europe/London")),
    services=(
        Service(1, 60, frozenset({BEN, ELI}), before=5, after=10, room_kind="hands", horizon=14, lead=6 * 60 * MINUTE),
        Service(2, 45, frozenset({ELI})),
    ),
    rooms=(Room(12, 1, "hands"), Room(11, 1, "hands"), Room(13, 1, "gym"), Room(21, 2, "hands")),
    weekly=tuple(Weekly(who, 1, day, time(8), time(18)) for who in (BEN, ELI) for day in range(5)),
    closed=(Closed(date(2026, 6, 4), date(2026, 6, 4)),),
    caps={BEN: 2},
)


def visit(start: datetime, who: int = BEN, room: int = 11) -> Busy:
    return Busy(Span(start - 5 * MINUTE, start + 70 * MINUTE), who, room, start, 1)


def with_busy(*busy: Busy) -> Book:
    return replace(BOOK, busy=busy)


@pytest.mark.parametrize(
    ("wanted", "visitor", "staff"),
    [
        (Wanted(9, BEN, 1, TEN), "unknown", "unknown"),
        (Wanted(1, BEN, 9, TEN), "unknown", "unknown"),
        (Wanted(1, BEN, 1, TEN, room=99), "unknown", "unknown"),
        (Wanted(2, BEN, 1, TEN), "not_offered", "not_offered"),
        (Wanted(1, BEN, 1, TEN + 5 * MINUTE), "no_such_time", None),
        (Wanted(1, BEN, 1, TEN + MINUTE), "no_such_time", "no_such_time"),
        (Wanted(1, BEN, 1, NOW + 120 * MINUTE), "too_soon", None),
        (Wanted(1, BEN, 1, NOW - 120 * MINUTE), "too_soon", None),  # written down afterwards
        (Wanted(1, BEN, 1, TEN + timedelta(days=14)), "too_far", None),
        (Wanted(1, BEN, 1, TEN + timedelta(days=2)), "closed", None),
        (Wanted(1, BEN, 1, TEN + timedelta(days=4)), "outside_hours", None),
        (Wanted(1, BEN, 2, TEN), "outside_hours", None),
        (Wanted(1, BEN, 1, TEN), None, None),
        (Wanted(1, BEN, 1, TEN, room=12), None, None),
        (Wanted(1, BEN, 1, TEN, room=13), "no_room", "no_room"),
        (Wanted(1, BEN, 1, TEN, room=21), "no_room", "no_room"),
        (Wanted(2, ELI, 1, TEN), None, None),
        (Wanted(2, ELI, 1, TEN, room=11), "no_room", "no_room"),
    ],
)
def test_visitors_and_staff(wanted: Wanted, visitor: Why | None, staff: Why | None) -> None:
    assert refusal(BOOK, wanted, NOW) == visitor
    assert refusal(BOOK, wanted, NOW, as_staff=True) == staff


@pytest.mark.parametrize(
    ("busy", "why"),
    [
        ((visit(TEN),), "taken"),
        ((visit(TEN + 75 * MINUTE),), None),  # buffers touch
        ((visit(TEN + 70 * MINUTE),), "taken"),  # buffers meet
        ((Busy(Span(TEN, TEN + 5 * MINUTE), BEN), visit(TEN)), "away"),
        ((visit(TEN, ELI, 11), visit(TEN, 3, 12)), "no_room"),
        ((visit(TEN + 180 * MINUTE), visit(TEN + 360 * MINUTE)), "day_full"),
        ((visit(TEN + 180 * MINUTE), visit(TEN)), "day_full"),
        ((visit(TEN + timedelta(days=1)), visit(TEN + timedelta(days=1, hours=2))), None),
    ],
)
def test_what_is_taken_is_taken_for_staff_too(busy: tuple[Busy, ...], why: Why | None) -> None:
    for as_staff in (False, True):
        assert refusal(with_busy(*busy), Wanted(1, BEN, 1, TEN), NOW, as_staff=as_staff) == why


def test_buffers_may_reach_outside_hours() -> None:
    opening, last = TEN - 120 * MINUTE, TEN + 420 * MINUTE
    assert refusal(BOOK, Wanted(1, BEN, 1, opening), NOW) is None
    assert refusal(BOOK, Wanted(1, BEN, 1, last), NOW) is None
    assert refusal(BOOK, Wanted(1, BEN, 1, last + 15 * MINUTE), NOW) == "outside_hours"


def test_the_free_room_with_the_lowest_key_is_taken() -> None:
    asked = Wanted(1, BEN, 1, TEN)
    assert free_rooms(BOOK, asked, NOW) == [11, 12]
    assert free_rooms(with_busy(visit(TEN, ELI, 11)), asked, NOW) == [12]
    assert free_rooms(with_busy(visit(TEN, ELI, 11)), replace(asked, room=11), NOW) == []
    assert free_rooms(BOOK, Wanted(2, ELI, 1, TEN), NOW) == [], "an online visit has none"
    assert free_rooms(BOOK, Wanted(9, ELI, 1, TEN), NOW) == free_rooms(BOOK, Wanted(1, ELI, 9, TEN), NOW) == []
    slots = open_slots(with_busy(visit(TEN, ELI, 11)), Ask(1, TEN, TEN + MINUTE), NOW)
    assert [(slot.practitioner, slot.room) for slot in slots] == [(BEN, 12)]


def test_an_ask_for_nothing_gets_nothing() -> None:
    assert open_slots(BOOK, Ask(9, NOW, NOW + timedelta(days=3)), NOW) == []
    assert open_slots(BOOK, Ask(1, NOW + timedelta(days=3), NOW), NOW) == []
    assert open_slots(BOOK, Ask(1, NOW + timedelta(days=30), NOW + timedelta(days=40)), NOW) == []


def test_a_cap_counts_by_the_calendar_of_the_place_where_the_visit_is() -> None:
    """Half past midnight in Berlin is still yesterday in London."""
    night = datetime(2026, 6, 2, 22, 30, tzinfo=UTC)
    for location, why in ((1, None), (2, "day_full")):
        busy = [Busy(Span(night, night + 5 * MINUTE), BEN, None, night, location) for _ in range(2)]
        assert refusal(with_busy(*busy), Wanted(1, BEN, 1, TEN), NOW) == why


def test_wrong_calls_are_errors() -> None:
    with pytest.raises(ValueError, match="zone"):
        open_slots(BOOK, Ask(1, NOW, TEN), NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        refusal(BOOK, Wanted(1, BEN, 1, TEN.replace(tzinfo=None)), NOW)
    nowhere = Busy(Span(TEN, TEN + MINUTE), BEN, None, TEN, 9)
    with pytest.raises(ValueError, match="location"):
        refusal(with_busy(nowhere), Wanted(1, BEN, 1, TEN + 60 * MINUTE), NOW)
