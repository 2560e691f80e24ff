"""From rows to the book: a constant number of questions, and the same answer whichever book is asked."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hipwise.apps.booking.models import (
    Appointment,
    Closure,
    ExtraHours,
    Location,
    OutsideBusy,
    OutsideCalendar,
    Room,
    TimeOff,
)
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.services import core
from hipwise.domain.scheduling.slots import refusal
from tests.kit.cast import Person
from tests.kit.desk import ZONE, Desk, lay_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
SITE = Appointment.Way.SITE


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


def crowd(desk: Desk) -> None:
    """Something of everything that a diary holds."""
    ben, eli = desk.practitioners
    for hour in range(0, 7, 2):
        core.hold_time(desk.wanted(TEN + timedelta(hours=hour)), SITE, NOW)
        core.hold_time(desk.wanted(TEN + timedelta(hours=hour), 1), SITE, NOW)
    TimeOff.objects.create(practitioner=ben, start=TEN + timedelta(days=1), end=TEN + timedelta(days=1, hours=2))
    outside = OutsideCalendar.objects.create(practitioner=eli, address="https://example.org/eli.ics", made=NOW)
    OutsideBusy.objects.create(calendar=outside, start=TEN + timedelta(days=2), end=TEN + timedelta(days=2, hours=1))
    evening = {"opens": time(18), "closes": time(20)}
    ExtraHours.objects.create(practitioner=ben, location=desk.location, day=TEN.date(), **evening)
    eli.daily_cap = 5
    eli.save()


def count(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as seen:
        diary.slots_for(desk.service.pk, TEN, TEN + 8 * WEEK, NOW)
    return len(seen)


def test_eight_weeks_of_free_times_are_ten_queries_however_much_is_booked(desk: Desk) -> None:
    assert count(desk) == 10
    crowd(desk)
    assert count(desk) == 10
    more = [Room(location=desk.location, name=f"Room {n}", kind=Room.Kind.TREATMENT) for n in range(3, 9)]
    Room.objects.bulk_create(more)
    assert count(desk) == 10


def test_asking_about_one_visit_takes_as_many_and_behind_the_lock_two(desk: Desk) -> None:
    crowd(desk)
    wanted = desk.wanted(TEN)
    with CaptureQueriesContext(connection) as seen:
        book = diary.book_at(wanted, NOW)
    assert len(seen) == 10
    with CaptureQueriesContext(connection) as seen:
        diary.read_again(book, wanted, NOW)
    assert len(seen) == 2
    with CaptureQueriesContext(connection) as seen:
        assert diary.is_taken(wanted, NOW)
    assert len(seen) == 1


def test_the_small_book_says_what_the_large_one_says(desk: Desk) -> None:
    crowd(desk)
    chance = random.Random(4)
    large = diary.book_for([desk.service.pk], TEN - WEEK, TEN + WEEK, NOW)
    reasons = set()
    for _ in range(60):
        start = TEN + timedelta(days=chance.randrange(-1, 4), minutes=15 * chance.randrange(-8, 40))
        wanted = desk.wanted(start, chance.randrange(2))
        small = diary.book_at(wanted, NOW)
        why = refusal(large, wanted, NOW)
        assert refusal(small, wanted, NOW) == why
        assert refusal(diary.read_again(small, wanted, NOW), wanted, NOW) == why
        reasons.add(why)
    assert {None, "taken", "outside_hours"} <= reasons


def test_read_again_sees_what_came_meanwhile(desk: Desk) -> None:
    wanted = desk.wanted(TEN)
    book = diary.book_at(wanted, NOW)
    core.hold_time(wanted, SITE, NOW)
    assert refusal(book, wanted, NOW) is None
    assert refusal(diary.read_again(book, wanted, NOW), wanted, NOW) == "taken"


def test_read_again_sees_time_off_that_came_meanwhile(desk: Desk) -> None:
    wanted = desk.wanted(TEN)
    book = diary.book_at(wanted, NOW)
    TimeOff.objects.create(practitioner=desk.practitioners[0], start=TEN, end=TEN + timedelta(hours=1))
    assert refusal(diary.read_again(book, wanted, NOW), wanted, NOW) == "away"


def test_rooms_that_are_closed_stay_closed_when_read_again(desk: Desk) -> None:
    for room in desk.rooms:
        Closure.objects.create(room=room, first=TEN.date(), last=TEN.date())
    wanted = desk.wanted(TEN)
    again = diary.read_again(diary.book_at(wanted, NOW), wanted, NOW)
    assert refusal(again, wanted, NOW) == "no_room"


def test_a_hold_that_ran_out_is_not_in_the_diary(desk: Desk) -> None:
    core.hold_time(desk.wanted(TEN), SITE, NOW)
    late = NOW + core.HOLD
    assert not diary.is_taken(desk.wanted(TEN), late)
    assert refusal(diary.book_at(desk.wanted(TEN), late), desk.wanted(TEN), late) is None


def test_a_room_of_another_place_is_unknown(desk: Desk) -> None:
    elsewhere = Location.objects.create(name="Quay", time_zone=ZONE)
    room = Room.objects.create(location=elsewhere, name="Attic", kind=Room.Kind.TREATMENT)
    wanted = replace(desk.wanted(TEN), room=room.pk)
    assert refusal(diary.book_at(wanted, NOW), wanted, NOW, as_staff=True) == "unknown"
