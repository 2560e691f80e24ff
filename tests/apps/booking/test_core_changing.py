"""Moving, calling off and marking visits, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hipwise.apps.audit.models import Event
from hipwise.apps.booking import words
from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import Plan
from hipwise.kit.actor import VISITOR
from tests.apps.booking.test_core import DAY, HOUR, NOW, SITE, STAFF, TEN, booked, code, desk, done, who
from tests.kit import desk as desks
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

__all__ = ["desk", "who"]
pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)


def test_a_visit_moves_to_another_time_and_person_and_frees_its_own(desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    moved = done(core.move_visit(VISITOR, visit, Plan(desk.wanted(TEN + DAY, 1)), NOW, staff=False))
    assert (moved.pk, moved.start, moved.practitioner) == (visit.pk, TEN + DAY, desk.practitioners[1])
    assert (moved.version, moved.sequence, moved.moved_late) == (3, 1, False)
    assert (moved.contact, moved.reason) == (who, "My hip")
    done(core.hold_time(desk.wanted(TEN), SITE, NOW))


def test_a_visit_may_move_onto_its_own_time(desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    moved = done(core.move_visit(VISITOR, visit, Plan(desk.wanted(TEN + QUARTER)), NOW, staff=False))
    assert moved.start == TEN + QUARTER
    assert moved.room == desk.rooms[0]


def test_a_visit_keeps_its_room_where_that_is_free(desk: Desk, who: Contact) -> None:
    first, second = booked(desk, who), booked(desk, who, practitioner=1)
    done(core.cancel_visit(VISITOR, first, NOW, by_clinic=False))
    moved = done(core.move_visit(VISITOR, second, Plan(desk.wanted(TEN + QUARTER, 1)), NOW, staff=False))
    assert moved.room == desk.rooms[1]


def test_a_refused_move_leaves_everything_as_it_was(desk: Desk, who: Contact) -> None:
    visit, other = booked(desk, who), booked(desk, who, TEN + HOUR)
    plan = Plan(desk.wanted(TEN + timedelta(minutes=30)))
    assert code(core.move_visit(VISITOR, visit, plan, NOW, staff=False)) == "taken"
    visit.refresh_from_db()
    assert (visit.start, visit.version, visit.sequence) == (TEN, 2, 0)
    assert other.slices.exists()


def test_staff_lengthen_a_visit(dara: Person, desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    moved = done(core.move_visit(dara.actor, visit, Plan(desk.wanted(TEN), minutes=75), NOW, staff=True))
    assert moved.end - moved.start == timedelta(minutes=75)
    assert moved.taken_until - moved.end == timedelta(minutes=15)


def test_a_move_with_a_reason_lays_it_beside_and_another_takes_it_out_again(
    dara: Person, desk: Desk, who: Contact
) -> None:
    first, visit = booked(desk, who), booked(desk, who, TEN + 2 * HOUR)
    plan = Plan(desk.wanted(TEN + QUARTER), overlap_reason="Twins")
    beside = done(core.move_visit(dara.actor, visit, plan, NOW, staff=True))
    assert (beside.lane, beside.overlap_reason, beside.room) == (1, "Twins", desk.rooms[1])
    alone = done(core.move_visit(dara.actor, beside, Plan(desk.wanted(TEN + 2 * HOUR)), NOW, staff=True))
    assert (alone.lane, alone.overlap_reason) == (0, "")
    assert Event.objects.filter(what="let visits overlap").count() == 1
    assert set(first.slices.values_list("lane", flat=True)) == {0}


def test_a_visit_can_move_within_its_own_lane(dara: Person, desk: Desk, who: Contact) -> None:
    booked(desk, who)
    plan = Plan(desk.wanted(TEN), overlap_reason="Twins")
    beside = done(core.book_visit(dara.actor, plan, who, STAFF, NOW))
    moved = done(core.move_visit(dara.actor, beside, replace(plan, wanted=desk.wanted(TEN + QUARTER)), NOW, staff=True))
    assert moved.lane == 1


def test_who_saw_an_older_visit_changes_nothing_and_is_told(dara: Person, desk: Desk, who: Contact) -> None:
    seen = booked(desk, who)
    done(core.move_visit(dara.actor, seen, Plan(desk.wanted(TEN + DAY)), NOW, staff=True))
    stale = Appointment.objects.get(pk=seen.pk)
    stale.version -= 1
    assert core.move_visit(dara.actor, stale, Plan(desk.wanted(TEN)), NOW, staff=True) == words.CHANGED
    assert core.cancel_visit(dara.actor, stale, NOW, by_clinic=True) == words.CHANGED
    assert core.mark_visit(dara.actor, stale, "arrived", NOW) == words.CHANGED
    assert Appointment.objects.get(pk=seen.pk).start == TEN + DAY


def test_a_stale_mover_hears_that_before_that_the_time_is_taken(dara: Person, desk: Desk, who: Contact) -> None:
    stale, _ = booked(desk, who), booked(desk, who, TEN + HOUR)
    stale.version -= 1
    assert core.move_visit(dara.actor, stale, Plan(desk.wanted(TEN + HOUR)), NOW, staff=True) == words.CHANGED


def test_what_is_gone_cannot_be_changed(dara: Person, desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    Appointment.objects.all().delete()
    gone = Appointment(pk=visit.pk or 1, version=2, practitioner=desk.practitioners[0], state="booked")
    assert core.move_visit(dara.actor, gone, Plan(desk.wanted(TEN)), NOW, staff=True) == words.GONE
    assert core.cancel_visit(dara.actor, gone, NOW, by_clinic=True) == words.GONE
    assert core.mark_visit(dara.actor, gone, "arrived", NOW) == words.GONE


@pytest.mark.parametrize("staff", [True, False])
def test_a_cancelled_visit_and_a_hold_cannot_be_moved_by_anybody(desk: Desk, who: Contact, staff: bool) -> None:
    visit = booked(desk, who)
    cancelled = done(core.cancel_visit(VISITOR, visit, NOW, by_clinic=staff))
    hold = done(core.hold_time(desk.wanted(TEN), SITE, NOW))
    for one in (cancelled, hold):
        assert core.move_visit(VISITOR, one, Plan(desk.wanted(TEN + DAY)), NOW, staff=staff) == words.GONE
        assert core.cancel_visit(VISITOR, one, NOW, by_clinic=staff) == words.GONE
    assert hold.slices.exists() and not cancelled.slices.exists()


# Late


@pytest.mark.parametrize(("hours", "late"), [(24, False), (23.9, True)])
def test_a_late_change_by_who_comes_is_noted(desk: Desk, who: Contact, hours: float, late: bool) -> None:
    moment = TEN - timedelta(hours=hours)
    moved = done(core.move_visit(VISITOR, booked(desk, who), Plan(desk.wanted(TEN + 2 * DAY)), moment, staff=False))
    assert moved.moved_late == late
    other = done(core.cancel_visit(VISITOR, booked(desk, who), moment, by_clinic=False))
    assert other.cancelled_late == late


def test_a_late_change_by_the_clinic_is_not(dara: Person, desk: Desk, who: Contact) -> None:
    moment = TEN - HOUR
    moved = done(core.move_visit(dara.actor, booked(desk, who), Plan(desk.wanted(TEN + HOUR)), moment, staff=True))
    assert not moved.moved_late
    cancelled = done(core.cancel_visit(dara.actor, moved, moment, by_clinic=True, reason=" Ben is ill "))
    assert not cancelled.cancelled_late
    assert (cancelled.cancelled_by_clinic, cancelled.cancel_reason, cancelled.cancelled) == (True, "Ben is ill", moment)


def test_once_it_has_begun_only_staff_change_a_visit(dara: Person, desk: Desk, who: Contact) -> None:
    visit, after = booked(desk, who), TEN + timedelta(minutes=1)
    assert core.cancel_visit(VISITOR, visit, after, by_clinic=False) == words.GONE
    assert core.move_visit(VISITOR, visit, Plan(desk.wanted(TEN + 2 * DAY)), after, staff=False) == words.GONE
    done(core.cancel_visit(dara.actor, visit, after, by_clinic=True))


# Calling off


def test_a_cancelled_visit_frees_its_time_and_is_kept(desk: Desk, who: Contact) -> None:
    cancelled = done(core.cancel_visit(VISITOR, booked(desk, who), NOW, by_clinic=False))
    assert (cancelled.state, cancelled.version, cancelled.sequence) == ("cancelled", 3, 1)
    assert not cancelled.slices.exists()
    booked(desk, who)
    assert core.cancel_visit(VISITOR, cancelled, NOW, by_clinic=False) == words.GONE


# Marking


def test_marks_follow_each_other_and_a_slip_can_be_taken_back(dara: Person, desk: Desk, who: Contact) -> None:
    visit = booked(desk, who)
    for state in ("arrived", "completed", "arrived", "booked", "no_show", "booked"):
        visit = done(core.mark_visit(dara.actor, visit, state, TEN))
        assert visit.state == state and visit.slices.exists()
    assert Event.objects.filter(what="marked visit no_show").count() == 1


@pytest.mark.parametrize("state", ["held", "cancelled", "booked", "anything"])
def test_no_other_mark_is_taken(dara: Person, desk: Desk, who: Contact, state: str) -> None:
    assert core.mark_visit(dara.actor, booked(desk, who), state, TEN) == words.GONE


def test_a_completed_visit_stays_where_it_is(dara: Person, desk: Desk, who: Contact) -> None:
    visit = done(core.mark_visit(dara.actor, booked(desk, who), "completed", TEN))
    assert core.move_visit(dara.actor, visit, Plan(desk.wanted(TEN + DAY)), NOW, staff=True) == words.GONE
    assert code(core.hold_time(desk.wanted(TEN), SITE, NOW)) == "taken"


# Rooms


def test_a_move_finds_no_room_where_others_have_them(ben: Person, eli: Person) -> None:
    desk, who = lay_desk([ben, eli], rooms=1), desks.contact()
    booked(desk, who)
    visit = booked(desk, who, TEN + HOUR, practitioner=1)
    assert code(core.move_visit(VISITOR, visit, Plan(desk.wanted(TEN, 1)), NOW, staff=False)) == "no_room"
