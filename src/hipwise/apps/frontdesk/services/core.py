"""Saying something: the one way in for every message, whoever says it and by whichever door.

A message is stored first; everything else (streams, letters, marks) follows from the row. The conversation is
locked while a message gets its number, so that numbers grow without a hole in the order in which they can be read,
on either database; clocks play no part. Saying the same thing again (same ``client``) changes nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hipwise.apps.frontdesk.kinds import tell_raised
from hipwise.apps.frontdesk.letters import tell_answered, tell_waiting
from hipwise.apps.frontdesk.models import Attachment, Conversation, Message
from hipwise.domain.triage.words import Concern, concerns
from hipwise.kit import wake
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal

log = logging.getLogger(__name__)

Side, Kind, State, Raised = Message.Side, Message.Kind, Conversation.State, Conversation.Raised

LONGEST = 4000
"""Letters of one message."""
EMPTY = Refusal("empty", "There is nothing in this message yet.")
TOO_LONG = Refusal("too_long", f"This is longer than {LONGEST} letters. Please send it in parts.")
FILE_GONE = Refusal(
    "file_gone", "A file is no longer here, so this has not been sent. Please remove it, add it again, then send."
)
ANSWERED = Refusal(
    "answered", "A colleague has answered meanwhile. Read it first, then send yours if it is still needed."
)

INBOX = "inbox"
"""The topic of everything that changes the staff's list."""
DESK = "desk"
"""The topic of what may open or close the desk."""


def room(uid: uuid.UUID) -> str:
    """The topic of one conversation."""
    return f"talk:{uid.hex}"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said. ``files`` are the numbers (``uid``) of attachments uploaded to this conversation before."""

    side: str
    body: str = ""
    kind: str = Kind.TEXT
    client: uuid.UUID = field(default_factory=uuid.uuid4)
    author_id: int | None = None
    files: tuple[uuid.UUID, ...] = ()
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is known of somebody who begins a conversation."""

    name: str = ""
    email: str = ""
    phone: str = ""
    user_id: int | None = None
    patient_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message as stored; ``new`` is False when it had been said before."""

    message: Message
    new: bool


def begin(uid: uuid.UUID, source: str, visitor: Visitor, now: datetime, **more: Any) -> Conversation:
    """The conversation of this number, made if need be: of any number of racing calls one makes it.

    ``more`` are further fields of a new conversation (topic, consent, spam).
    """
    made, _ = Conversation.objects.get_or_create(
        uid=uid,
        defaults={
            "source": source,
            "name": visitor.name.strip(),
            "email": visitor.email.strip(),
            "phone": visitor.phone.strip(),
            "digest": address_digest(visitor.email) if visitor.email.strip() else "",
            "user_id": visitor.user_id,
            "patient_id": visitor.patient_id,
            "last_at": now,
            "made": now,
            **more,
        },
    )
    return made


def objection(words: Words) -> Refusal | None:
    """Why this cannot be said at all."""
    if not words.body.strip() and not words.files and words.kind in {Kind.TEXT, Kind.NOTE}:
        return EMPTY
    return TOO_LONG if len(words.body) > LONGEST else None


def say(conversation: Conversation, words: Words, now: datetime, *, seen: int | None = None) -> Said | Refusal:
    """Add a message to a conversation, once.

    ``seen`` is the number of the last message that an answering member of staff had before them: where a colleague
    has answered since, nothing is said and ``ANSWERED`` is returned; what the visitor wrote since goes on waiting. None
    asks nothing.
    """
    if refused := objection(words):
        return refused
    with transaction.atomic():
        return say_locked(locked(conversation.pk), words, now, seen=seen)


def say_locked(mine: Conversation, words: Words, now: datetime, *, seen: int | None = None) -> Said | Refusal:
    """As ``say``, into a conversation that is locked already; nobody asks again whether it can be said at all."""
    if Message.objects.filter(conversation=mine, client=words.client).exists():
        return Said(Message.objects.get(conversation=mine, client=words.client), new=False)
    if seen is not None and _answered_since(mine, seen, words.author_id):
        return ANSWERED
    if words.files and _waiting_files(mine, words).count() < len(set(words.files)) and not _is_urgent(words):
        return FILE_GONE
    return Said(_put(mine, words, now, seen), new=True)


def locked(number: int) -> Conversation:
    """A conversation that nobody else changes until the transaction under way ends."""
    return _noted(Conversation.objects.select_for_update().get(pk=number))


def locked_if_begun(uid: uuid.UUID) -> Conversation | None:
    """As ``locked``; None before its first word."""
    found = next(iter(Conversation.objects.select_for_update().filter(uid=uid)), None)
    return _noted(found) if found else None


def settle(mine: Conversation) -> None:
    """Save what changed of a locked conversation, and wake everybody who looks at it."""
    mine.version += 1
    before = mine.as_locked or {}
    changed = [name for name, value in before.items() if getattr(mine, name) != value]
    mine.save(update_fields=changed or None)
    _noted(mine)
    wake.tell([room(mine.uid), INBOX])


def _noted(mine: Conversation) -> Conversation:
    mine.as_locked = {field.attname: getattr(mine, field.attname) for field in mine._meta.concrete_fields}
    return mine


def _answered_since(mine: Conversation, seen: int, author_id: int | None) -> bool:
    since = Message.objects.filter(conversation=mine, seq__gt=seen, side=Side.CLINIC, kind__in=(Kind.TEXT, Kind.OFFER))
    return since.exclude(author=author_id).exists()


def _is_urgent(words: Words) -> bool:
    """Whether they must arrive, if need be without the file that was to go with them."""
    return words.side == Side.VISITOR and bool(concerns_in(words.body))


def _waiting_files(mine: Conversation, words: Words) -> QuerySet[Attachment]:
    """Those of its files that no message carries yet. What nobody sent for a day has been dropped."""
    return Attachment.objects.filter(conversation=mine, message=None, side=words.side, uid__in=words.files)


def _put(mine: Conversation, words: Words, now: datetime, seen: int | None) -> Message:
    found = concerns_in(words.body.strip()) if words.side == Side.VISITOR else ()
    mine.last_seq += 1
    message = Message.objects.create(
        conversation=mine,
        seq=mine.last_seq,
        client=words.client,
        side=words.side,
        kind=words.kind,
        author_id=words.author_id,
        body=words.body.strip(),
        flags=[[one.key, one.sort, one.matched] for one in found],
        visit_id=words.visit_id,
        at=now,
    )
    if words.files:
        _waiting_files(mine, words).update(message=message)
    else:
        message.files = []
    _follow(mine, message, found, now)
    if seen is not None and message.side == Side.CLINIC and message.kind not in Message.FOR_STAFF:
        _still_waits(mine, message, seen)
    settle(mine)
    return message


def concerns_in(text: str) -> tuple[Concern, ...]:
    """What is found in somebody's words. Should looking for it fail, the message is stored all the same."""
    try:
        return concerns(text)
    except Exception as wrong:
        log.error("A message could not be searched for words of concern (%s)", type(wrong).__name__)
        return ()


def _follow(mine: Conversation, message: Message, found: Iterable[Concern], now: datetime) -> None:
    """What a message changes about its conversation."""
    if message.kind in Message.FOR_STAFF:
        return
    mine.last_at = now
    if message.side == Side.VISITOR:
        if mine.waiting_since is None:
            mine.waiting_since = now
            tell_waiting(message, now)
        mine.visitor_got = mine.visitor_read = message.seq
        mine.state, mine.snoozed_until, mine.closed_at = State.OPEN, None, None
        raise_for(mine, found, now)
    elif message.side == Side.CLINIC:
        mine.waiting_since = None
        mine.clinic_got = mine.clinic_read = message.seq
        tell_answered(mine, now)


def _still_waits(mine: Conversation, answer: Message, seen: int) -> None:
    """What the visitor wrote while this answer was on its way is not answered by it, and nobody has read it."""
    between = mine.messages.filter(side=Side.VISITOR, kind=Kind.TEXT, seq__gt=seen, seq__lt=answer.seq).order_by("seq")
    first = between.first() if answer.seq > seen + 1 else None
    if first is not None:
        mine.waiting_since, mine.clinic_read = first.at, first.seq - 1


def raise_for(mine: Conversation, found: Iterable[Concern], now: datetime) -> None:
    """Raise a locked conversation for what was found. It never falls; new words ask for a person anew."""
    level = max((Raised.CRISIS if one.sort == "crisis" else Raised.RED_FLAG for one in found), default=Raised.NO)
    if level == Raised.NO:
        return
    mine.raised = max(mine.raised, level)
    mine.raised_at, mine.taken_on_by, mine.taken_on_at = now, None, None
    tell_raised(mine, now)


def mark(conversation: Conversation, side: str, now_got: int, now_read: int) -> None:
    """Note how far a side got and read. Marks only ever move on, and never past the last message."""
    with transaction.atomic():
        mark_locked(locked(conversation.pk), side, now_got, now_read)


def mark_locked(mine: Conversation, side: str, now_got: int, now_read: int) -> None:
    """As ``mark``, in a conversation that is locked already."""
    got_field, read_field = ("visitor_got", "visitor_read") if side == Side.VISITOR else ("clinic_got", "clinic_read")
    read = min(max(getattr(mine, read_field), now_read), mine.last_seq)
    got = min(max(getattr(mine, got_field), now_got, read), mine.last_seq)
    if (got, read) == (getattr(mine, got_field), getattr(mine, read_field)):
        return
    setattr(mine, got_field, got)
    setattr(mine, read_field, read)
    settle(mine)


def show_typing(conversation: Conversation, side: str, who: str, by: int | None = None) -> None:
    """Let the others see that somebody is typing; ``by`` is the account of a member of staff. Nothing is kept of it."""
    wake.tell([room(conversation.uid)], {"typing": side, "who": who, "by": by})
