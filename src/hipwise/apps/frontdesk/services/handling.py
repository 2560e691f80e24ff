"""What staff do with a conversation: answer, note, assign, hand over, snooze, close, spam.

Each is one transaction on the locked row, leaves an EVENT for colleagues to read ("Dara closed this"), a line in the
log, and wakes whoever looks at the conversation or at the inbox. Doing what is already so changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors.inbox import holder_of, is_alarm
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Words
from hipwise.apps.people.models import User
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

State, Side, Kind = Conversation.State, Message.Side, Message.Kind

TAKE_ON_FIRST = Refusal("raised", "This one is raised. Somebody takes it on first; then it can be put away.")
NEWS = Refusal("news", "A new message has come in meanwhile. Read it first.")
PAST = Refusal("past", "That moment is over already. Choose a later one.")


# Saying


def answer(
    actor: Actor,
    talk: Conversation,
    body: str,
    now: datetime,
    *,
    client: uuid.UUID,
    seen: int | None,
    files: Iterable[uuid.UUID] = (),
) -> Said | Refusal:
    """Answer the visitor. It opens what was closed or asleep, and takes it out of the spam folder; whoever answers
    first holds the conversation.

    ``seen`` is the last message they had before them: see ``core.say``.
    """
    words = Words(Side.CLINIC, body, client=client, author_id=actor.user_id, files=tuple(files))
    with transaction.atomic():
        said = core.say(talk, words, now, seen=seen)
        if isinstance(said, Refusal) or not said.new:
            return said
        mine, me = said.message.conversation, account_of(actor)  # locked: what is new was put into it just now
        told = []
        if mine.state != State.OPEN:
            mine.state, mine.snoozed_until, mine.closed_at = State.OPEN, None, None
            told.append(f"{me.get_short_name()} opened this again")
        if holder_of(mine) is None:
            mine.assigned = me
            told.append(f"{me.get_short_name()} answered, and holds it now")
        if mine.spam:
            mine.spam, mine.spam_why = False, ""
            told.append(f"{me.get_short_name()} answered, so this is no spam")
        if told:
            core.settle(mine)
        for line in told:
            _tell(mine, actor, line, now)
        record(actor, "answered conversation", about=about(mine), subject=mine)
    return said


def note(
    actor: Actor,
    talk: Conversation,
    body: str,
    now: datetime,
    *,
    client: uuid.UUID,
    files: Iterable[uuid.UUID] = (),
) -> Said | Refusal:
    """Write something that only colleagues read."""
    words = Words(Side.CLINIC, body, Kind.NOTE, client=client, author_id=actor.user_id, files=tuple(files))
    return core.say(talk, words, now)


# Who holds it


def assign(actor: Actor, talk: Conversation, to: User | None, now: datetime, words: str = "") -> Refusal | None:
    """Give it to somebody, or to nobody; ``words`` become a note for them."""

    def change(mine: Conversation) -> str:
        if mine.assigned_id == (to.pk if to else None):
            return ""
        mine.assigned = to
        me = account_of(actor)
        if to is None:
            return f"{me.get_short_name()} gave this back to everybody"
        return f"{me.get_short_name()} {'took this' if to == me else f'handed this to {to.get_short_name()}'}"

    if words and (refused := core.objection(Words(Side.CLINIC, words, Kind.NOTE))):
        return refused
    with transaction.atomic():
        refused = _change(actor, talk, now, change, "assigned conversation")
        if refused is None and words.strip():
            core.say(talk, Words(Side.CLINIC, words, Kind.NOTE, author_id=actor.user_id), now)
    return refused


# Putting away, and taking out again


def snooze(actor: Actor, talk: Conversation, until: datetime, now: datetime, *, seen: int | None) -> Refusal | None:
    """Put it away until a moment; a new message brings it back sooner."""
    if until <= now:
        return PAST

    def change(mine: Conversation) -> str | Refusal:
        if refused := _stays(mine, seen):
            return refused
        mine.state, mine.snoozed_until, mine.closed_at = State.SNOOZED, until, None
        return f"{account_of(actor).get_short_name()} put this away for later"

    return _change(actor, talk, now, change, "snoozed conversation")


def close(actor: Actor, talk: Conversation, now: datetime, *, seen: int | None) -> Refusal | None:
    """Close it; the visitor's next word opens it again. What waited for an answer no longer does."""

    def change(mine: Conversation) -> str | Refusal:
        if mine.state == State.CLOSED:
            return ""
        if refused := _stays(mine, seen):
            return refused
        mine.state, mine.snoozed_until, mine.closed_at = State.CLOSED, None, now
        mine.waiting_since = None
        return f"{account_of(actor).get_short_name()} closed this"

    return _change(actor, talk, now, change, "closed conversation")


def reopen(actor: Actor, talk: Conversation, now: datetime) -> Refusal | None:
    """Put it back among the open ones."""

    def change(mine: Conversation) -> str:
        if mine.state == State.OPEN:
            return ""
        mine.state, mine.snoozed_until, mine.closed_at = State.OPEN, None, None
        return f"{account_of(actor).get_short_name()} opened this again"

    return _change(actor, talk, now, change, "reopened conversation")


def mark_spam(actor: Actor, talk: Conversation, now: datetime, *, seen: int | None) -> Refusal | None:
    """Lay it among the spam. Nothing is deleted."""

    def change(mine: Conversation) -> str | Refusal:
        if mine.spam:
            return ""
        if refused := _stays(mine, seen):
            return refused
        mine.spam, mine.spam_why = True, "marked by hand"
        return f"{account_of(actor).get_short_name()} marked this as spam"

    return _change(actor, talk, now, change, "marked conversation spam")


def clear_spam(actor: Actor, talk: Conversation, now: datetime) -> Refusal | None:
    """It is no spam: back among the others."""

    def change(mine: Conversation) -> str:
        if not mine.spam:
            return ""
        mine.spam, mine.spam_why = False, ""
        return f"{account_of(actor).get_short_name()} said this is no spam"

    return _change(actor, talk, now, change, "cleared conversation of spam")


# How


def about(talk: Conversation) -> int | None:
    """The account that the log's line concerns."""
    return talk.user_id or (talk.patient.user_id if talk.patient else None)


def account_of(actor: Actor) -> User:
    """Of the member of staff who acts."""
    return User.objects.get(pk=actor.user_id or 0)


def _stays(mine: Conversation, seen: int | None) -> Refusal | None:
    """Why a conversation cannot be put away: it is raised, or something came in that was not seen."""
    if is_alarm(mine):
        return TAKE_ON_FIRST
    if seen is None:
        return None
    news = Message.objects.filter(conversation=mine, seq__gt=seen, side=Side.VISITOR).exists()
    return NEWS if news else None


def _change(
    actor: Actor, talk: Conversation, now: datetime, change: Callable[[Conversation], str | Refusal], what: str
) -> Refusal | None:
    """Change the locked row, and tell colleagues; ``change`` returns the line for them, empty for no change."""
    with transaction.atomic():
        mine = core.locked(talk.pk)
        line = change(mine)
        if isinstance(line, Refusal):
            return line
        if not line:
            return None
        core.settle(mine)
        _tell(mine, actor, line, now)
        record(actor, what, about=about(mine), subject=mine)
    return None


def _tell(mine: Conversation, actor: Actor, line: str, now: datetime) -> None:
    core.say(mine, Words(Side.HOUSE, line, Kind.EVENT, author_id=actor.user_id), now)
