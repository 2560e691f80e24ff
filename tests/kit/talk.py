"""Conversations for tests: who says what, in one line each."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def chat(visitor: Visitor | None = None, now: datetime = NOW) -> Conversation:
    """A chat in which nothing has been said yet."""
    return core.begin(uuid.uuid4(), Conversation.Source.CHAT, visitor or Visitor(), now)


def visitor_says(conversation: Conversation, body: str, now: datetime = NOW) -> Message:
    """The visitor's next words."""
    return _said(core.say(conversation, Words(Message.Side.VISITOR, body), now))


def clinic_says(conversation: Conversation, body: str, who: Person, now: datetime = NOW) -> Message:
    """Somebody of the staff answers."""
    return _said(core.say(conversation, Words(Message.Side.CLINIC, body, author_id=who.user.pk), now))


def _said(said: core.Said | Refusal) -> Message:
    assert isinstance(said, core.Said), said
    conversation = said.message.conversation
    conversation.refresh_from_db()
    return said.message
