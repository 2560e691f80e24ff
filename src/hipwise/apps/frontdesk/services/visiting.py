"""What a visitor does in the chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.policies import may_speak
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Visitor, Words
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal

NOT_YOURS = Refusal("key", "This conversation could not be opened here. Please load the page again.")
Objection = Callable[[Conversation | None], Refusal | None]
"""Why something cannot be said in a conversation as it stands; None of a conversation before its first word."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a key that is not made up. Whether it opens its conversation to them is another question."""

    actor: Actor
    key: Key


def speak(
    who: Caller, visitor: Visitor, words: Words, now: datetime, objection: Objection | None = None
) -> Said | Refusal:
    """Say something in the chat of a key, which begins with its first word.

    The key is judged under the lock under which the message gets its number, and so is what else a door has to ask
    (``objection``), in the same transaction.
    """
    with transaction.atomic():
        mine = core.locked_if_begun(who.key.uid)
        if not may_speak(who.actor, who.key, mine):
            return NOT_YOURS
        if refused := (objection and objection(mine)) or core.objection(words):
            return refused
        if mine is None:
            mine = core.locked(core.begin(who.key.uid, Conversation.Source.CHAT, visitor, now).pk)
        return core.say_locked(mine, words, now)


def see(who: Caller, got: int, read: int) -> Refusal | None:
    """Note how far the visitor got and read."""
    with transaction.atomic():
        mine = core.locked_if_begun(who.key.uid)
        if not may_speak(who.actor, who.key, mine):
            return NOT_YOURS
        if mine is not None:
            core.mark_locked(mine, core.Side.VISITOR, got, read)
    return None


def leave_address(conversation: Conversation, name: str, email: str) -> None:
    """Note what the visitor wants to be called, and where an answer reaches them. An empty one changes nothing."""
    with transaction.atomic():
        mine = core.locked(conversation.pk)
        before = mine.name, mine.email
        mine.name = name.strip() or mine.name
        if email.strip() and email.strip() != mine.email:
            mine.email, mine.digest, mine.proved = email.strip(), address_digest(email), None
        if (mine.name, mine.email) != before:
            core.settle(mine)
