"""Somebody falls ill: proposals keep every rule, never collide, and keep the time where anybody can."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Location, Room, Service, Wanted, Weekly
from hipwise.domain.scheduling.reslot import Move, Visit, reslot
from hipwise.domain.scheduling.slots import open_slots, refusal
from hipwise.domain.scheduling.span import Span
from tests.domain.scheduling.oracle import DAY, MINUTE

NOW = datetime(2026, 3, 20, 6, tzinfo=UTC)  # a Friday; clocks go forward on the 29th
MONDAY = datetime(2026, 3, 23, 8, tzinfo=UTC)  # nine o'clock in Berlin
BEN, ELI, FAY = 1, 2, 3
BEFORE, AFTER = 5 * MINUTE, 10 * MINUTE

CLINIC = Book(
    locations=(Location(1, "Europe/Berlin"),),
    services=(Service(1, 45, frozenset({BEN, ELI, FAY}), before=5, after=10, room_kind="hands", lead=5 * DAY),),
    rooms=(Room(11, 1, "hands"), Room(12, 1, "hands")),
    weekly=tuple(Weekly(who, 1, day, time(9), time(12)) for who in (BEN, ELI, FAY) for day in range(5)),
)


def busy(visit: Visit, who: int = BEN) -> Busy:
    return Busy(Span(visit.start - BEFORE, visit.end + AFTER), who, visit.room, visit.start, visit.location)


def visit(key: int, start: datetime, room: int = 11, course: int | None = None) -> Visit:
    return Visit(key, 1, 1, start, start + 45 * MINUTE, room, course)


def as_busy(move: Move) -> Busy:
    slot = move.slot
    return Busy(Span(slot.start - BEFORE, slot.end + AFTER), slot.practitioner, slot.room, slot.start, slot.location)


def test_the_same_time_with_somebody_else_in_the_same_room() -> None:
    hers = visit(1, MONDAY)
    book = replace(CLINIC, busy=(busy(hers), busy(visit(2, MONDAY, 12), FAY)))
    (move,) = reslot(book, [hers], BEN, NOW)
    assert move is not None
    assert (move.slot.start, move.slot.practitioner, move.slot.room) == (MONDAY, ELI, 11), "lead is not asked again"


def test_then_the_nearest_time() -> None:
    hers = visit(1, MONDAY + 60 * MINUTE)
    others = (busy(visit(2, MONDAY + 60 * MINUTE, 12), FAY), Busy(Span(MONDAY, MONDAY + 180 * MINUTE), ELI))
    (move,) = reslot(replace(CLINIC, busy=(busy(hers), *others)), [hers], BEN, NOW)
    assert move is not None
    assert (move.slot.start, move.slot.practitioner) == (MONDAY, FAY), "of two as near, the earlier"


def test_the_worked_example_of_the_method_page() -> None:
    nine, ten = visit(1, MONDAY), visit(2, MONDAY + 60 * MINUTE)
    early = Weekly(ELI, 1, 0, time(8), time(9))
    away = (Busy(Span(MONDAY + 60 * MINUTE, MONDAY + 180 * MINUTE), ELI), Busy(Span(NOW, NOW + 30 * DAY), FAY))
    book = replace(CLINIC, weekly=(*CLINIC.weekly, early), busy=(busy(nine), busy(ten), *away))
    moves = reslot(book, [nine, ten], BEN, NOW)
    assert [move and (move.slot.start, move.slot.practitioner, move.slot.room) for move in moves] == [
        (MONDAY, ELI, 11),
        (MONDAY - 60 * MINUTE, ELI, 11),
    ]


def test_a_course_stays_with_one_person_where_one_can_keep_all_its_times() -> None:
    course = [
        visit(week, MONDAY + 7 * week * DAY - (60 * MINUTE if week else 0 * MINUTE), course=7) for week in (0, 1, 2)
    ]
    away = Busy(Span(course[2].start, course[2].end), ELI)
    moves = reslot(replace(CLINIC, busy=(*map(busy, course), away)), course, BEN, NOW)
    assert [move and (move.slot.start, move.slot.practitioner) for move in moves] == [
        (each.start, FAY) for each in course
    ]


def test_a_longer_visit_keeps_its_length_and_one_off_the_grid_its_time() -> None:
    hers = replace(visit(1, MONDAY + 5 * MINUTE), end=MONDAY + 95 * MINUTE)
    (move,) = reslot(replace(CLINIC, busy=(busy(hers),)), [hers], BEN, NOW)
    assert move is not None
    assert (move.slot.start, move.slot.end) == (hers.start, hers.end)


def test_nothing_free_in_four_weeks_is_said() -> None:
    alone = replace(CLINIC, services=(replace(CLINIC.services[0], practitioners=frozenset({BEN})),))
    assert reslot(alone, [visit(1, MONDAY)], BEN, NOW) == [None]
    assert reslot(CLINIC, [replace(visit(1, MONDAY), location=9)], BEN, NOW) == [None]
    with pytest.raises(KeyError):
        reslot(CLINIC, [replace(visit(1, MONDAY), service=9)], BEN, NOW)


def crowded(chance: Random) -> tuple[Book, list[Visit]]:
    """Ben's fortnight, with the others busy here and there and a cap; visits of all in two rooms, none on another."""
    book = replace(CLINIC, caps={ELI: chance.randrange(1, 4), FAY: chance.randrange(3)})
    visits: list[Visit] = []
    starts = [MONDAY + day * DAY + 60 * MINUTE * n for day in range(12) for n in range(3)]
    for start in chance.sample(starts, 20):
        rooms = [11, 12]
        chance.shuffle(rooms)
        for who in chance.sample((BEN, ELI, FAY), 2):
            each = visit(len(visits), start, rooms.pop(), chance.choice((None, 7, 8)))
            book = replace(book, busy=(*book.busy, busy(each, who)))
            if who == BEN:
                visits.append(each)
    chance.shuffle(visits)
    return book, visits


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_proposals_keep_every_rule_and_never_collide(seed: int) -> None:
    proposals_keep_every_rule(seed)


def proposals_keep_every_rule(seed: int) -> None:
    book, visits = crowded(Random(seed))
    moves = reslot(book, visits, BEN, NOW)
    gone = replace(book, busy=tuple(each for each in book.busy if each.practitioner != BEN))
    gone = replace(gone, services=(replace(book.services[0], lead=timedelta(), step=5),))
    assert [move.visit for move in moves if move] == [
        each.key for each, move in zip(visits, moves, strict=True) if move
    ]
    for move in filter(None, moves):
        rest = [as_busy(other) for other in filter(None, moves) if other is not move]
        slot = move.slot
        assert slot.practitioner != BEN
        wanted = Wanted(1, slot.practitioner, slot.location, slot.start, slot.room)
        assert refusal(replace(gone, busy=(*gone.busy, *rest)), wanted, NOW) is None, "with all the others in the book"


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_a_visit_that_moves_could_not_have_stayed_nor_moved_less(seed: int) -> None:
    """With everything proposed in the book there is nothing free that is nearer."""
    book, visits = crowded(Random(seed))
    moves = reslot(book, visits, BEN, NOW)
    service = replace(book.services[0], lead=timedelta(), practitioners=frozenset({ELI, FAY}))
    left = tuple(each for each in book.busy if each.practitioner != BEN)
    full = replace(book, busy=(*left, *map(as_busy, filter(None, moves))), services=(service,))
    for each, move in zip(visits, moves, strict=True):
        distance = abs(move.slot.start - each.start) if move else 28 * DAY
        if distance:
            nearer = Ask(1, each.start - distance + MINUTE, each.start + distance)
            assert open_slots(full, nearer, NOW) == []


def test_in_the_crowded_clinic_some_visits_keep_their_time_and_some_move() -> None:
    """Otherwise the two tests above would say little."""
    outcomes: Counter[str] = Counter()
    for seed in range(10):
        book, visits = crowded(Random(seed))
        for each, move in zip(visits, reslot(book, visits, BEN, NOW), strict=True):
            outcomes["nowhere" if move is None else "stays" if move.slot.start == each.start else "moves"] += 1
    assert outcomes["stays"] > 20
    assert outcomes["moves"] > 20
