"""Proposals as the front desk sees them: each visit's old and new time, and the nearest others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from hipwise.apps.booking.models import Appointment, Reslot, ReslotLine
from hipwise.apps.booking.selectors import courses, diary
from hipwise.apps.booking.selectors.courses import Place
from hipwise.domain.scheduling.clinic import Ask, Book, Slot
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.nearest import nearest
from hipwise.domain.scheduling.slots import slots_at

FAR = timedelta(days=28)
"""How far ahead of a visit another time is looked for."""
NEAR = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of a proposal as it is now. ``new`` None means nowhere; ``others`` are the nearest free times."""

    row: ReslotLine
    new: Place | None = None
    others: tuple[Place, ...] = ()

    @property
    def visit(self) -> Appointment:
        """The visit."""
        return self.row.appointment

    @property
    def is_done(self) -> bool:
        """Whether it stands where it was to go."""
        stands = (self.visit.start, self.visit.practitioner_id) == (self.row.start, self.row.practitioner_id)
        return stands and self.visit.version == self.row.version

    @property
    def is_moot(self) -> bool:
        """Whether there is nothing left to move: called off, or over."""
        return self.visit.state not in (Appointment.State.BOOKED, Appointment.State.ARRIVED)

    @property
    def is_changed(self) -> bool:
        """Whether somebody else changed the visit since it was proposed to move."""
        return not self.is_moot and self.visit.version != self.row.version


def proposals() -> QuerySet[Reslot]:
    """All proposals, newest first."""
    return Reslot.objects.select_related("practitioner__user", "made_by")


def open_count() -> int:
    """How many wait for the front desk."""
    return Reslot.objects.filter(state=Reslot.State.OPEN).count()


def lines_of(proposal: Reslot) -> list[Line]:
    """The lines with their visits, in the order of time."""
    rows = proposal.lines.select_related(
        "appointment__service",
        "appointment__contact__patient",
        "appointment__practitioner__user",
        "appointment__location",
        "appointment__room",
        "practitioner__user",
        "location",
        "room",
    )
    return [Line(row) for row in rows.order_by("appointment__start", "pk")]


def book_around(visits: Sequence[Appointment], now: datetime) -> Book:
    """What decides where these visits could go, up to ``FAR`` after the last one."""
    since = min(visit.start for visit in visits)
    until = max(visit.end for visit in visits)
    return diary.book_for({visit.service_id for visit in visits}, max(now, since - FAR), until + FAR, now)


def with_others(lines: Sequence[Line], now: datetime) -> list[Line]:
    """The lines with what else could be chosen; the questions do not grow with their number."""
    undecided = [line for line in lines if not (line.is_done or line.is_moot or line.is_changed)]
    if not undecided:
        return list(lines)
    visits = [line.visit for line in undecided]
    desk = Desk(book_around(visits, now), now)
    until = max(visit.end for visit in visits) + FAR
    free: dict[tuple[int, int], list[Slot]] = {}
    near: dict[int, list[Slot]] = {}
    for visit in visits:
        key = (visit.service_id, visit.location_id)
        if key not in free:
            free[key] = slots_at(desk, Ask(visit.service_id, now, until, location=visit.location_id))
        near[visit.pk] = sorted(nearest(free[key], visit.start, NEAR))
    proposed = {line.row.pk: _slot(line.row) for line in undecided}
    places = courses.named(
        [*(slot for slot in proposed.values() if slot), *(s for some in near.values() for s in some)]
    )
    return [
        Line(
            line.row,
            places[slot] if (slot := proposed.get(line.row.pk)) else None,
            tuple(places[other] for other in near.get(line.visit.pk, ()) if not _same(other, proposed[line.row.pk])),
        )
        for line in lines
    ]


def _slot(row: ReslotLine) -> Slot | None:
    """Where a line would go."""
    if row.start is None or row.practitioner_id is None or row.location_id is None:
        return None
    length = row.appointment.end - row.appointment.start
    return Slot(row.start, row.start + length, row.practitioner_id, row.location_id, row.room_id)


def _same(one: Slot, other: Slot | None) -> bool:
    return other is not None and (one.start, one.practitioner) == (other.start, other.practitioner)
