"""Booking on the clinic's pages: a time is kept, details are typed, the address answers, the visit is booked.

Locking as everywhere (docs/methods/booking.md): practitioners, rooms, visits; a draft comes last.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare

from hipwise.apps.audit.services import record
from hipwise.apps.booking import agreement, letters
from hipwise.apps.booking.links import proof_link
from hipwise.apps.booking.models import Appointment, Contact, Draft, Room, Service
from hipwise.apps.booking.privacy import forget_contacts
from hipwise.apps.booking.services import core, guard
from hipwise.apps.booking.services.contacts import contact_of_patient
from hipwise.apps.people.models import Patient
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.digest import address_digest, digest
from hipwise.kit.refusal import Refusal

State = Appointment.State
CODE_LASTS = timedelta(minutes=15)
LONGEST = timedelta(minutes=40)
"""A time is kept no longer than this, however many letters are asked for."""
TRIES = 5
LETTERS = 4
"""Letters with a code for one booking."""
DRAFT_LASTS = timedelta(days=1)

WRONG_CODE = "That is not the code in our letter. Please look again."
NO_TRIES = Refusal("no_tries", "That was the wrong code five times. Please ask for a new one.")
CODE_OVER = Refusal("code_over", "This code is too old now. Please ask for a new one.")
NO_MORE_LETTERS = Refusal(
    "no_more_letters", "We have sent several letters already. Please look in your spam folder, or call us."
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a visitor typed about themselves."""

    name: str
    email: str
    phone: str = ""
    reason: str = ""


# Choosing a time


def begin(draft: Draft | None, wanted: Wanted, now: datetime, patient: Patient | None = None) -> Draft | Refusal:
    """Keep a time for a visitor. One who had chosen another lets go of that, and keeps what they typed.

    A time that is gone leaves them with what they had.
    """
    if draft is not None and _holds(draft, wanted, now):
        return draft
    with transaction.atomic():
        point = transaction.savepoint()
        _let_go(draft, wanted)
        hold = core.hold_time(wanted, Appointment.Way.SITE, now)
        if isinstance(hold, Refusal):
            transaction.savepoint_rollback(point)
            return hold
        if draft is None:
            draft = Draft(made=now)
        draft.hold, draft.start, draft.patient = hold, hold.start, patient
        draft.service_id, draft.practitioner_id, draft.location_id = (
            hold.service_id,
            hold.practitioner_id,
            hold.location_id,
        )
        draft.save()
    return draft


def keep_anew(draft: Draft, now: datetime) -> Draft | Refusal:
    """Keep a draft's time once more, after its ten minutes were over."""
    with transaction.atomic():
        hold = core.hold_time(_wanted(draft), Appointment.Way.SITE, now)
        if isinstance(hold, Refusal):
            return hold
        draft.hold = hold
        draft.save(update_fields=["hold"])
    return draft


def take_over(draft: Draft, now: datetime) -> Draft:
    """The same kept time in a new draft: for somebody whose session ended. What was typed before is not shown."""
    with transaction.atomic():
        hold, draft.hold = draft.hold, None
        draft.save(update_fields=["hold"])
        return Draft.objects.create(
            hold=hold,
            service_id=draft.service_id,
            practitioner_id=draft.practitioner_id,
            location_id=draft.location_id,
            start=draft.start,
            made=now,
        )


def _holds(draft: Draft, wanted: Wanted, now: datetime) -> bool:
    """Whether this very time is kept already: a second tap on it."""
    hold = draft.hold
    if hold is None or hold.state != State.HELD or hold.held_until is None or hold.held_until <= now:
        return False
    same = (hold.service_id, hold.practitioner_id, hold.location_id, hold.start)
    return same == (wanted.service, wanted.practitioner, wanted.location, wanted.start)


def _let_go(draft: Draft | None, wanted: Wanted) -> None:
    """Drop the time kept so far, with everything locked that the old and the new one need."""
    hold = draft.hold if draft else None
    if draft is None or hold is None or hold.state != State.HELD:
        return
    rooms = Room.objects.filter(location__in={wanted.location, hold.location_id}).values_list("pk", flat=True)
    guard.lock({wanted.practitioner, hold.practitioner_id}, rooms)
    core.drop_hold(hold)
    draft.hold = None


# Saying who one is


def write_down(draft: Draft, details: Details, now: datetime) -> None:
    """Keep what was typed, whatever happens next. Another address than before has to answer anew."""
    if address_digest(details.email) != draft.digest:
        draft.proved, draft.code = None, ""
    draft.name, draft.email, draft.phone = details.name.strip(), details.email.strip(), details.phone.strip()
    draft.reason, draft.digest = details.reason.strip(), address_digest(details.email)
    draft.agreed, draft.agreed_to = now, agreement.VERSION
    draft.save()


def send_code(draft: Draft, now: datetime) -> Refusal | None:
    """Send a letter with a code and a link, either of which proves the address; the time is kept while it travels."""
    with transaction.atomic():
        mine = Draft.objects.select_for_update().get(pk=draft.pk)
        if mine.letters >= LETTERS:
            return NO_MORE_LETTERS
        code = f"{secrets.randbelow(10**6):06}"
        mine.code, mine.tries, mine.sent, mine.letters = _digest(mine, code), 0, now, mine.letters + 1
        mine.save()
        letters.write_code(
            mine.email, code, key=f"code:{mine.uid}:{mine.letters}", expires=now + CODE_LASTS, link=proof_link(mine)
        )
    if mine.hold is not None:
        core.extend_hold(mine.hold, min(now + CODE_LASTS, mine.made + LONGEST), now)
    return None


def prove_by_code(draft: Draft, code: str, now: datetime) -> Refusal | None:
    """Compare a code with the one that was sent; five tries."""
    with transaction.atomic():
        mine = Draft.objects.select_for_update().get(pk=draft.pk)
        if refused := _spent(mine, now):
            return refused
        mine.tries += 1
        if constant_time_compare(_digest(mine, code), mine.code):
            mine.proved = now
        mine.save(update_fields=["tries", "proved"])
        if mine.proved:
            return None
    left = TRIES - mine.tries
    return Refusal("wrong_code", f"{WRONG_CODE} {left} more {'try' if left == 1 else 'tries'}.") if left else NO_TRIES


def prove_by_link(draft: Draft, now: datetime) -> Refusal | None:
    """The link of the letter was followed and its button pressed."""
    if draft.sent is None or draft.sent + CODE_LASTS <= now:
        return CODE_OVER
    Draft.objects.filter(pk=draft.pk, proved=None).update(proved=now)
    return None


def _spent(draft: Draft, now: datetime) -> Refusal | None:
    if draft.sent is None or draft.sent + CODE_LASTS <= now:
        return CODE_OVER
    return NO_TRIES if draft.tries >= TRIES else None


def _digest(draft: Draft, code: str) -> str:
    return digest(f"{draft.uid.hex}:{code}", "booking.code")


# Booking


def book(actor: Actor, draft: Draft, now: datetime) -> Appointment | Refusal:
    """Turn a draft into a visit, once, however often it is asked for.

    A time whose ten minutes are over is kept anew where it is still free. For a visitor the address must have answered.
    """
    with transaction.atomic():
        point = transaction.savepoint()
        guard.lock([draft.practitioner_id], _rooms(draft.service, draft.location_id))
        mine = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("hold", "service", "patient__user")
            .get(pk=draft.pk)
        )
        if mine.hold is not None and mine.hold.state != State.HELD:
            return mine.hold
        if mine.proved is None and mine.patient is None:
            raise ValueError("this address has not answered")
        contact = _contact(mine, now)
        hold = mine.hold
        if hold is None or hold.held_until is None or hold.held_until <= now:
            again = core.hold_time(_wanted(mine), Appointment.Way.SITE, now)
            if isinstance(again, Refusal):
                transaction.savepoint_rollback(point)
                return again
            hold = again
        visit = core.book_held(actor, hold, contact, now, reason=mine.reason)
        if isinstance(visit, Refusal):
            transaction.savepoint_rollback(point)
            return visit
        Draft.objects.filter(pk=mine.pk).update(hold=visit, code="", name="", email="", phone="", reason="")
    return visit


def _wanted(draft: Draft) -> Wanted:
    return Wanted(draft.service_id, draft.practitioner_id, draft.location_id, draft.start)


def _rooms(service: Service, location: int) -> list[int]:
    return list(Room.objects.filter(location=location, kind=service.room_kind).values_list("pk", flat=True))


def _contact(draft: Draft, now: datetime) -> Contact:
    if draft.patient is not None:
        return contact_of_patient(draft.patient, now)
    return Contact.objects.create(
        name=draft.name,
        email=draft.email,
        phone=draft.phone,
        digest=draft.digest,
        proved=draft.proved,
        agreed=draft.agreed,
        agreed_to=draft.agreed_to,
        made=now,
    )


# Leaving


@transaction.atomic
def forget_guest(contact: Contact, now: datetime) -> None:
    """Call off what is to come, and remove all that is kept about somebody without an account.

    Raises:
        ValueError: for a contact with an account, which is erased as a whole (privacy).
    """
    if contact.patient_id is not None:
        raise ValueError("somebody with an account erases that")
    theirs = contacts_like(contact)
    coming = Appointment.objects.filter(contact__in=theirs, state=State.BOOKED, start__gt=now)
    for visit in coming.order_by("practitioner", "pk"):
        core.cancel_visit(VISITOR, visit, now, by_clinic=False, tell=False)
    Draft.objects.filter(digest=contact.digest).delete()
    record(VISITOR, "erased guest", subject=contact)
    forget_contacts(Contact.objects.filter(pk__in=[one.pk for one in theirs]))


def contacts_like(contact: Contact) -> list[Contact]:
    """What is kept under the same proven address without an account; an unproved contact stands for itself."""
    if contact.proved is None:
        return [contact]
    return list(Contact.objects.filter(digest=contact.digest, proved__isnull=False, patient=None))


def forget_old(now: datetime) -> int:
    """Remove drafts after a day, and people whose address never answered and who have no visit; how many rows.

    A draft of an offered time stays as long as that is kept.
    """
    old = Draft.objects.filter(made__lte=now - DRAFT_LASTS).exclude(hold__state=State.HELD, hold__held_until__gt=now)
    for draft in old.select_related("hold").filter(hold__state=State.HELD):
        if draft.hold is not None:
            core.drop_hold(draft.hold)
    drafts = old.delete()[0]
    silent = Contact.objects.filter(
        proved=None, patient=None, made__lte=now - DRAFT_LASTS, wishes=None, courses=None
    ).exclude(appointments__state__in=Appointment.STANDING)
    people = silent.count()
    if people:
        forget_contacts(silent)
    return drafts + people
