"""What must never be found in the tables of booking, looked for without the code that guards it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hipwise.apps.booking.models import Appointment, Slice

FIVE = timedelta(minutes=5)
STANDING = ("held", "booked", "arrived", "completed", "no_show")


def faults() -> list[str]:
    """Every overlap nobody meant, every visit whose slices are not exactly its time, every lane with a gap."""
    visits = list(Appointment.objects.all())
    return [*_overlaps(visits), *_wrong_slices(visits), *_gaps()]


def _overlaps(visits: Iterable[Appointment]) -> list[str]:
    """Told from the spans that visits take; slices are not asked."""
    taken: dict[tuple[str, int], list[Appointment]] = defaultdict(list)
    for visit in visits:
        if visit.state in STANDING and not visit.overlap_reason:
            taken["practitioner", visit.practitioner_id].append(visit)
            if visit.room_id is not None:
                taken["room", visit.room_id].append(visit)
    return [
        f"{two} overlaps {one} in {whose}"
        for whose, theirs in taken.items()
        for one, two in pairwise(sorted(theirs, key=lambda visit: visit.taken_from))
        if two.taken_from < one.taken_until
    ]


def _wrong_slices(visits: Iterable[Appointment]) -> list[str]:
    has: dict[int, Counter[tuple[str, int | None, datetime]]] = defaultdict(Counter)
    for visit, who, room, at in Slice.objects.values_list("appointment_id", "practitioner_id", "room_id", "at"):
        has[visit]["room" if who is None else "practitioner", room if who is None else who, at] += 1
    return [f"{visit} has other slices than its time" for visit in visits if has.pop(visit.pk, Counter()) != due(visit)]


def due(visit: Appointment) -> Counter[tuple[str, int | None, datetime]]:
    """The slices that a visit should have."""
    found: Counter[tuple[str, int | None, datetime]] = Counter()
    at = visit.taken_from
    while visit.state in STANDING and at < visit.taken_until:
        found["practitioner", visit.practitioner_id, at] += 1
        if visit.room_id is not None:
            found["room", visit.room_id, at] += 1
        at += FIVE
    return found


def _gaps() -> list[str]:
    lanes: dict[tuple[int | None, int | None, datetime], list[int]] = defaultdict(list)
    for who, room, at, lane in Slice.objects.values_list("practitioner_id", "room_id", "at", "lane"):
        lanes[who, room, at].append(lane)
    return [f"lanes {found} at {where}" for where, found in lanes.items() if sorted(found) != list(range(len(found)))]
