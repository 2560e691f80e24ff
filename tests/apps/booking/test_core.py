"""Holding, booking, moving and calling off, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hipwise.apps.audit.models import Event
from hipwise.apps.booking import words
from hipwise.apps.booking.models import Appointment, Contact, Location, Service, Slice, TimeOff
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import Plan
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.kit import desk as desks
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""Ten in the morning at the clinic, five days ahead."""
SITE, STAFF = Appointment.Way.SITE, Appointment.Way.STAFF
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


@pytest.fixture
def who() -> Contact:
    return desks.contact()


def done(said: Appointment | Refusal) -> Appointment:
    """What was made, which must be sound in the database too."""
    assert isinstance(said, Appointment), said
    assert not faults()
    return said


def code(said: object) -> str:
    assert isinstance(said, Refusal), said
    assert not faults()
    return said.code


def booked(desk: Desk, who: Contact, start: datetime = TEN, practitioner: int = 0) -> Appointment:
    hold = done(core.hold_time(desk.wanted(start, practitioner), SITE, NOW))
    return done(core.book_held(VISITOR, hold, who, NOW, reason="  My hip  "))


# Holds


def test_a_hold_takes_the_time_with_its_buffer_for_ten_minutes(desk: Desk) -> None:
    hold = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert (hold.state, hold.held_until) == ("held", NOW + timedelta(minutes=10))
    assert (hold.start, hold.end) == (TEN, TEN + timedelta(minutes=45))
    assert (hold.taken_from, hold.taken_until) == (TEN, TEN + HOUR)
    assert hold.room == desk.rooms[0]


@pytest.mark.parametrize("minutes", [-45, 0, 45])
def test_a_held_time_is_nobody_elses_buffers_included(desk: Desk, minutes: int) -> None:
    done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert code(core.hold_time(desk.wanted(TEN + timedelta(minutes=minutes)), SITE, NOW)) == "taken"


@pytest.mark.parametrize("minutes", [-60, 60])
def test_times_that_touch_are_free(desk: Desk, minutes: int) -> None:
    done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    done(core.hold_time(desk.wanted(TEN + timedelta(minutes=minutes)), SITE, NOW))


def test_a_hold_that_ran_out_is_in_nobodys_way(desk: Desk) -> None:
    first = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert code(core.hold_time(desk.wanted(TEN), SITE, NOW + core.HOLD - timedelta(seconds=1))) == "taken"
    done(core.hold_time(desk.wanted(TEN), SITE, NOW + core.HOLD))
    assert not Appointment.objects.filter(pk=first.pk).exists()


def test_a_hold_that_ran_out_in_the_only_room_is_in_nobodys_way(ben: Person, eli: Person) -> None:
    desk = lay_desk([ben, eli], rooms=1)
    done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert code(core.hold_time(desk.wanted(TEN, 1), SITE, NOW)) == "no_room"
    done(core.hold_time(desk.wanted(TEN, 1), SITE, NOW + core.HOLD))


def test_booking_a_hold_keeps_its_time_and_takes_the_details(desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    assert (visit.state, visit.held_until, visit.contact, visit.reason) == ("booked", None, who, "My hip")
    assert visit.version == 2 and visit.sequence == 0
    assert Event.objects.filter(what="booked visit", subject=f"booking.appointment:{visit.pk}").count() == 1


def test_a_hold_can_be_booked_once_and_in_time(desk: Desk, who: Contact) -> None:
    hold = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert core.book_held(VISITOR, hold, who, NOW + core.HOLD) == words.HOLD_OVER
    done(core.book_held(VISITOR, hold, who, NOW))
    assert core.book_held(VISITOR, hold, who, NOW) == words.HOLD_OVER


def test_a_hold_can_be_kept_longer_never_shorter(desk: Desk, who: Contact) -> None:
    hold = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    assert done(core.extend_hold(hold, NOW + HOUR, NOW)).held_until == NOW + HOUR
    assert done(core.extend_hold(hold, NOW + timedelta(minutes=1), NOW)).held_until == NOW + HOUR
    assert core.extend_hold(hold, NOW + DAY, NOW + HOUR) == words.HOLD_OVER


def test_dropping_a_hold_frees_its_time_and_never_a_visit(desk: Desk, who: Contact) -> None:
    hold = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    core.drop_hold(hold)
    assert not Slice.objects.exists()
    core.drop_hold(hold)
    visit = booked(desk, who)
    core.drop_hold(visit)
    assert Appointment.objects.get() == visit


def test_the_sweeper_takes_what_ran_out_and_no_more(desk: Desk, who: Contact) -> None:
    for hour in (0, 1):
        done(core.hold_time(desk.wanted(TEN + hour * HOUR), SITE, NOW))
    kept = done(core.hold_time(desk.wanted(TEN + 2 * HOUR), SITE, NOW, lasts=DAY))
    visit = booked(desk, who, TEN + 3 * HOUR)
    assert core.sweep_holds(NOW + core.HOLD) == 2
    assert core.sweep_holds(NOW + core.HOLD) == 0
    assert set(Appointment.objects.all()) == {kept, visit}
    assert not faults()


def test_a_service_that_is_not_online_is_for_staff_alone(desk: Desk, who: Contact) -> None:
    Service.objects.update(is_open=False)
    assert code(core.hold_time(desk.wanted(TEN), SITE, NOW)) == "unknown"
    done(core.book_visit(VISITOR, Plan(desk.wanted(TEN)), who, STAFF, NOW))


# Rooms


def test_the_second_visit_gets_the_second_room_and_the_third_none(ben: Person, eli: Person) -> None:
    desk = lay_desk([ben, eli, *desks.more_physiotherapists(1)])
    rooms = [done(core.hold_time(desk.wanted(TEN, n), SITE, NOW)).room for n in (0, 1)]
    assert rooms == desk.rooms
    assert code(core.hold_time(desk.wanted(TEN, 2), SITE, NOW)) == "no_room"


def test_an_online_visit_needs_no_room(desk: Desk) -> None:
    online = Service.objects.create(name="By video", slug="by-video", minutes=30, online=True)
    online.practitioners.set(desk.practitioners)
    wanted = replace(desk.wanted(TEN), service=online.pk)
    visit = done(core.hold_time(wanted, SITE, NOW))
    assert visit.room is None and visit.slices.count() == 6
    assert code(core.hold_time(desk.wanted(TEN), SITE, NOW)) == "taken", "its practitioner is in it all the same"


def test_a_day_has_no_more_visits_than_its_practitioner_wishes(desk: Desk, who: Contact) -> None:
    ben = desk.practitioners[0]
    ben.daily_cap = 1
    ben.save()
    visit = booked(desk, who)
    later = desk.wanted(TEN + 3 * HOUR)
    assert code(core.hold_time(later, SITE, NOW)) == "day_full"
    done(core.move_visit(VISITOR, visit, Plan(later), NOW, staff=False))


def test_a_visit_at_a_place_that_takes_no_more_bookings_counts_towards_the_day(desk: Desk, who: Contact) -> None:
    ben = desk.practitioners[0]
    ben.daily_cap = 1
    ben.save()
    booked(desk, who)
    elsewhere = Location.objects.create(name="Quay", address="Quay 1", time_zone=desks.ZONE)
    Location.objects.filter(pk=desk.location.pk).update(is_open=False)
    at = Wanted(desk.service.pk, ben.pk, elsewhere.pk, TEN + 3 * HOUR)
    assert code(core.book_visit(VISITOR, Plan(at), who, STAFF, NOW)) == "day_full"
    assert code(core.hold_time(desk.wanted(TEN + DAY), SITE, NOW)) == "outside_hours"


# Staff


def test_staff_book_at_any_hour_and_length(dara: Person, desk: Desk, who: Contact) -> None:
    late = TEN.replace(hour=20, minute=5)
    visit = done(core.book_visit(dara.actor, Plan(desk.wanted(late), minutes=90), who, STAFF, NOW, reason="Back"))
    assert visit.end - visit.start == timedelta(minutes=90)
    assert (visit.contact, visit.reason, visit.changed_by_id, visit.lane) == (who, "Back", dara.user.pk, 0)


def test_staff_overlap_only_with_a_reason_which_is_kept_and_logged(dara: Person, desk: Desk, who: Contact) -> None:
    done(core.book_visit(dara.actor, Plan(desk.wanted(TEN)), who, STAFF, NOW))
    assert code(core.book_visit(dara.actor, Plan(desk.wanted(TEN)), who, STAFF, NOW)) == "taken"
    assert code(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="  "), who, STAFF, NOW)) == "taken"
    assert not Event.objects.filter(what="let visits overlap").exists()
    beside = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="Twins"), who, STAFF, NOW))
    assert (beside.lane, beside.overlap_reason, beside.room) == (1, "Twins", desk.rooms[1])
    logged = Event.objects.get(what="let visits overlap")
    assert (logged.who_id, logged.subject) == (dara.user.pk, f"booking.appointment:{beside.pk}")


def test_a_visitors_reason_overrules_nothing(desk: Desk, who: Contact) -> None:
    booked(desk, who)
    plan = Plan(desk.wanted(TEN), overlap_reason="Please")
    assert code(core.book_visit(VISITOR, plan, who, SITE, NOW)) == "taken"


def test_a_reason_where_nothing_stands_in_the_way_is_not_kept(dara: Person, desk: Desk, who: Contact) -> None:
    visit = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="Twins"), who, STAFF, NOW))
    assert (visit.lane, visit.overlap_reason) == (0, "")
    assert not Event.objects.filter(what="let visits overlap").exists()


def test_staff_may_book_into_time_off_for_a_reason_in_the_first_lane(dara: Person, desk: Desk, who: Contact) -> None:
    TimeOff.objects.create(practitioner=desk.practitioners[0], start=TEN - HOUR, end=TEN + HOUR)
    assert code(core.book_visit(dara.actor, Plan(desk.wanted(TEN)), who, STAFF, NOW)) == "away"
    visit = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="He comes in"), who, STAFF, NOW))
    assert (visit.lane, visit.overlap_reason) == (0, "He comes in")
    assert Event.objects.filter(what="overruled calendar").count() == 1


def test_when_the_first_is_cancelled_the_second_is_in_the_first_lane(dara: Person, desk: Desk, who: Contact) -> None:
    first = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN)), who, STAFF, NOW))
    second = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="Twins"), who, STAFF, NOW))
    done(core.cancel_visit(dara.actor, first, NOW, by_clinic=True))
    second.refresh_from_db()
    assert second.lane == 0
    assert set(second.slices.values_list("lane", flat=True)) == {0}
    assert code(core.hold_time(desk.wanted(TEN), SITE, NOW)) == "taken"


def test_later_changes_of_an_overlapping_visit_are_not_logged_as_overlaps(
    dara: Person, desk: Desk, who: Contact
) -> None:
    done(core.book_visit(dara.actor, Plan(desk.wanted(TEN)), who, STAFF, NOW))
    beside = done(core.book_visit(dara.actor, Plan(desk.wanted(TEN), overlap_reason="Twins"), who, STAFF, NOW))
    done(core.mark_visit(dara.actor, beside, "arrived", NOW))
    assert Event.objects.filter(what="let visits overlap").count() == 1


def test_with_every_room_taken_staff_share_the_room_they_name(dara: Person, ben: Person, eli: Person) -> None:
    desk = lay_desk([ben, eli, *desks.more_physiotherapists(1)])
    who = desks.contact()
    for n in (0, 1):
        booked(desk, who, practitioner=n)
    plan = Plan(replace(desk.wanted(TEN, 2), room=desk.rooms[1].pk), overlap_reason="They share")
    visit = done(core.book_visit(dara.actor, plan, who, STAFF, NOW))
    assert (visit.room, visit.lane) == (desk.rooms[1], 1)
    assert set(visit.slices.filter(practitioner__isnull=False).values_list("lane", flat=True)) == {0}
