"""The guard: whose a stretch of time is, UNIQUE slices decide, taken in one order (docs/methods/booking.md).

At every moment the lanes of one practitioner, or of one room, are 0, 1, 2 … without a gap. So lane 0 is taken wherever
anything stands, and the UNIQUE constraints alone keep everybody out who does not overlap on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Max, Q, QuerySet

from hipwise.apps.booking.models import Appointment, Practitioner, Room, Slice
from hipwise.domain.scheduling.clinic import GRAIN

STEP = timedelta(minutes=GRAIN)
Five = tuple[int | None, int | None, datetime]
"""Five minutes of a practitioner, or of a room: the number of one of the two, and when they begin."""


class Clash(Exception):
    """Somebody else has a slice of this time; the transaction must not go on."""


def lock(practitioners: Iterable[int], rooms: Iterable[int]) -> None:
    """Wait for everyone else who books these people and rooms. Always first, and once for all that a transaction needs.

    What is held there may run out, and be cleared away later in the transaction: whoever has it is locked too.
    """
    _lock(*_with(Appointment.objects.filter(state=Appointment.State.HELD), practitioners, rooms))


def lock_and_clear(practitioners: Iterable[int], rooms: Iterable[int], now: datetime) -> None:
    """Lock, and let go of holds that have run out there.

    Such a hold may belong to somebody else's practitioner in one of these rooms. They are locked too, and beforehand,
    so that nobody ever touches a visit of which they have not locked everything.
    """
    people, places = _with(_expired(now), practitioners, rooms)
    _lock(people, places)
    drop_expired(people, places, now)


def lock_visit(visit: Appointment) -> None:
    """Lock what one visit has, and no more: behind a wider lock this adds nothing."""
    _lock({visit.practitioner_id}, {visit.room_id} if visit.room_id else set())


def _with(
    holds: QuerySet[Appointment], practitioners: Iterable[int], rooms: Iterable[int]
) -> tuple[set[int], set[int]]:
    """These people and rooms, and those of the holds that have one of them."""
    people, places = set(practitioners), set(rooms)
    theirs = holds.filter(Q(practitioner__in=people) | Q(room__in=places)).order_by()
    for practitioner, room in theirs.values_list("practitioner_id", "room_id"):
        people.add(practitioner)
        places |= {room} if room else set()
    return people, places


def _lock(practitioners: set[int], rooms: set[int]) -> None:
    """Practitioners, then rooms, each by number. ``no_key``: rows that merely point at them need not wait."""
    for table, keys in ((Practitioner, practitioners), (Room, rooms)):
        rows = table._default_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk"))


def take(visit: Appointment) -> None:
    """Give a visit its slices, the practitioner's first, then the room's, each in order of time.

    A visit in lane 0 takes that lane throughout. One that overlaps on purpose takes the lowest free lane of each slice.

    Raises:
        Clash: when a slice belongs to another visit.
    """
    lanes = _lanes_of_others(visit) if visit.lane else {}
    rows = [
        Slice(appointment=visit, practitioner_id=who, room_id=room, at=at, lane=_lowest(lanes.get((who, room, at), ())))
        for who, room, at in _fives(visit)
    ]
    try:
        Slice.objects.bulk_create(rows)
    except IntegrityError as wrong:
        raise Clash from wrong


def free_lane(visit: Appointment) -> int:
    """The highest lane that this visit needs beside the others who have its practitioner's or its room's time."""
    lanes = _lanes_of_others(visit)
    return max(_lowest(taken) for taken in lanes.values()) if lanes else 0


def release(visit: Appointment) -> None:
    """Free a visit's time. Those that overlapped it on purpose each take a lane less, so that no lane has a gap."""
    mine = {(who, room, at): lane for who, room, at, lane in visit.slices.values_list(*_FIVE, "lane")}
    visit.slices.all().delete()
    falling: dict[int, list[int]] = defaultdict(list)
    for key, who, room, at, lane in _near(visit).filter(lane__gt=0).values_list("pk", *_FIVE, "lane"):
        if lane > mine.get((who, room, at), lane):
            falling[lane].append(key)
    for lane, keys in sorted(falling.items()):  # from below: the lane they fall into is free by then
        Slice.objects.filter(pk__in=keys).update(lane=lane - 1)
    if falling:
        _tell_lanes([key for keys in falling.values() for key in keys])


def drop_expired(practitioners: Iterable[int], rooms: Iterable[int], now: datetime) -> int:
    """Remove holds that have run out and lie wholly among these people and rooms, which the caller has locked."""
    within = Q(practitioner__in=set(practitioners)) & (Q(room=None) | Q(room__in=set(rooms)))
    over = list(_expired(now).filter(within).order_by("pk"))
    for hold in over:
        release(hold)
        hold.delete()
    return len(over)


_FIVE = ("practitioner_id", "room_id", "at")


def _expired(now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(state=Appointment.State.HELD, held_until__lte=now)


def _near(visit: Appointment) -> QuerySet[Slice]:
    """The slices that others have of this visit's practitioner or room in its time."""
    whose = Q(practitioner=visit.practitioner_id)
    if visit.room_id is not None:
        whose |= Q(room=visit.room_id)
    return Slice.objects.filter(whose, at__gte=visit.taken_from, at__lt=visit.taken_until).exclude(appointment=visit.pk)


def _lanes_of_others(visit: Appointment) -> dict[Five, set[int]]:
    lanes: dict[Five, set[int]] = defaultdict(set)
    for who, room, at, lane in _near(visit).values_list(*_FIVE, "lane"):
        lanes[who, room, at].add(lane)
    return lanes


def _lowest(taken: Iterable[int]) -> int:
    """The lowest lane that is free."""
    kept = set(taken)
    return next(lane for lane in range(len(kept) + 1) if lane not in kept)


def _tell_lanes(slices: Iterable[int]) -> None:
    """Note on each visit that fell the highest lane it still needs."""
    fallen = Slice.objects.filter(pk__in=list(slices)).values("appointment")
    highest = Slice.objects.filter(appointment__in=fallen).values_list("appointment").annotate(Max("lane"))
    for visit, lane in sorted(highest.order_by()):
        Appointment.objects.filter(pk=visit).update(lane=lane)


def _fives(visit: Appointment) -> Iterator[Five]:
    times = list(_between(visit.taken_from, visit.taken_until))
    yield from ((visit.practitioner_id, None, at) for at in times)
    if visit.room_id is not None:
        yield from ((None, visit.room_id, at) for at in times)


def _between(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += STEP
