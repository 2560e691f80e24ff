"""The guard: whose a stretch of time is, UNIQUE slices decide, taken in one order (docs/methods/booking.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from hipwise.apps.booking.models import Appointment, Practitioner, Room, Slice
from hipwise.domain.scheduling.clinic import GRAIN

STEP = timedelta(minutes=GRAIN)


class Clash(Exception):
    """Somebody else has a slice of this time; the transaction must not go on."""


def lock(practitioners: Iterable[int], rooms: Iterable[int]) -> None:
    """Wait for everyone else who books these people and rooms. Always first, always in this order.

    ``no_key``: rows that merely point at them need not wait.
    """
    for table, keys in ((Practitioner, practitioners), (Room, rooms)):
        rows = table._default_manager.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
        list(rows.values_list("pk"))


def take(visit: Appointment) -> None:
    """Give a visit its slices, the practitioner's first, then the room's, each in order of time.

    Raises:
        Clash: when a slice belongs to another visit.
    """
    times = list(_slices(visit.taken_from, visit.taken_until))
    rows = [Slice(appointment=visit, practitioner_id=visit.practitioner_id, at=at, lane=visit.lane) for at in times]
    if visit.room_id is not None:
        rows += [Slice(appointment=visit, room_id=visit.room_id, at=at, lane=visit.lane) for at in times]
    try:
        with transaction.atomic():
            Slice.objects.bulk_create(rows)
    except IntegrityError as wrong:
        raise Clash from wrong


def release(visit: Appointment) -> None:
    """Free a visit's time. A visit that overlapped it on purpose takes its place in the guard."""
    visit.slices.all().delete()
    for other in _overlapping(visit).filter(lane__gt=visit.lane).order_by("lane", "pk"):
        lane = free_lane(other, leaving=visit)
        if lane < other.lane:
            other.slices.update(lane=lane)
            Appointment.objects.filter(pk=other.pk).update(lane=lane)


def free_lane(visit: Appointment, leaving: Appointment | None = None) -> int:
    """The lowest lane in which no other standing visit, but one that leaves, has this practitioner's or room's time."""
    others = _overlapping(visit).exclude(pk=leaving.pk) if leaving else _overlapping(visit)
    taken = set(others.values_list("lane", flat=True))
    return next(lane for lane in range(len(taken) + 1) if lane not in taken)


def drop_expired(practitioners: Iterable[int], rooms: Iterable[int], now: datetime) -> int:
    """Remove holds that have run out on these people and rooms, which the caller has locked; how many."""
    theirs = Q(practitioner__in=set(practitioners)) | Q(room__in=set(rooms))
    over = Appointment.objects.filter(theirs, state=Appointment.State.HELD, held_until__lte=now)
    return len([hold.delete() for hold in over.order_by("pk")])


def _overlapping(visit: Appointment) -> QuerySet[Appointment]:
    whose = Q(practitioner=visit.practitioner_id)
    if visit.room_id is not None:
        whose |= Q(room=visit.room_id)
    standing = Appointment.objects.filter(whose, state__in=Appointment.STANDING)
    return standing.filter(taken_from__lt=visit.taken_until, taken_until__gt=visit.taken_from).exclude(pk=visit.pk)


def _slices(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += STEP
