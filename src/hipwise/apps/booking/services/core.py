"""Holding, booking, moving and calling off visits. All doors (pages, API, calendar, waiting list) come through here.

Locking (docs/methods/booking.md): practitioners, then rooms, then visits, each by number; then the rules are asked
again; then slices are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.booking import letters, words
from hipwise.apps.booking.models import Appointment, Contact, Course, Room, Service
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.services import guard
from hipwise.domain.scheduling.clinic import Book, Wanted, Why
from hipwise.domain.scheduling.slots import refusal, room_for
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

State = Appointment.State
HOLD = timedelta(minutes=10)
"""How long a time is kept for somebody who fills in their details."""
BENDABLE: frozenset[Why] = frozenset({"away", "day_full", "taken", "no_room"})
"""What staff may overrule with a reason."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where staff want a visit: ``minutes`` None keeps the service's length; ``overlap_reason`` overrules clashes."""

    wanted: Wanted
    minutes: int | None = None
    overlap_reason: str = ""


# Making


def hold_time(wanted: Wanted, way: Appointment.Way, now: datetime, lasts: timedelta = HOLD) -> Appointment | Refusal:
    """Keep a free time for somebody until they have said who they are."""

    def make(book: Book, _: Appointment | None) -> Appointment:
        visit = _laid(Appointment(state=State.HELD, way=way, made=now, held_until=now + lasts), book, wanted, now)
        visit.save()
        guard.take(visit)
        return visit

    return _as_one(wanted, now, make)


def book_held(
    actor: Actor, hold: Appointment, contact: Contact, now: datetime, *, reason: str = "", tell: bool = True
) -> Appointment | Refusal:
    """Turn a hold that still runs into a visit of this contact."""
    with transaction.atomic():
        visit = _locked(hold)
        if visit is None or visit.state != State.HELD or visit.held_until is None or visit.held_until <= now:
            return words.HOLD_OVER
        visit.state, visit.held_until, visit.contact, visit.reason = State.BOOKED, None, contact, reason.strip()
        _settle(actor, visit, "booked visit", now)
        if tell:
            letters.tell_booked(visit, now)
    return visit


def book_visit(
    actor: Actor,
    plan: Plan,
    contact: Contact,
    way: Appointment.Way,
    now: datetime,
    *,
    reason: str = "",
    course: Course | None = None,
    tell: bool = True,
) -> Appointment | Refusal:
    """Book straight away: staff, who may go beyond the rules of the website, and overlap for a reason."""
    staff = way == Appointment.Way.STAFF

    def make(book: Book, _: Appointment | None) -> Appointment:
        blank = Appointment(
            state=State.BOOKED, way=way, made=now, contact=contact, course=course, reason=reason.strip()
        )
        visit = _laid(blank, book, plan.wanted, now)
        _lane(visit, plan.overlap_reason)
        visit.changed_by_id = actor.user_id
        visit.save()
        guard.take(visit)
        _note(actor, visit, "booked visit")
        if tell:
            letters.tell_booked(visit, now)
        return visit

    return _as_one(plan.wanted, now, make, staff=staff, plan=plan)


# Changing


def move_visit(
    actor: Actor,
    visit: Appointment,
    plan: Plan,
    now: datetime,
    *,
    staff: bool,
    tell: bool = True,
) -> Appointment | Refusal:
    """Give a visit another time, person, place, room or length.

    ``visit`` is what the mover saw: when somebody changed it since, nothing happens and ``changed`` is said.
    """
    if not staff and visit.state != State.BOOKED:
        return words.GONE

    def make(book: Book, found: Appointment | None) -> Appointment:
        if found is None:
            raise ValueError("only what is there can be moved")
        guard.release(found)
        late = not staff and is_late(found, now)
        placed = _laid(found, book, plan.wanted, now)
        _lane(placed, plan.overlap_reason)
        guard.take(placed)
        placed.moved_late = placed.moved_late or late
        placed.sequence += 1
        _settle(actor, placed, "moved visit", now)
        if tell:
            letters.tell_moved(placed, now)
        return placed

    return _as_one(plan.wanted, now, make, staff=staff, plan=plan, moving=visit)


def cancel_visit(
    actor: Actor, visit: Appointment, now: datetime, *, by_clinic: bool, reason: str = "", tell: bool = True
) -> Appointment | Refusal:
    """Call a visit off and free its time. A late one by the patient is recorded as such."""
    with transaction.atomic():
        found = _locked(visit)
        refused = _stale(visit, found)
        if found is None or refused:
            return refused or words.GONE
        if found.state not in (State.BOOKED, State.ARRIVED):
            return words.GONE
        guard.release(found)
        found.cancelled_late = not by_clinic and is_late(found, now)
        found.state, found.cancelled, found.cancelled_by_clinic = State.CANCELLED, now, by_clinic
        found.cancel_reason, found.lane, found.overlap_reason = reason.strip(), 0, ""
        found.sequence += 1
        _settle(actor, found, "cancelled visit", now)
        if tell:
            letters.tell_cancelled(found, now)
    return found


NEXT: dict[str, tuple[str, ...]] = {
    State.BOOKED: (State.ARRIVED, State.COMPLETED, State.NO_SHOW),
    State.ARRIVED: (State.COMPLETED, State.BOOKED),
    State.COMPLETED: (State.ARRIVED,),
    State.NO_SHOW: (State.BOOKED, State.ARRIVED),
}
"""Which state may follow which; a slip of the hand can be taken back."""


def mark_visit(actor: Actor, visit: Appointment, state: str, now: datetime) -> Appointment | Refusal:
    """Note that somebody arrived, was seen, or did not come."""
    with transaction.atomic():
        found = _locked(visit)
        refused = _stale(visit, found)
        if found is None or refused:
            return refused or words.GONE
        if state not in NEXT.get(found.state, ()):
            return words.GONE
        found.state = state
        _settle(actor, found, f"marked visit {state}", now)
    return found


def is_late(visit: Appointment, now: datetime) -> bool:
    """Whether changing or calling off is no longer free."""
    return visit.start - now < timedelta(hours=visit.service.free_until_hours)


# Holds


def extend_hold(hold: Appointment, until: datetime, now: datetime) -> Appointment | Refusal:
    """Keep a held time somewhat longer, for instance while a letter is on its way. Never shortens."""
    with transaction.atomic():
        found = _locked(hold)
        if found is None or found.state != State.HELD or found.held_until is None or found.held_until <= now:
            return words.HOLD_OVER
        found.held_until = max(found.held_until, until)
        found.save(update_fields=["held_until"])
    return found


def drop_hold(hold: Appointment) -> None:
    """Let a held time go."""
    with transaction.atomic():
        found = _locked(hold)
        if found is not None and found.state == State.HELD:
            guard.release(found)
            found.delete()


def sweep_holds(now: datetime) -> int:
    """Let go of every hold that ran out; how many. Booking does not wait for it, the tables do."""
    over = Appointment.objects.filter(state=State.HELD, held_until__lte=now)
    for hold in over:
        drop_hold(hold)
    return len(over)


# How


def _as_one(
    wanted: Wanted,
    now: datetime,
    make: Callable[[Book, Appointment | None], Appointment],
    *,
    staff: bool = False,
    plan: Plan | None = None,
    moving: Appointment | None = None,
) -> Appointment | Refusal:
    """Ask the rules, lock, ask again, make; a refusal leaves nothing behind.

    ``moving`` is the visit to be moved, as its mover saw it; ``make`` gets it as it is now.
    """
    first = _asked(wanted, now, staff, plan, moving)  # most who come too late are told without locking anybody
    if isinstance(first, Refusal) and moving is None:
        return first
    try:
        with transaction.atomic():
            people, rooms = {wanted.practitioner}, _rooms(wanted)
            if moving is not None:
                people.add(moving.practitioner_id)
                rooms |= {moving.room_id} if moving.room_id else set()
            guard.lock(people, rooms)
            guard.drop_expired(people, rooms, now)
            found = _found(moving) if moving is not None else None
            stale = _stale(moving, found) if moving is not None else None
            book = _asked(wanted, now, staff, plan, moving)
            if stale:
                return stale
            return book if isinstance(book, Refusal) else make(book, found)
    except guard.Clash:
        return words.refused("taken", staff=staff)


def _asked(wanted: Wanted, now: datetime, staff: bool, plan: Plan | None, moving: Appointment | None) -> Book | Refusal:
    """The book for what is wanted, or why it cannot be."""
    until = wanted.start + timedelta(days=1)
    book = diary.book_for([wanted.service], wanted.start, until, now, without=moving.pk if moving else None)
    if plan and plan.minutes:
        book = diary.with_minutes(book, wanted.service, plan.minutes)
    why = refusal(book, wanted, now, as_staff=staff)
    if why is None or (staff and plan and plan.overlap_reason and why in BENDABLE):
        return book
    return words.refused(why, staff=staff)


def _rooms(wanted: Wanted) -> set[int]:
    """The rooms this visit might take."""
    kind = Service.objects.filter(pk=wanted.service).values_list("room_kind", flat=True).first()
    if not kind:
        return set()
    return set(Room.objects.filter(location=wanted.location, kind=kind).values_list("pk", flat=True))


def _laid(visit: Appointment, book: Book, wanted: Wanted, now: datetime) -> Appointment:
    """The visit at the place and time wanted. With every room taken (staff overlap) it goes to the first one."""
    service = next(one for one in book.services if one.key == wanted.service)
    room = room_for(book, wanted, now)
    if room is None and service.room_kind:
        fitting = [one.key for one in book.rooms if (one.location, one.kind) == (wanted.location, service.room_kind)]
        room = wanted.room or min(fitting, default=None)
    start = wanted.start.astimezone(UTC)
    end = start + timedelta(minutes=service.minutes)
    visit.service_id, visit.practitioner_id, visit.location_id = wanted.service, wanted.practitioner, wanted.location
    visit.room_id, visit.start, visit.end = room, start, end
    visit.taken_from, visit.taken_until = (
        start - timedelta(minutes=service.before),
        end + timedelta(minutes=service.after),
    )
    visit.changed = now
    return visit


def _lane(visit: Appointment, overlap_reason: str) -> None:
    """Beside others on purpose, or in the one lane where nobody else is."""
    visit.lane = guard.free_lane(visit) if overlap_reason else 0
    visit.overlap_reason = overlap_reason.strip() if visit.lane else ""


def _locked(visit: Appointment) -> Appointment | None:
    """The visit as it is now, nobody else touching it; None when it is gone."""
    guard.lock([visit.practitioner_id], [visit.room_id] if visit.room_id else [])
    return _found(visit)


def _found(visit: Appointment) -> Appointment | None:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("service", "location")
    return rows.filter(pk=visit.pk).first()


def _stale(seen: Appointment, found: Appointment | None) -> Refusal | None:
    if found is None:
        return words.GONE
    return words.CHANGED if found.version != seen.version else None


def _settle(actor: Actor, visit: Appointment, what: str, now: datetime) -> None:
    visit.version += 1
    visit.changed, visit.changed_by_id = now, actor.user_id
    visit.save()
    _note(actor, visit, what)


def _note(actor: Actor, visit: Appointment, what: str) -> None:
    patient = visit.contact.patient if visit.contact else None
    about = patient.user_id if patient else None
    record(actor, what, about=about, subject=visit)
    if visit.overlap_reason:
        record(actor, "let visits overlap", about=about, subject=visit)
