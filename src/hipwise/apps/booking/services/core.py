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
from hipwise.apps.booking import letters, signals, words
from hipwise.apps.booking.models import Appointment, Contact, Course
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.services import guard
from hipwise.domain.scheduling.clinic import Book, Wanted, Why
from hipwise.domain.scheduling.slots import free_rooms, refusal
from hipwise.kit import jobs
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

State = Appointment.State
HOLD = timedelta(minutes=10)
"""How long a time is kept for somebody who fills in their details."""
BENDABLE: frozenset[Why] = frozenset({"away", "day_full", "taken", "no_room"})
"""What staff may overrule with a reason."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a visit is to be: ``minutes`` None means the service's length.

    ``overlap_reason`` is why staff overrule what stands against it; it is kept only where something does.
    """

    wanted: Wanted
    minutes: int | None = None
    overlap_reason: str = ""


# Making


def hold_time(wanted: Wanted, way: Appointment.Way, now: datetime, lasts: timedelta = HOLD) -> Appointment | Refusal:
    """Keep a free time for somebody until they have said who they are."""

    def make(look: _Look, _: Appointment | None) -> Appointment:
        visit = _laid(Appointment(state=State.HELD, way=way, made=now, held_until=now + lasts), look, wanted, now)
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

    def make(look: _Look, _: Appointment | None) -> Appointment:
        blank = Appointment(
            state=State.BOOKED, way=way, made=now, contact=contact, course=course, reason=reason.strip()
        )
        visit = _laid(blank, look, plan.wanted, now)
        _bend(visit, look, plan)
        visit.changed_by_id = actor.user_id
        visit.save()
        guard.take(visit)
        _note(actor, visit, "booked visit", bent=look.why is not None)
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
    Who comes may move a visit until it begins, staff until it is over.
    """

    def make(look: _Look, found: Appointment | None) -> Appointment | Refusal:
        if found is None or _is_over(found, now, staff):
            return words.GONE
        guard.release(found)
        late = not staff and is_late(found, now)
        placed = _laid(found, look, plan.wanted, now)
        _bend(placed, look, plan)
        guard.take(placed)
        placed.moved_late = placed.moved_late or late
        placed.sequence += 1
        _settle(actor, placed, "moved visit", now, bent=look.why is not None)
        look_again()
        if tell:
            letters.tell_moved(placed, now)
        else:
            letters.plan_reminders(placed, now)
        return placed

    return _as_one(plan.wanted, now, make, staff=staff, plan=plan, moving=visit)


def cancel_visit(
    actor: Actor, visit: Appointment, now: datetime, *, by_clinic: bool, reason: str = "", tell: bool = True
) -> Appointment | Refusal:
    """Call a visit off and free its time. A late one by who comes is recorded as such, and none once it has begun."""
    with transaction.atomic():
        found = _locked(visit)
        refused = _stale(visit, found)
        if found is None or refused:
            return refused or words.GONE
        if _is_over(found, now, by_clinic):
            return words.GONE
        guard.release(found)
        found.cancelled_late = not by_clinic and is_late(found, now)
        found.state, found.cancelled, found.cancelled_by_clinic = State.CANCELLED, now, by_clinic
        found.cancel_reason, found.lane, found.overlap_reason = reason.strip(), 0, ""
        found.sequence += 1
        _settle(actor, found, "cancelled visit", now)
        look_again()
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
    dropped = 0
    over = Appointment.objects.filter(state=State.HELD, held_until__lte=now).order_by("pk")
    for who, room in over.values_list("practitioner_id", "room_id").distinct().order_by():
        with transaction.atomic():
            rooms = [room] if room else []
            guard.lock([who], rooms)
            dropped += guard.drop_expired([who], rooms, now)
    return dropped


# How


@dataclass(frozen=True, slots=True)
class _Look:
    """The book for one visit, and what the rules have against it."""

    book: Book
    why: Why | None

    @property
    def rooms(self) -> set[int]:
        """The rooms it might take."""
        return {room.key for room in self.book.rooms}

    def again(self, wanted: Wanted, now: datetime, staff: bool, moving: Appointment | None) -> _Look:
        """Behind the lock: with the diaries as they are now."""
        book = diary.read_again(self.book, wanted, now, without=moving.pk if moving else None)
        return _Look(book, refusal(book, wanted, now, as_staff=staff))

    def refusal(self, staff: bool, plan: Plan | None) -> Refusal | None:
        """What is said; None where nothing is against it, or staff give a reason to go on nevertheless."""
        if self.why is None or (staff and plan and plan.overlap_reason.strip() and self.why in BENDABLE):
            return None
        return words.refused(self.why, staff=staff)


def _as_one(
    wanted: Wanted,
    now: datetime,
    make: Callable[[_Look, Appointment | None], Appointment | Refusal],
    *,
    staff: bool = False,
    plan: Plan | None = None,
    moving: Appointment | None = None,
) -> Appointment | Refusal:
    """Ask the rules, lock, ask again, make; a refusal leaves nothing behind.

    ``moving`` is the visit to be moved, as its mover saw it; ``make`` gets it as it is now.
    """
    if not staff and moving is None and wanted.start > now and diary.is_taken(wanted, now):
        return words.refused("taken")  # most who come too late hear so for one query
    first = _looked(wanted, now, staff, plan, moving)  # and the others without locking anybody
    refused = first.refusal(staff, plan)
    if refused is not None:
        return (_stale(moving, _found(moving, locked=False)) if moving else None) or refused
    people, rooms = {wanted.practitioner}, first.rooms
    if moving is not None:
        people.add(moving.practitioner_id)
        rooms |= {moving.room_id} if moving.room_id else set()
    try:
        with transaction.atomic():
            guard.lock_and_clear(people, rooms, now)
            found = _found(moving) if moving else None
            stale = _stale(moving, found) if moving else None
            if stale is not None:
                return stale
            look = first.again(wanted, now, staff, moving)
            return look.refusal(staff, plan) or make(look, found)
    except guard.Clash:
        return words.refused("taken", staff=staff)


def _looked(wanted: Wanted, now: datetime, staff: bool, plan: Plan | None, moving: Appointment | None) -> _Look:
    """What stands in the way of what is wanted; the visit being moved does not stand in its own."""
    book = diary.book_at(
        wanted,
        now,
        without=moving.pk if moving else None,
        minutes=plan.minutes if plan else None,
        online=not staff and moving is None,
    )
    return _Look(book, refusal(book, wanted, now, as_staff=staff))


def _laid(visit: Appointment, look: _Look, wanted: Wanted, now: datetime) -> Appointment:
    """The visit at the place and time wanted, in the room it had if that is free.

    With every room taken (staff overlap) it goes to the one asked for, or to any.
    """
    service = look.book.services[0]
    rooms = free_rooms(look.book, wanted, now) or ([wanted.room] if wanted.room else sorted(look.rooms))
    visit.room_id = visit.room_id if visit.room_id in rooms else next(iter(rooms), None)
    visit.service_id, visit.practitioner_id, visit.location_id = wanted.service, wanted.practitioner, wanted.location
    visit.start = wanted.start.astimezone(UTC)
    visit.end = visit.start + timedelta(minutes=service.minutes)
    visit.taken_from = visit.start - timedelta(minutes=service.before)
    visit.taken_until = visit.end + timedelta(minutes=service.after)
    visit.changed = now
    return visit


def _bend(visit: Appointment, look: _Look, plan: Plan) -> None:
    """Lay a visit that staff book against the rules beside the others, and keep why; any other in the one lane."""
    visit.lane = guard.free_lane(visit) if look.why else 0
    visit.overlap_reason = plan.overlap_reason.strip() if look.why else ""


def _is_over(visit: Appointment, now: datetime, staff: bool) -> bool:
    """Whether a visit can no longer be moved or called off."""
    if staff:
        return visit.state not in {State.BOOKED, State.ARRIVED}
    return visit.state != State.BOOKED or visit.start <= now


def _locked(visit: Appointment) -> Appointment | None:
    """The visit as it is now, nobody else touching it; None when it is gone."""
    guard.lock_visit(visit)
    return _found(visit)


def _found(visit: Appointment, *, locked: bool = True) -> Appointment | None:
    rows = Appointment.objects.select_related("service", "location").filter(pk=visit.pk)
    return (rows.select_for_update(of=("self",), no_key=True) if locked else rows).first()


def _stale(seen: Appointment, found: Appointment | None) -> Refusal | None:
    if found is None:
        return words.GONE
    return words.CHANGED if found.version != seen.version else None


def look_again() -> None:
    """Have the waiting list gone through once this transaction is done."""
    jobs.hasten("hipwise.apps.booking.tasks.offer_free_times")


def _settle(actor: Actor, visit: Appointment, what: str, now: datetime, *, bent: bool = False) -> None:
    visit.version += 1
    visit.changed, visit.changed_by_id = now, actor.user_id
    visit.save()
    _note(actor, visit, what, bent=bent)


def _note(actor: Actor, visit: Appointment, what: str, *, bent: bool = False) -> None:
    patient = visit.contact.patient if visit.contact else None
    about = patient.user_id if patient else None
    record(actor, what, about=about, subject=visit)
    if bent:
        record(actor, "let visits overlap" if visit.lane else "overruled calendar", about=about, subject=visit)
    signals.visit_changed.send(Appointment, visit=visit, actor=actor, what=what)
