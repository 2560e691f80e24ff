"""The waiting list: joining, being offered a freed time, taking it or letting it go.

Locking as everywhere (docs/methods/booking.md): practitioners, rooms, visits; a wish comes last.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Q

from hipwise.apps.audit.services import record
from hipwise.apps.booking import letters_waiting as letters
from hipwise.apps.booking.models import Appointment, Contact, Room, Wish
from hipwise.apps.booking.selectors import waiting
from hipwise.apps.booking.services import core, guard
from hipwise.apps.notifications.selectors import quiet_hours_of
from hipwise.apps.people.selectors import clinic_zone
from hipwise.domain.scheduling.clinic import Slot, Wanted
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.refusal import Refusal

State = Wish.State
OFFER = timedelta(hours=2)
"""How long a time is kept for the one it is offered to."""
LEAST = timedelta(minutes=30)
"""A time that could be kept for less than this is offered to nobody; it stays open on the pages."""
PROOF = timedelta(days=2)
"""How long an address has to answer before its wish is forgotten."""
MOST = 5
"""Open wishes of one address."""

ENOUGH = Refusal("enough", "There are five wishes of this address on the list already. Please leave one of them first.")
OFFER_OVER = Refusal("offer_over", "This time is no longer kept for you. You are still on the list.")
NOT_OPEN = Refusal("not_open", "This wish is over.")

P = ParamSpec("P")
R = TypeVar("R")


class _OfferMoved(Exception):
    """Another time was put on offer, or taken back, while we waited for the locks: they were the wrong ones."""


def _with_the_offer_still(deed: Callable[P, R]) -> Callable[P, R]:
    """One transaction, begun anew as often as the offer moves before it is locked; each time somebody else got on."""

    @wraps(deed)
    def done(*args: P.args, **more: P.kwargs) -> R:
        while True:
            try:
                with transaction.atomic():
                    return deed(*args, **more)
            except _OfferMoved:
                continue

    return done


# Joining and leaving


def join_list(actor: Actor, wish: Wish, contact: Contact, now: datetime) -> Wish | Refusal:
    """Put a wish on the list. An unproved address gets a letter, and no offer before it has answered."""
    with transaction.atomic():
        if Wish.objects.filter(contact__digest=contact.digest, state__in=waiting.OPEN).count() >= MOST:
            return ENOUGH
        if contact._state.adding:
            contact.save()
        wish.contact, wish.made, wish.state = contact, now, State.WAITING
        wish.save()
        _note(actor, wish, "joined waiting list")
        if contact.proved is None:
            letters.tell_prove(wish, now)
        else:
            core.look_again()
    return wish


@_with_the_offer_still
def prove_address(wish: Wish, now: datetime) -> Wish | Refusal:
    """The address of a wish has answered: from now on it may be offered times."""
    found = _locked(wish)
    if found is None or found.state not in waiting.OPEN:
        return NOT_OPEN
    if found.contact.proved is None:
        found.contact.proved = now
        found.contact.save(update_fields=["proved"])
        _note(VISITOR, found, "proved address")
        core.look_again()
    return found


@_with_the_offer_still
def leave_list(actor: Actor, wish: Wish) -> Refusal | None:
    """Take a wish off the list; a time on offer is free for others."""
    found = _locked(wish)
    if found is None or found.state not in waiting.OPEN:
        return NOT_OPEN
    _take_back(found)
    found.state = State.LEFT
    found.save()
    _note(actor, found, "left waiting list")
    core.look_again()
    return None


# Offering


def offer_free_times(now: datetime) -> int:
    """Go through the list in the order of asking and offer each person the first open time that suits; how many.

    Any number of workers may do so at once.
    """
    end_wishes(now)
    lapse_offers(now)
    line = waiting.in_line(_today(now))
    openings = waiting.Openings(line, now)
    made = 0
    for wish in line:
        slot = next((slot for slot in openings.fitting(wish) if _lasts(wish, slot, now) >= LEAST), None)
        if slot is None or _is_quiet(wish, now):
            continue
        made += offer_time(wish, slot, now)
        openings.forget()
    return made


def offer_time(wish: Wish, slot: Slot, now: datetime) -> bool:
    """Keep a time for one who waits and tell them; False when either is gone."""
    rooms = Room.objects.filter(location=slot.location).values_list("pk", flat=True)
    with transaction.atomic():
        guard.lock_and_clear([slot.practitioner], rooms, now)
        mine = _still_waiting(wish)
        start = slot.start.isoformat()
        if mine is None or start in mine.passed:
            return False
        wanted = Wanted(wish.service_id, slot.practitioner, slot.location, slot.start)
        hold = core.hold_time(wanted, Appointment.Way.WAITING, now, _lasts(wish, slot, now))
        if isinstance(hold, Refusal):
            return False
        mine.state, mine.offer, mine.passed = State.OFFERED, hold, [*mine.passed, start]
        mine.save()
        _note(VISITOR, mine, "offered freed time")
        letters.tell_offer(mine, now)
    return True


@_with_the_offer_still
def accept_offer(actor: Actor, wish: Wish, now: datetime, *, seen: int | None = None) -> Appointment | Refusal:
    """Book the time on offer.

    ``seen`` is the number of the offer that the person had before them: no other is booked. None asks nothing.
    """
    found = _locked(wish)
    if found is None or found.offer is None or not _is_on_offer(found, seen):
        return OFFER_OVER
    visit = core.book_held(actor, found.offer, found.contact, now)
    if isinstance(visit, Refusal):
        return OFFER_OVER
    found.state = State.BOOKED
    found.save()
    return visit


@_with_the_offer_still
def let_offer_go(actor: Actor, wish: Wish, *, seen: int | None = None) -> Refusal | None:
    """Pass on a time on offer and stay on the list. ``seen`` as for ``accept_offer``."""
    found = _locked(wish)
    if found is None or not _is_on_offer(found, seen):
        return OFFER_OVER
    _take_back(found)
    _note(actor, found, "let offer go")
    core.look_again()
    return None


def lapse_offers(now: datetime) -> int:
    """Back on the list with everybody whose offer ran out; how many."""
    over = Q(offer=None) | Q(offer__state=Appointment.State.HELD, offer__held_until__lte=now)
    return sum(_lapse(wish, now) for wish in Wish.objects.filter(over, state=State.OFFERED).select_related("offer"))


@_with_the_offer_still
def _lapse(wish: Wish, now: datetime) -> bool:
    found = _locked(wish)
    if found is None or found.state != State.OFFERED:
        return False
    if found.offer and found.offer.held_until and found.offer.held_until > now:
        return False
    _take_back(found)
    return True


def end_wishes(now: datetime) -> int:
    """Let wishes end whose last day is over, and forget those whose address never answered; how many."""
    for wish in Wish.objects.filter(state=State.WAITING, contact__proved=None, made__lt=now - PROOF):
        _forget(wish.contact)
    over = Wish.objects.filter(state=State.WAITING, until__lt=_today(now))
    return over.update(state=State.LEFT)


def _forget(contact: Contact) -> None:
    """Remove a contact that stands for nothing but an unanswered letter."""
    if contact.patient_id is None and not contact.appointments.exists() and not contact.courses.exists():
        contact.delete()
    else:
        contact.wishes.filter(state=State.WAITING).update(state=State.LEFT)


# How


def _locked(wish: Wish) -> Wish | None:
    """The wish as it is now, with the people and the room of its offer locked first; None when it was forgotten."""
    seen = Wish.objects.filter(pk=wish.pk).values_list("offer", "offer__practitioner", "offer__room").first()
    offer, who, room = seen or (None, None, None)
    guard.lock([who] if who else [], [room] if room else [])
    rows = Wish.objects.select_for_update(of=("self",)).select_related("contact__patient", "offer", "service")
    found = rows.filter(pk=wish.pk).first()
    if found is not None and found.offer_id != offer:
        raise _OfferMoved
    return found


def _is_on_offer(wish: Wish, seen: int | None) -> bool:
    return wish.state == State.OFFERED and seen in {None, wish.offer_id}


def _still_waiting(wish: Wish) -> Wish | None:
    """The wish as it is now, if it waits and no other worker has it in hand."""
    rows = Wish.objects.select_for_update(skip_locked=True, of=("self",)).select_related("contact__patient")
    return rows.filter(pk=wish.pk, state=State.WAITING).first()


def _take_back(wish: Wish) -> None:
    """End an offer, if there is one; the wish waits again."""
    if wish.offer is not None:
        core.drop_hold(wish.offer)
    if wish.state == State.OFFERED:
        wish.state, wish.offer = State.WAITING, None
        wish.save()


def _lasts(wish: Wish, slot: Slot, now: datetime) -> timedelta:
    """For how long a time could be kept: not beyond the hour until which it can be booked at all."""
    return min(OFFER, slot.start - timedelta(hours=wish.service.lead_hours) - now)


def _is_quiet(wish: Wish, now: datetime) -> bool:
    """Whether this person is asleep: an offer that runs out in the night would be none."""
    patient = wish.contact.patient
    return quiet_hours_of(patient.user_id if patient else None).holds(now, clinic_zone())


def _today(now: datetime) -> date:
    return now.astimezone(clinic_zone()).date()


def _note(actor: Actor, wish: Wish, what: str) -> None:
    patient = wish.contact.patient
    record(actor, what, about=patient.user_id if patient else None, subject=wish)
