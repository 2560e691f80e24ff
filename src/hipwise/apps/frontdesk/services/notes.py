"""What people write with a visit, as conversations: a note with a booking, words with which one is called off.

Called by booking's signals inside its transaction. The words stay with the visit, where only those may read them who
see people (booking.policies), and where booking erases them; here stands that there are some.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors.offers import when_in_words
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.apps.frontdesk.services.keeping import erase_conversations
from hipwise.kit.actor import Actor

BOOKED, CANCELLED, MOVED = "booked visit", "cancelled visit", "moved visit"
TOLD = {BOOKED: "Booked: {when}.", CANCELLED: "Called off: {when}.", MOVED: "Moved to {when}."}
"""What the log of booking calls a change, and what a conversation about the visit says of it."""

SAID = {BOOKED: "Booked a visit and wrote a few words.", CANCELLED: "Called off a visit and wrote why."}
"""What a booking note says for itself. The words that were written stay with the visit."""


def follow_visit(visit: Appointment, actor: Actor, what: str) -> None:
    """A visit was booked, moved or called off: its conversation says so, and begins where somebody wrote words.

    Telling the same change again changes nothing.
    """
    if what not in TOLD:
        return
    now = visit.changed
    mine = _about(visit)
    if _has_words(visit, actor, what):
        mine = mine or _begun(visit, now)
        _put_words(mine, visit, what, now)
    elif mine is not None:
        said = TOLD[what].format(when=when_in_words(visit))
        core.say(mine, _event(visit, actor, what, said), now)


def forget_contacts(numbers: Iterable[int]) -> None:
    """Contacts are being erased: their booking notes go, and what was said under the same proven address."""
    keys = list(numbers)
    known = Contact.objects.filter(pk__in=keys, proved__isnull=False).exclude(digest="")
    address = Q(digest__in=list(known.values_list("digest", flat=True)), proved__isnull=False)
    theirs = Conversation.objects.filter(Q(source=Conversation.Source.BOOKING, visit__contact__in=keys) | address)
    erase_conversations(theirs)


def _about(visit: Appointment) -> Conversation | None:
    """The conversation that a change of this visit belongs to: its own, or the one in which it was offered."""
    own = Conversation.objects.filter(visit=visit).first()
    offered = Conversation.objects.filter(messages__visit=visit, messages__kind=Message.Kind.OFFER).first()
    return own or offered


def _has_words(visit: Appointment, actor: Actor, what: str) -> bool:
    """Whether the person who comes wrote something. What staff type into a visit is no message to them."""
    if actor.is_staff or visit.contact is None:
        return False
    return bool(visit.reason if what == BOOKED else visit.cancel_reason if what == CANCELLED else "")


def _begun(visit: Appointment, now: datetime) -> Conversation:
    contact = visit.contact
    assert contact is not None
    patient = contact.patient
    who = Visitor(contact.name, contact.email, contact.phone, patient.user_id if patient else None, contact.patient_id)
    return core.begin(
        uuid.uuid4(),
        Conversation.Source.BOOKING,
        who,
        now,
        visit=visit,
        topic=Conversation.Topic.BOOKING,
        proved=contact.proved,
        agreed=contact.agreed,
        agreed_to=contact.agreed_to,
    )


def _put_words(conversation: Conversation, visit: Appointment, what: str, now: datetime) -> None:
    """Say that there are words. Nobody was promised an answer, so they do not wait for one; words of concern do.

    Of a concern only its kind is kept: what was matched is the visit's.
    """
    words = Words(core.Side.VISITOR, SAID[what], core.Kind.BOOKING, _number(visit, what), visit_id=visit.pk)
    with transaction.atomic():
        waited = core.locked(conversation.pk).waiting_since
        said = core.say(conversation, words, now)
        if not isinstance(said, core.Said) or not said.new:
            return
        found = core.concerns_in(visit.cancel_reason if what == CANCELLED else visit.reason)
        said.message.flags = [[one.key, one.sort, ""] for one in found]
        said.message.save(update_fields=["flags"])
        mine = core.locked(conversation.pk)
        mine.waiting_since = now if found and not waited else waited
        core.raise_for(mine, found, now)
        core.settle(mine)


def _event(visit: Appointment, actor: Actor, what: str, said: str) -> Words:
    return Words(
        core.Side.HOUSE, said, core.Kind.EVENT, _number(visit, what), author_id=actor.user_id, visit_id=visit.pk
    )


def _number(visit: Appointment, what: str) -> uuid.UUID:
    """One message a change."""
    return uuid.uuid5(visit.uid, f"{what} {visit.version}")
