"""Talking without a server between: straight to ``services.core``, and reading the table again and again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.selectors.rooms import Audience
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Words
from tests.kit.talk import NOW
from tests.kit.talkers import Heard, Line, Record, Say, converse, unanswered


def speaker(talk: Conversation, side: str, now: Callable[[], datetime] = lambda: NOW) -> Say:
    """One who speaks in a conversation."""

    def say(word: str, client: uuid.UUID) -> bool:
        return isinstance(core.say(talk, Words(side, word, client=client), now()), Said)

    return say


def poller(talk: Conversation, audience: Audience) -> Line:
    """One who asks the table for what is new."""
    return lambda after: [Heard(one.seq, one.body) for one in rooms.after(talk, after, audience)]


def chatter(talk: Conversation, each: int, writers: int = 8, readers: Sequence[Line] | None = None) -> Record:
    """Both sides speak at once and lose every third answer; by default two tabs and two of the staff listen."""
    speaking = [unanswered(speaker(talk, ("visitor", "clinic")[number % 2])) for number in range(writers)]
    four = [poller(talk, "visitor"), poller(talk, "visitor"), poller(talk, "clinic"), poller(talk, "clinic")]
    return converse(speaking, four if readers is None else readers, each)
