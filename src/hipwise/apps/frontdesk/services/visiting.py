"""What a visitor does in the chat."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Visitor, Words
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal


def speak(key: Key, visitor: Visitor, words: Words, now: datetime) -> Said | Refusal:
    """Say something in the chat of this key, which begins with its first word."""
    if refused := core.objection(words):
        return refused
    conversation = core.begin(key.uid, Conversation.Source.CHAT, visitor, now)
    return core.say(conversation, words, now)


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
