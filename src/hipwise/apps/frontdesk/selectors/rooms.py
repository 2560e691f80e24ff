"""What a reader of one conversation sees."""

from __future__ import annotations

import uuid
from typing import Literal

from django.db.models import QuerySet, prefetch_related_objects

from hipwise.apps.frontdesk.models import Attachment, Conversation, Message

Audience = Literal["visitor", "clinic"]
MOST = 200
"""Messages read at once; whoever is further behind asks again."""
VISITS = ("visit__service", "visit__practitioner__user", "visit__location")


def conversation(uid: uuid.UUID) -> Conversation | None:
    """The conversation of this number; None before its first word."""
    return next(iter(Conversation.objects.filter(uid=uid)), None)


def messages(talk: Conversation, audience: Audience) -> QuerySet[Message]:
    """What this audience may read, in order; their ``conversation`` is ``talk`` itself."""
    rows = talk.messages.order_by("seq")
    return rows if audience == "clinic" else rows.exclude(kind__in=Message.FOR_STAFF)


def read(rows: QuerySet[Message]) -> list[Message]:
    """Messages with what their bubbles show beside them."""
    found = list(rows)
    files = list(Attachment.objects.filter(message__in=found).defer(*Attachment.CONTENT).order_by("pk"))
    for one in found:
        one.files = [file for file in files if file.message_id == one.pk]
    # Few messages have an author, and fewer a visit. Asked for only then, they cost the others nothing.
    prefetch_related_objects([one for one in found if one.author_id], "author")
    prefetch_related_objects([one for one in found if one.visit_id], *VISITS)
    return found


def after(talk: Conversation, seq: int, audience: Audience) -> list[Message]:
    """The next messages after ``seq``, at most ``MOST``."""
    return read(messages(talk, audience).filter(seq__gt=seq)[:MOST])


def marks(conversation: Conversation) -> dict[str, int]:
    """How far each side got and read."""
    return {
        "visitor_got": conversation.visitor_got,
        "visitor_read": conversation.visitor_read,
        "clinic_got": conversation.clinic_got,
        "clinic_read": conversation.clinic_read,
    }
