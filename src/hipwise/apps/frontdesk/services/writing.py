"""Writing by the contact form: stored first, once, in one transaction with the check that it spends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.checks.spending import spend
from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.kit.actor import Actor
from hipwise.kit.digest import digest
from hipwise.kit.refusal import Refusal

USED = Refusal("used", "We have your first message already. To send this one too, please send it once more.")


@dataclass(frozen=True, slots=True)
class Written:
    """A filled-in contact form.

    ``client`` is the form's own number: sent again with the same words it is the same message. ``agreed_to`` is the
    version of the words that somebody without an account agreed to. ``why`` says why it looks unwanted, if it does.
    """

    visitor: Visitor
    body: str
    client: uuid.UUID
    topic: str = ""
    agreed_to: str = ""
    why: str = ""


def send(letter: Written, check: Check, now: datetime) -> Message | Refusal:
    """Store a message as a new conversation; ``core.say`` has the clinic told.

    What looks unwanted goes to a folder and nobody is told of it, unless it holds words of crisis or of a red flag.
    """
    words = Words(Message.Side.VISITOR, letter.body, client=letter.client)
    with transaction.atomic():
        if not spend(check):
            return _before(letter) or USED
        said = core.say(_begun(letter, now), words, now)
        if isinstance(said, Refusal) or not _same(said.message, letter):
            transaction.set_rollback(True)
            return said if isinstance(said, Refusal) else USED
    return said.message


def prove_address(actor: Actor, conversation: Conversation, now: datetime) -> None:
    """The address of a conversation has answered: somebody came back by the link in a letter to it."""
    with transaction.atomic():
        mine = core.locked(conversation.pk)
        if mine.proved is None:
            mine.proved = now
            record(actor, "proved address", about=mine.user_id, subject=mine)
            core.settle(mine)


def _begun(letter: Written, now: datetime) -> Conversation:
    spam = bool(letter.why) and not core.concerns_in(letter.body)
    consent = {"agreed": now, "agreed_to": letter.agreed_to} if letter.agreed_to else {}
    return core.begin(
        _number(letter),
        Conversation.Source.FORM,
        letter.visitor,
        now,
        topic=letter.topic,
        spam=spam,
        spam_why=letter.why,
        **consent,
    )


def _number(letter: Written) -> uuid.UUID:
    """The conversation's number: it follows from the form's, and cannot be told from it."""
    return uuid.UUID(digest(letter.client.hex, "frontdesk.form")[:32])


def _before(letter: Written) -> Message | None:
    found = Message.objects.filter(conversation__uid=_number(letter), client=letter.client).first()
    return found if found is not None and _same(found, letter) else None


def _same(message: Message, letter: Written) -> bool:
    return bool(message.body == letter.body.strip())
