"""What the visitor's own side reads of conversations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import F, QuerySet

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms

PAGE = 40
"""Messages shown at first; older ones when asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some messages in order; ``older``: whether there are any before them."""

    messages: list[Message]
    older: bool


def running(user_id: int) -> Conversation | None:
    """The chat that this account last spoke in and nobody has closed."""
    mine = Conversation.objects.filter(user=user_id, source=Conversation.Source.CHAT)
    return mine.exclude(state=Conversation.State.CLOSED).order_by("-last_at", "-pk").first()


def latest(uid: uuid.UUID, before: int | None = None) -> Stretch:
    """The last messages, or the last before a number."""
    rows = rooms.messages(uid, "visitor").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows[: PAGE + 1])
    return Stretch(found[:PAGE][::-1], len(found) > PAGE)


def unread(uid: uuid.UUID, user_id: int | None) -> int:
    """How many answers the visitor has not seen: of the account's chats, or without one of this nameless one."""
    rows = Message.objects.filter(side=Message.Side.CLINIC, seq__gt=F("conversation__visitor_read"))
    rows = rows.exclude(kind__in=Message.FOR_STAFF)
    mine = rows.filter(conversation__user=user_id) if user_id else rows.filter(conversation__uid=uid)
    return mine.filter(conversation__user=user_id).count()


def theirs(user_id: int) -> QuerySet[Conversation]:
    """Every conversation of an account that has words in it, the last one first."""
    return Conversation.objects.filter(user=user_id, last_seq__gt=0).order_by("-last_at", "-pk")
