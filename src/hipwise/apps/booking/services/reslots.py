"""Somebody falls ill: their time is blocked, a proposal says where each visit could go, the front desk confirms it.

Nothing moves before it is confirmed. What is confirmed together moves together or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hipwise.apps.audit.services import record
from hipwise.apps.booking import letters, words
from hipwise.apps.booking.models import Appointment, Course, Practitioner, Reslot, ReslotLine, Room, TimeOff
from hipwise.apps.booking.selectors import reslots
from hipwise.apps.booking.services import core, guard
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.booking.services.time_off import block_time
from hipwise.domain.scheduling import reslot as domain
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

State = Reslot.State
SETTLED = Refusal("settled", "This proposal has been settled already.")
FORGOTTEN = Refusal("forgotten", "This visit is no longer part of the proposal.")


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing was moved: these lines cannot go where they were to go, by number of the line."""

    lines: Mapping[int, Refusal]


class _Undo(Exception):
    """Leaves the transaction with nothing done."""


def propose_moves(
    actor: Actor, practitioner: Practitioner, since: datetime, until: datetime, now: datetime, *, whole: bool
) -> Reslot:
    """Block the time of one who is out, and propose where their visits could go.

    ``whole``: for a visit of a course, the course's later visits with them too.
    """
    with transaction.atomic():
        covered = TimeOff.objects.filter(practitioner=practitioner, start__lte=since, end__gte=until).exists()
        if not covered:
            block_time(actor, practitioner, since, until, "")
        made = Reslot.objects.create(
            practitioner=practitioner, since=since, until=until, made=now, made_by_id=actor.user_id
        )
        visits = _struck(practitioner, since, until, now, whole=whole)
        moves = _moves(visits, practitioner, now)
        ReslotLine.objects.bulk_create(_line(made, visit, moves.get(visit.pk)) for visit in visits)
        record(actor, "proposed new times", about=practitioner.user_id, subject=made)
    return made


def confirm_lines(actor: Actor, proposal: Reslot, chosen: Mapping[int, Wanted], now: datetime) -> int | Lost | Refusal:
    """Move the visits of these lines, all or none, and tell their people once; how many.

    All rules are asked again, and a visit that somebody changed since the proposal was made stays where it is.
    """
    lost: dict[int, Refusal] = {}
    try:
        with transaction.atomic():
            lines = _locked_lines(proposal, chosen, now)
            if lines is None:
                return SETTLED
            lost = {number: FORGOTTEN for number in chosen if number not in lines}
            moved, refused = _move_all(actor, lines, chosen, now)
            lost |= refused
            if lost:
                raise _Undo
            _tell(proposal, moved, now)
            record(actor, "confirmed new times", about=proposal.practitioner.user_id, subject=proposal)
            _close_if_done(proposal, now)
    except _Undo:
        return Lost(lost)
    return len(moved)


def drop_proposal(actor: Actor, proposal: Reslot, now: datetime) -> Refusal | None:
    """Leave all visits that have not moved where they are. The block stays."""
    with transaction.atomic():
        found = Reslot.objects.select_for_update().filter(pk=proposal.pk, state=State.OPEN).first()
        if found is None:
            return SETTLED
        moved = any(line.is_done for line in reslots.lines_of(found))
        found.state, found.settled = State.CONFIRMED if moved else State.DROPPED, now
        found.save()
        record(actor, "dropped proposal", about=proposal.practitioner.user_id, subject=found)
    return None


# Proposing


def _struck(
    practitioner: Practitioner, since: datetime, until: datetime, now: datetime, *, whole: bool
) -> list[Appointment]:
    """The coming visits in that time; of their courses the rest with the same person too."""
    coming = Appointment.objects.filter(practitioner=practitioner, state=Appointment.State.BOOKED, end__gt=now)
    inside = Q(taken_from__lt=until, taken_until__gt=since)
    if whole:
        courses = coming.filter(inside, course__isnull=False).values("course")
        inside |= Q(course__in=courses, start__gte=since)
    return list(coming.filter(inside).order_by("start", "pk"))


def _moves(visits: list[Appointment], out: Practitioner, now: datetime) -> dict[int, domain.Move]:
    if not visits:
        return {}
    book = reslots.book_around(visits, now)
    asked = [
        domain.Visit(
            visit.pk, visit.service_id, visit.location_id, visit.start, visit.end, visit.room_id, visit.course_id
        )
        for visit in visits
    ]
    return {move.visit: move for move in domain.reslot(book, asked, out.pk, now) if move}


def _line(made: Reslot, visit: Appointment, move: domain.Move | None) -> ReslotLine:
    line = ReslotLine(reslot=made, appointment=visit, version=visit.version)
    if move:
        slot = move.slot
        line.start, line.practitioner_id, line.location_id = slot.start, slot.practitioner, slot.location
        line.room_id = slot.room
    return line


# Confirming


def _locked_lines(proposal: Reslot, chosen: Mapping[int, Wanted], now: datetime) -> dict[int, ReslotLine] | None:
    """The lines chosen, with everybody and every room they touch locked; None when the proposal is settled."""
    seen = Appointment.objects.filter(pk__in=proposal.lines.values("appointment"))
    people = {one.practitioner for one in chosen.values()} | set(seen.values_list("practitioner", flat=True))
    places = {one.location for one in chosen.values()} | set(seen.values_list("location", flat=True))
    guard.lock_and_clear(people, Room.objects.filter(location__in=places).values_list("pk", flat=True), now)
    if not Reslot.objects.select_for_update().filter(pk=proposal.pk, state=State.OPEN).exists():
        return None
    rows = proposal.lines.filter(pk__in=chosen).select_related("appointment__contact__patient", "appointment__service")
    return {line.pk: line for line in rows}


def _move_all(
    actor: Actor, lines: Mapping[int, ReslotLine], chosen: Mapping[int, Wanted], now: datetime
) -> tuple[list[Appointment], dict[int, Refusal]]:
    """Move what can be moved. One may need the room that another leaves, so what is refused is tried again."""
    moved: list[Appointment] = []
    waiting = dict(lines)
    while True:
        refused: dict[int, Refusal] = {}
        for number, line in waiting.items():
            visit = _move(actor, line, chosen[number], now)
            if isinstance(visit, Refusal):
                refused[number] = visit
            else:
                moved.append(visit)
        if not refused or len(refused) == len(waiting):
            return moved, refused
        waiting = {number: waiting[number] for number in refused}


def _move(actor: Actor, line: ReslotLine, wanted: Wanted, now: datetime) -> Appointment | Refusal:
    visit = line.appointment
    if visit.version != line.version or visit.service_id != wanted.service:
        return words.CHANGED
    minutes = int((visit.end - visit.start).total_seconds() // 60)
    moved = core.move_visit(actor, visit, Plan(wanted, minutes), now, staff=True, tell=False)
    if isinstance(moved, Appointment):
        line.start, line.practitioner_id, line.location_id = moved.start, moved.practitioner_id, moved.location_id
        line.room_id, line.version = moved.room_id, moved.version
        line.save()
    return moved


def _tell(proposal: Reslot, moved: Iterable[Appointment], now: datetime) -> None:
    """One letter for each visit, and one for all visits of a course."""
    courses: dict[Course, list[Appointment]] = defaultdict(list)
    for visit in moved:
        if visit.course is not None:
            courses[visit.course].append(visit)
        else:
            letters.tell_moved(visit, now)
    for course, visits in courses.items():
        changes = max(f"{visit.pk}.{visit.sequence}" for visit in visits)
        letters.tell_course_moved(course, now, key=f"reslot:{proposal.pk}:{changes}")


def _close_if_done(proposal: Reslot, now: datetime) -> None:
    """A proposal with nothing left to decide is settled."""
    if all(line.is_done or line.is_moot for line in reslots.lines_of(proposal)):
        Reslot.objects.filter(pk=proposal.pk).update(state=State.CONFIRMED, settled=now)
