"""What the visitor's own side reads of conversations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms

PAGE = 40
"""Messages shown at first; older ones when asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some messages in order; ``older``: whether there are any before them."""

    messages: list[Message]
    older: bool


NOTHING = Stretch([], older=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation as one line of a list: its ``last`` message, and how many answers are new."""

    talk: Conversation
    last: Message | None
    unread: int


def running(user_id: int) -> Conversation | None:
    """The chat that this account last spoke in and nobody has closed."""
    mine = Conversation.objects.filter(user=user_id, source=Conversation.Source.CHAT)
    return mine.exclude(state=Conversation.State.CLOSED).order_by("-last_at", "-pk").first()


def latest(talk: Conversation, before: int | None = None) -> Stretch:
    """The last messages, or the last before a number."""
    rows = rooms.messages(talk, "visitor").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = rooms.read(rows[: PAGE + 1])
    return Stretch(found[:PAGE][::-1], len(found) > PAGE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a visitor: how many answers are ``unread``, and when anything was last said."""

    unread: int
    last_at: datetime | None


def waiting(uid: uuid.UUID, user_id: int | None) -> Waiting:
    """What waits in an account's conversations, or without an account in this one that nobody has claimed."""
    mine = Conversation.objects.filter(user=user_id) if user_id else Conversation.objects.filter(uid=uid, user=None)
    new = Q(messages__side=Message.Side.CLINIC, messages__seq__gt=F("visitor_read"))
    found = mine.aggregate(
        unread=Count("messages", filter=new & ~Q(messages__kind__in=Message.FOR_STAFF)), last=Max("last_at")
    )
    return Waiting(found["unread"], found["last"])


def theirs(user_id: int) -> QuerySet[Conversation]:
    """Every conversation of an account that has words in it, the last one first."""
    return Conversation.objects.filter(user=user_id, last_seq__gt=0).order_by("-last_at", "-pk")


def lines(talks: list[Conversation]) -> list[Line]:
    """These conversations as lines, with what their own visitor may read."""
    readable = Message.objects.exclude(kind__in=Message.FOR_STAFF).filter(conversation=OuterRef("pk"))
    ids = dict(
        Conversation.objects.filter(pk__in=[one.pk for one in talks]).values_list(
            "pk", Subquery(readable.order_by("-seq").values("pk")[:1])
        )
    )
    lasts = Message.objects.select_related("author").in_bulk([one for one in ids.values() if one])
    return [Line(one, lasts.get(ids.get(one.pk) or 0), _unread_of(one)) for one in talks]


def _unread_of(talk: Conversation) -> int:
    rows = Message.objects.filter(conversation=talk, side=Message.Side.CLINIC, seq__gt=talk.visitor_read)
    return rows.exclude(kind__in=Message.FOR_STAFF).count() if talk.last_seq > talk.visitor_read else 0
