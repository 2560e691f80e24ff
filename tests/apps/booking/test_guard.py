"""Slices and lanes: whose a stretch of time is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from hipwise.apps.booking.models import Appointment, Slice
from hipwise.apps.booking.services import guard
from tests.apps.booking.faults import faults
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""Ten in the morning at the clinic."""
NOW = TEN - timedelta(days=5)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


def lay(
    desk: Desk, start: datetime, minutes: int = 60, who: int = 0, room: int | None = 0, lane: int = 0
) -> Appointment:
    """A visit without the rules."""
    end = start + timedelta(minutes=minutes)
    visit = Appointment(
        state=Appointment.State.BOOKED, way=Appointment.Way.STAFF, service=desk.service, location=desk.location,
        practitioner=desk.practitioners[who], room=None if room is None else desk.rooms[room],
        start=start, end=end, taken_from=start, taken_until=end, made=NOW, changed=NOW,
    )  # fmt: skip
    if lane:
        visit.lane, visit.overlap_reason = guard.free_lane(visit), "A pair of twins"
    visit.save()
    guard.take(visit)
    return visit


def lanes(visit: Appointment) -> Counter[int]:
    return Counter(visit.slices.values_list("lane", flat=True))


def test_a_visit_has_a_slice_for_every_five_minutes_of_practitioner_and_room(desk: Desk) -> None:
    visit = lay(desk, TEN)
    assert visit.slices.filter(practitioner=desk.practitioners[0]).count() == 12
    assert visit.slices.filter(room=desk.rooms[0]).count() == 12
    assert not faults()


def test_an_online_visit_has_the_practitioners_slices_alone(desk: Desk) -> None:
    assert lay(desk, TEN, room=None).slices.count() == 12


@pytest.mark.parametrize(("who", "room"), [(0, 1), (1, 0)])
def test_the_same_five_minutes_clash(desk: Desk, who: int, room: int) -> None:
    lay(desk, TEN)
    with pytest.raises(guard.Clash), transaction.atomic():
        lay(desk, TEN + timedelta(minutes=55), who=who, room=room)
    lay(desk, TEN + timedelta(minutes=60), who=who, room=room)
    assert not faults()


def test_what_overlaps_on_purpose_takes_a_lane_only_where_it_does(desk: Desk) -> None:
    lay(desk, TEN)
    beside = lay(desk, TEN + timedelta(minutes=30), room=1, lane=1)
    assert beside.lane == 1
    assert lanes(beside) == {1: 6, 0: 18}, "the practitioner's first half hour is in the second lane, the rest is not"
    assert not faults()


def test_nobody_fits_behind_a_visit_that_overlaps(desk: Desk) -> None:
    """With no lock and no rule: where the second visit stands alone it has lane 0, which is what keeps others out."""
    lay(desk, TEN)
    lay(desk, TEN + timedelta(minutes=30), room=1, lane=1)
    with pytest.raises(guard.Clash), transaction.atomic():
        lay(desk, TEN + timedelta(minutes=60), room=0)


def test_when_the_first_leaves_the_second_takes_its_place(desk: Desk) -> None:
    first = lay(desk, TEN)
    second = lay(desk, TEN + timedelta(minutes=30), lane=1)
    third = lay(desk, TEN + timedelta(minutes=30), lane=1)
    assert (second.lane, third.lane) == (1, 2)
    guard.release(first)
    first.delete()
    for visit in (second, third):
        visit.refresh_from_db()
    assert sorted([second.lane, third.lane]) == [0, 1]
    assert not faults()


def test_who_leaves_a_higher_lane_moves_nobody(desk: Desk) -> None:
    first, second = lay(desk, TEN), lay(desk, TEN, lane=1)
    guard.release(second)
    second.delete()
    assert lanes(first) == {0: 24}
    assert not faults()


def test_lanes_of_a_room_and_of_a_practitioner_are_their_own(desk: Desk) -> None:
    first = lay(desk, TEN, who=0, room=0)
    in_the_room = lay(desk, TEN, who=1, room=0, lane=1)
    with_the_person = lay(desk, TEN, who=0, room=1, lane=1)
    guard.release(first)
    first.delete()
    for visit in (in_the_room, with_the_person):
        visit.refresh_from_db()
        assert visit.lane == 0
    assert not faults()


def held(desk: Desk, until: datetime, who: int = 0, room: int = 0) -> Appointment:
    hold = lay(desk, TEN, who=who, room=room)
    Appointment.objects.filter(pk=hold.pk).update(state=Appointment.State.HELD, held_until=until)
    return hold


def test_holds_that_ran_out_leave_and_others_stay(desk: Desk) -> None:
    over, runs = held(desk, NOW), held(desk, NOW + timedelta(minutes=1), who=1, room=1)
    everybody, rooms = [one.pk for one in desk.practitioners], [one.pk for one in desk.rooms]
    assert guard.drop_expired(everybody, rooms, NOW) == 1
    assert list(Appointment.objects.all()) == [runs]
    assert not Slice.objects.filter(appointment=over.pk).exists()


def test_a_hold_of_somebody_else_in_the_room_wanted_is_cleared(desk: Desk) -> None:
    held(desk, NOW)
    guard.lock_and_clear([desk.practitioners[1].pk], [desk.rooms[0].pk], NOW)
    assert not Appointment.objects.exists()


def test_a_hold_is_left_alone_while_its_practitioner_is_not_locked(desk: Desk) -> None:
    held(desk, NOW)
    assert guard.drop_expired([desk.practitioners[1].pk], [desk.rooms[0].pk], NOW) == 0


def test_a_hold_that_leaves_gives_its_lane_too(desk: Desk) -> None:
    held(desk, NOW)
    beside = lay(desk, TEN, lane=1)
    guard.lock_and_clear([desk.practitioners[0].pk], [], NOW)
    beside.refresh_from_db()
    assert (beside.lane, lanes(beside)) == (0, {0: 24})


def test_the_checks_of_these_tests_find_faults(desk: Desk) -> None:
    """The control: each thing that ``faults`` looks for, planted once."""
    visit = lay(desk, TEN)
    visit.slices.filter(room=desk.rooms[0]).delete()
    assert any("slices" in fault for fault in faults())
    visit.slices.all().delete()
    assert any("slices" in fault for fault in faults())
    lay(desk, TEN + timedelta(minutes=30))
    assert any("overlaps" in fault for fault in faults())


@pytest.mark.parametrize("ahead", [-1, 1])
def test_whoever_holds_something_there_is_locked_from_the_beginning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    """A lock that came later, behind the rooms', would break the order in which everybody locks."""
    held(desk, NOW + timedelta(minutes=ahead), who=1, room=0)
    locked: list[tuple[set[int], set[int]]] = []
    monkeypatch.setattr(guard, "_lock", lambda people, rooms: locked.append((people, rooms)))
    guard.lock([desk.practitioners[0].pk], [desk.rooms[0].pk])
    guard.lock_and_clear([desk.practitioners[0].pk], [desk.rooms[0].pk], NOW)
    first, second = (people for people, _rooms in locked)
    assert first == {one.pk for one in desk.practitioners}
    assert second <= first
