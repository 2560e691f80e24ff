"""Offering a visitor a time that is kept for them, and taking it back.

Locking: booking's (practitioners, rooms, visits), then the conversation; never the other way round.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.booking.models import Appointment, Draft
from hipwise.apps.booking.services import core as booking
from hipwise.apps.booking.services.offers import Known, draft_for, keep_for
from hipwise.apps.booking.services.visitors import Details
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors.offers import kept_until, open_offers, until_in_words, when_in_words
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Words
from hipwise.apps.frontdesk.services.handling import account_of, clear_spam, reopen
from hipwise.apps.people.models import Patient
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

MOST = 3
"""Times kept for one visitor at once."""
ENOUGH = Refusal("enough", "Three times are kept for this visitor already. Take one back first.")
OVER = Refusal("over", "This time is no longer kept.")
TAKEN_UP = Refusal("booked", "The visitor has booked this time meanwhile. You can call the visit off in the calendar.")


@dataclass(frozen=True, slots=True)
class Offering:
    """What a colleague chose: a time, how long it is kept (``live``: two hours, else until tomorrow evening).

    ``client`` makes sending it again harmless; ``seen`` is the last message they had before them (``core.say``).
    """

    wanted: Wanted
    live: bool
    lead: timedelta
    client: uuid.UUID
    seen: int | None = None


def offer_time(actor: Actor, talk: Conversation, offering: Offering, now: datetime) -> Said | Refusal:
    """Keep a time for the visitor and say so in the conversation, both or neither."""
    before = _said_before(talk, offering)
    if before is not None:
        return before
    if len(open_offers(talk, now)) >= MOST:
        return ENOUGH
    with transaction.atomic():
        made = _offer(actor, talk, offering, now)
        if isinstance(made, Refusal):
            transaction.set_rollback(True)
        else:
            reopen(actor, talk, now)
            clear_spam(actor, talk, now)
    # sent twice in the same moment, the second finds the time taken by the first
    return (_said_before(talk, offering) or made) if isinstance(made, Refusal) else made


def _said_before(talk: Conversation, offering: Offering) -> Said | None:
    before = Message.objects.filter(conversation=talk, client=offering.client).first()
    return Said(before, new=False) if before else None


def _offer(actor: Actor, talk: Conversation, offering: Offering, now: datetime) -> Said | Refusal:
    hold = keep_for(offering.wanted, kept_until(offering.live, now), offering.lead, now)
    if isinstance(hold, Refusal):
        return hold
    words = Words(
        core.Side.CLINIC,
        _sentence(hold, now),
        core.Kind.OFFER,
        offering.client,
        author_id=actor.user_id,
        visit_id=hold.pk,
    )
    said = core.say(talk, words, now, seen=offering.seen)
    if isinstance(said, Said):
        record(actor, "offered time", about=_whose(talk), subject=talk)
    return said


def _sentence(hold: Appointment, now: datetime) -> str:
    """What stands in the conversation for good, also once the time is no longer kept."""
    until = until_in_words(hold.held_until or now, now, ZoneInfo(hold.location.time_zone))
    return f"{when_in_words(hold)}. We keep this time for you until {until}."


def take_back(actor: Actor, talk: Conversation, number: int, now: datetime) -> Refusal | None:
    """Let an offered time go. Who is just booking it may be quicker: then it is theirs."""
    message = (
        Message.objects.select_related("visit__service", "visit__practitioner__user", "visit__location")
        .filter(conversation=talk, pk=number, kind=Message.Kind.OFFER)
        .first()
    )
    if message is None or message.visit is None:
        return OVER
    held, when = message.visit.pk, when_in_words(message.visit)
    with transaction.atomic():
        booking.drop_hold(message.visit)
        if Appointment.objects.filter(pk=held).exists():
            return TAKEN_UP
        told = f"{account_of(actor).get_short_name()} took back an offer: {when}."
        core.say(talk, Words(core.Side.HOUSE, told, core.Kind.EVENT, author_id=actor.user_id), now)
        record(actor, "took back offer", about=_whose(talk), subject=talk)
    return None


def follow(offer: Message, mine: Draft | None, patient: Patient | None, now: datetime) -> Draft | Refusal:
    """The visitor presses the button of an offer: on to booking's own pages, with what is known filled in.

    An address that has answered, or an account, is not asked for a code again.
    """
    talk = offer.conversation
    known = Known(Details(talk.name, talk.email, talk.phone), talk.proved if talk.email else None, patient)
    draft = draft_for(offer.visit, mine, known, now) if offer.visit else None
    return draft or OVER


def _whose(talk: Conversation) -> int | None:
    return talk.patient.user_id if talk.patient else None
