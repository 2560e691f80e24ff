"""Ten years of random bookings in ten zones: no slot outside the hours on the wall, and none lost.

A clinic works nights and days in one zone. Every few weeks somebody asks what is free over the next two days, and
two of the times are taken; and around every single change of clocks that clinic and two drawn at random are asked.
Each answer must be the oracle's, slot for slot.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Closed, Location, Room, Service, Weekly
from hipwise.domain.scheduling.slots import open_slots
from hipwise.domain.scheduling.span import Span
from tests.domain.scheduling.clinics import MINUTE, YEARS, ZONES, clinic
from tests.domain.scheduling.oracle import DAY, Oracle, changes

STEP_OF_DAYS = 27  # no multiple of a week, so that every weekday has its turn


def agrees(book: Book, ask: Ask, now: datetime) -> int:
    """Assert that engine and oracle offer the same; how many times they do."""
    offered = open_slots(book, ask, now)
    assert offered == Oracle(book, now, ask.since, ask.until).open_slots(ask)
    return len(offered)


def around_the_clock(zone: str) -> Book:
    """Two people, one room between them in the small hours, one place."""
    nights = [Weekly(1, 1, day, time(0), time(4, 30)) for day in range(7)]
    evenings = [Weekly(1, 1, day, time(22, 40), time(0)) for day in range(0, 7, 2)]
    days = [Weekly(2, 1, day, time(1, 30), time(12, 10)) for day in range(6)]
    return Book(
        locations=(Location(1, zone),),
        services=(Service(1, 50, frozenset({1, 2}), before=5, after=10, room_kind="hands", step=30, horizon=30),),
        rooms=(Room(1, 1, "hands"),),
        weekly=(*nights, *evenings, *days),
        closed=tuple(Closed(date(year, 12, 25), date(year, 12, 26)) for year in range(2000, 2040)),
        caps={1: 5},
    )


@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_of_random_bookings(zone: str) -> None:
    chance = Random(zone)
    book = around_the_clock(zone)
    now = datetime(YEARS[0], 1, 1, 7, 20, tzinfo=UTC)
    offered = 0
    while now.year <= YEARS[1]:
        ask = Ask(1, now.replace(minute=0), now.replace(minute=0) + 2 * DAY)
        offered += agrees(book, ask, now)
        for _ in range(2):
            book = _with_one_more(book, ask, now, chance)
        book = replace(book, busy=tuple(busy for busy in book.busy if busy.span.end > now - 2 * DAY))
        now += STEP_OF_DAYS * DAY
    assert offered > 3_000


def _with_one_more(book: Book, ask: Ask, now: datetime, chance: Random) -> Book:
    slots = open_slots(book, ask, now)
    if not slots:
        return book
    slot = chance.choice(slots)
    taken = Span(slot.start - 5 * MINUTE, slot.end + 10 * MINUTE)
    return replace(book, busy=(*book.busy, Busy(taken, slot.practitioner, slot.room, slot.start, slot.location)))


@pytest.mark.parametrize("zone", ZONES)
def test_every_change_of_clocks_in_ten_years(zone: str) -> None:
    moves = changes(ZoneInfo(zone), *YEARS)
    assert len(moves) >= 12, "this zone changes its clocks"
    offered = 0
    for move in moves:
        offered += agrees(around_the_clock(zone), Ask(1, move - DAY / 2, move + 1.5 * DAY), move - DAY)
        for seed in range(2):
            chance = Random(f"{zone} {move} {seed}")
            book = clinic(chance, [zone, chance.choice(ZONES)], move, entries=6)
            book = replace(book, services=tuple(replace(each, horizon=9, lead=timedelta()) for each in book.services))
            offered += agrees(book, Ask(1, move - DAY / 2, move + DAY), move - DAY)
    assert offered > 20 * len(moves)
