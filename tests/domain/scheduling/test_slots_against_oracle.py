"""The engine and a brute-force oracle give the same answer on random clinics, about every five minutes there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hipwise.domain.scheduling.clinic import Ask, Book, Wanted
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.slots import open_slots, refusal, refusal_at
from tests.domain.scheduling.clinics import PEOPLE, YEARS, ZONES, clinic
from tests.domain.scheduling.oracle import DAY, MINUTE, Oracle, changes

MOVES = {zone: changes(ZoneInfo(zone), *YEARS) for zone in ZONES}


@dataclass(frozen=True)
class Case:
    """A clinic, now, the three days looked at, and chance."""

    book: Book
    now: datetime
    first: datetime
    last: datetime
    chance: Random


def case_of(chance: Random, zones: list[str], anchor: datetime) -> Case:
    book = clinic(chance, zones, anchor)
    now = anchor + chance.randrange(-1440, 1440) * MINUTE
    return Case(book, now, anchor - DAY, anchor + 2 * DAY, chance)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Half the time around a change of clocks in the first of the zones."""
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3))
    any_day = st.integers(0, 3650).map(lambda days: datetime(YEARS[0], 1, 1, tzinfo=UTC) + days * DAY)
    anchor = draw(st.one_of(st.sampled_from(MOVES[zones[0]]), any_day))
    return case_of(Random(draw(st.integers(0, 2**32))), zones, anchor)


def agree_on_offers(case: Case) -> None:
    """The same slots for three days, and for a part of them asked by person and place."""
    oracle = Oracle(case.book, case.now, case.first, case.last)
    chance = case.chance
    since = case.first + chance.randrange(2000) * MINUTE
    until = since + chance.choice((7, 300, 2000)) * MINUTE
    for service in (1, 2):
        whole = Ask(service, case.first, case.last)
        some = Ask(service, since, until, chance.choice((None, 1)), chance.choice((None, 1)))
        assert open_slots(case.book, whole, case.now) == oracle.open_slots(whole)
        assert open_slots(case.book, some, case.now) == oracle.open_slots(some)


def agree_on_reasons(case: Case) -> None:
    """Every five minutes of three days, second passes too: the same reason, or none."""
    oracle = Oracle(case.book, case.now, case.first, case.last)
    desk = Desk(case.book, case.now)
    service = case.chance.choice(case.book.services)
    place = case.chance.choice(case.book.locations).key
    rooms = [None, None, *(room.key for room in case.book.rooms)]
    for glance in oracle.glances[place]:
        person, room = case.chance.choice(PEOPLE), case.chance.choice(rooms)
        if glance.instant < case.last:
            offers = person in service.practitioners
            expected = oracle.why(service, person, place, glance, room) if offers else "not_offered"
            assert refusal_at(desk, Wanted(service.key, person, place, glance.instant, room)) == expected


@settings(max_examples=60)
@given(cases())
def test_the_engine_offers_what_the_oracle_offers(case: Case) -> None:
    agree_on_offers(case)


@settings(max_examples=60)
@given(cases())
def test_the_engine_refuses_for_the_reason_that_the_oracle_gives(case: Case) -> None:
    agree_on_reasons(case)


@settings(max_examples=40)
@given(cases())
def test_whatever_is_offered_may_be_booked_and_whatever_may_be_booked_is_offered(case: Case) -> None:
    """Without the oracle: the one rule, asked both ways."""
    for service in case.book.services:
        offered = open_slots(case.book, Ask(service.key, case.first, case.last), case.now)
        for slot in offered[:: 1 + len(offered) // 20]:
            for room in {None, slot.room}:
                wanted = Wanted(service.key, slot.practitioner, slot.location, slot.start, room)
                assert refusal(case.book, wanted, case.now) is None
        keys = {(slot.start, slot.practitioner, slot.location) for slot in offered}
        desk = Desk(case.book, case.now)
        for _ in range(400):
            start = case.first + 5 * MINUTE * case.chance.randrange(3 * 288)
            wanted = Wanted(service.key, case.chance.choice(PEOPLE), case.chance.choice(case.book.locations).key, start)
            assert (refusal_at(desk, wanted) is None) == ((start, wanted.practitioner, wanted.location) in keys)


def test_the_drawn_clinics_give_every_reason() -> None:
    """Otherwise agreement would say little."""
    seen = set()
    for seed in range(40):
        case = case_of(Random(seed), ["Europe/Berlin"], MOVES["Europe/Berlin"][seed % 20])
        desk = Desk(case.book, case.now)
        for minutes in range(0, 4000, 5):
            wanted = Wanted(1, case.chance.choice(PEOPLE), 1, case.first + minutes * MINUTE)
            seen.add(refusal_at(desk, wanted))
    assert seen == {
        *("not_offered", "no_such_time", "too_soon", "too_far", "closed", "outside_hours"),
        *("away", "day_full", "taken", "no_room", None),
    }
