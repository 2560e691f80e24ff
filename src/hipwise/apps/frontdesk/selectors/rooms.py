"""What a reader of one conversation sees."""

from __future__ import annotations

import uuid
from typing import Literal

from django.db.models import Prefetch, QuerySet

from hipwise.apps.frontdesk.models import Attachment, Conversation, Message

Audience = Literal["visitor", "clinic"]
MOST = 200
"""Messages read at once; whoever is further behind asks again."""


def conversation(uid: uuid.UUID) -> Conversation | None:
    """The conversation of this number; None before its first word."""
    return Conversation.objects.filter(uid=uid).first()


def messages(uid: uuid.UUID, audience: Audience) -> QuerySet[Message]:
    """What this audience may read, in order."""
    rows = Message.objects.filter(conversation__uid=uid).order_by("seq").select_related("author", "conversation")
    files = Attachment.objects.defer("content", "preview").order_by("pk")
    # Few messages carry a visit: asked for only then, they cost the others nothing. As joins they took half the time.
    visits = ("visit__service", "visit__practitioner__user", "visit__location")
    rows = rows.prefetch_related(Prefetch("attachments", files), *visits)
    return rows if audience == "clinic" else rows.exclude(kind__in=Message.FOR_STAFF)


def after(uid: uuid.UUID, seq: int, audience: Audience) -> list[Message]:
    """The next messages after ``seq``, at most ``MOST``."""
    return list(messages(uid, audience).filter(seq__gt=seq)[:MOST])


def marks(conversation: Conversation) -> dict[str, int]:
    """How far each side got and read."""
    return {
        "visitor_got": conversation.visitor_got,
        "visitor_read": conversation.visitor_read,
        "clinic_got": conversation.clinic_got,
        "clinic_read": conversation.clinic_read,
    }
