"""Weekly courses against trying out every weekly time there is, and a course that falls on a change of clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise, product
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Location, Room, Service, Slot, Wanted, Weekly
from hipwise.domain.scheduling.course import Course, weekly_course
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.slots import open_slots, refusal, refusal_at
from hipwise.domain.scheduling.span import Span
from tests.domain.scheduling.oracle import DAY, MINUTE

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)  # a Wednesday; clocks go forward on the 29th
WEEKS = 4
Total = tuple[int, ...]


def clinic(chance: Random) -> Book:
    """Two places, two people, two rooms, a few odd hours a week, and half of it taken."""
    weekly = tuple(
        Weekly(chance.choice((1, 2)), place, chance.randrange(7), time(hour), time(hour + 1, 30))
        for place, hour in product((1, 2), (8, 9, 14))
        for _ in range(chance.randrange(3))
    )
    busy = []
    for _ in range(chance.randrange(30)):
        start = NOW + chance.randrange(60 * 24 * 30) // 30 * 30 * MINUTE
        span = Span(start, start + chance.choice((1, 6, 40)) * 60 * MINUTE)
        busy.append(Busy(span, chance.choice((None, 1, 2)), chance.choice((None, 11, 12))))
    return Book(
        locations=(Location(1, "Europe/Berlin"), Location(2, "America/New_York")),
        services=(Service(1, 30, frozenset({1, 2}), room_kind=chance.choice(("hands", "")), step=30),),
        rooms=(Room(11, 1, "hands"), Room(12, 1, "hands"), Room(21, 2, "hands")),
        weekly=weekly,
        busy=tuple(busy),
    )


def tried_out(book: Book, ask: Ask, weekday: int | None, at: int | None) -> tuple[Total, list[datetime]] | None:
    """The least irregularity, and the starts: every place, day to begin, person, minute and room, one by one."""
    best = None
    desk = Desk(book, NOW)
    for place in (1, 2):
        slots = open_slots(book, replace(ask, location=place), NOW)
        first = desk.day(place, max(ask.since, NOW))
        shown = {slot: slot.start.astimezone(desk.zones[place]) for slot in slots}
        rooms = {
            (slot, room): refusal_at(desk, Wanted(1, slot.practitioner, place, slot.start, room)) is None
            for slot in slots
            for room in (11, 12, 21)
        }
        minutes = {when.hour * 60 + when.minute for when in shown.values()} if at is None else {at}
        for ahead, who, minute, room in product(range(7), (1, 2), minutes, (11, 12, 21)):
            begin = first + ahead * DAY
            if weekday not in {None, begin.weekday()}:
                continue
            total, starts = [0] * 5, []
            for week in range(WEEKS):
                prices = [
                    (
                        abs((when.date() - begin).days - 7 * week),
                        int(slot.practitioner != who),
                        abs(when.hour * 60 + when.minute - minute),
                        int(slot.room is not None and not rooms[slot, room]),
                        slot.start,
                    )
                    for slot, when in shown.items()
                    if abs((when.date() - begin).days - 7 * week) <= 2
                ]
                if prices:
                    *cost, start = min(prices)
                    total = [*total[:1], *(a + b for a, b in zip(total[1:], cost, strict=True))]
                    starts.append(start)
                else:
                    total[0] += 1
            candidate = (tuple(total), starts)
            best = candidate if best is None else min(best, candidate)
    return best


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.sampled_from((None, 0, 3)), st.sampled_from((None, 9)))
def test_no_weekly_time_is_more_regular(seed: int, weekday: int | None, hour: int | None) -> None:
    book = clinic(Random(seed))
    ask = Ask(1, NOW + 3 * DAY, NOW + 45 * DAY)
    at = None if hour is None else time(hour)
    course = weekly_course(book, ask, WEEKS, NOW, weekday=weekday, at=at)
    best = tried_out(book, ask, weekday, None if hour is None else hour * 60)
    found = [visit for visit in course.visits if visit is not None]
    if best is None or not found:
        assert not open_slots(book, ask, NOW) or not found
        assert len(course.missing) == WEEKS
        assert best is None or best[0][0] == WEEKS
        return
    assert ((len(course.missing), *course.irregularity), [visit.start for visit in found]) == best
    for visit in found:
        assert refusal(book, Wanted(1, visit.practitioner, visit.location, visit.start, visit.room), NOW) is None
    gaps = [after.start - before.start for before, after in pairwise(found)]
    assert all(gap > 2 * DAY for gap in gaps), "two visits lie three days apart at least"


BEN, ELI = 1, 2
MONDAYS = Book(
    locations=(Location(1, "Europe/Berlin"),),
    services=(Service(1, 45, frozenset({BEN, ELI}), room_kind="hands"),),
    rooms=(Room(11, 1, "hands"), Room(12, 1, "hands")),
    weekly=(*(Weekly(BEN, 1, day, time(9), time(12)) for day in (0, 1)), Weekly(ELI, 1, 0, time(9), time(12))),
)
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)  # nine o'clock in Berlin
ASK = Ask(1, MONDAY, MONDAY + 60 * DAY)


def away(who: int, first: datetime, hours: float) -> Busy:
    return Busy(Span(first, first + timedelta(hours=hours)), who)


def said(course: Course) -> list[str]:
    return [_said(visit) for visit in course.visits]


def _said(visit: Slot | None) -> str:
    if visit is None:
        return "-"
    return f"{visit.start.astimezone(ZoneInfo('Europe/Berlin')):%d.%m %H:%M} {visit.practitioner} {visit.room}"


def test_the_hour_on_the_wall_stays_when_clocks_are_moved() -> None:
    course = weekly_course(MONDAYS, ASK, 4, NOW)
    assert said(course) == ["09.03 09:00 1 11", "16.03 09:00 1 11", "23.03 09:00 1 11", "30.03 09:00 1 11"]
    assert [visit.start.hour for visit in course.visits if visit] == [8, 8, 8, 7]
    assert course.irregularity == (0, 0, 0, 0)


def test_the_worked_example_of_the_method_page() -> None:
    """Ben is away on the morning of the third Monday until 10:30; on the second another visit has room 11 at nine."""
    room_taken = Busy(Span(MONDAY + 7 * DAY, MONDAY + 7 * DAY + 60 * MINUTE), room=11)
    book = replace(MONDAYS, busy=(away(BEN, MONDAY + 14 * DAY, 1.5), room_taken))
    nine = weekly_course(book, replace(ASK, practitioner=BEN), 4, NOW, weekday=0, at=time(9))
    assert said(nine) == ["09.03 09:00 1 12", "16.03 09:00 1 12", "23.03 10:30 1 12", "30.03 09:00 1 12"]
    assert nine.irregularity == (0, 0, 90, 0)
    free = weekly_course(book, replace(ASK, practitioner=BEN), 4, NOW, weekday=0)
    assert said(free) == ["09.03 10:30 1 11", "16.03 10:30 1 11", "23.03 10:30 1 11", "30.03 10:30 1 11"]


def test_another_person_is_better_than_another_day_and_an_empty_week_is_said() -> None:
    week = MONDAY + 14 * DAY
    book = replace(MONDAYS, busy=(away(BEN, week, 3),))
    assert said(weekly_course(book, ASK, 3, NOW, weekday=0, at=time(9)))[2] == "23.03 09:00 2 11"
    book = replace(MONDAYS, busy=(away(BEN, week, 3), away(ELI, week, 3)))
    moved = weekly_course(book, ASK, 3, NOW, weekday=0, at=time(9))
    assert (said(moved)[2], moved.irregularity) == ("24.03 09:00 1 11", (1, 0, 0, 0))
    book = replace(MONDAYS, busy=(away(BEN, week, 72), away(ELI, week, 3)))
    gone = weekly_course(book, ASK, 3, NOW, weekday=0, at=time(9))
    assert (gone.missing, gone.visits[2]) == ((2,), None)


def test_nothing_free_and_nothing_asked() -> None:
    assert weekly_course(MONDAYS, replace(ASK, service=9), 2, NOW).missing == (0, 1)
    assert weekly_course(MONDAYS, replace(ASK, location=9), 2, NOW).missing == (0, 1)
    assert weekly_course(replace(MONDAYS, weekly=()), ASK, 2, NOW).missing == (0, 1)
    with pytest.raises(ValueError, match="session"):
        weekly_course(MONDAYS, ASK, 0, NOW)
