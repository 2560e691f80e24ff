"""What streams are sent, read once for all readers of a process, and the rounds that a process makes for them.

A round looks for what no wake-up told of (a notification lost with its connection, another process on the same SQLite
file), keeps the staff's presence fresh, and sees the desk open and close. What it finds late, it finds.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Sum
from django.utils import timezone

from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.selectors.desk import desk_at
from hipwise.apps.frontdesk.selectors.rooms import Audience
from hipwise.apps.frontdesk.services.attending import keep_present
from hipwise.apps.frontdesk.services.core import DESK, INBOX, room
from hipwise.apps.people.selectors import clinic_zone
from hipwise.kit import clock
from hipwise.kit.hub import Hub
from hipwise.kit.streams import event
from hipwise.kit.threads import Together

ROOMS, STAFF = "talk:", "staff:"
ROUND = 7.0
"""Seconds between two rounds: how late a message is whose wake-up was lost."""
PRESENCE = 25.0
"""Seconds between two notes that the staff is there; they count as present for 75 (``selectors.desk``)."""
AT_ONCE = 500
"""Conversations asked for in one query."""
FIELDS = ("uid", "user", "last_seq", "version", "visitor_got", "visitor_read", "clinic_got", "clinic_read")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one audience of a conversation has not had yet."""

    uid: uuid.UUID
    audience: Audience
    after: int


@dataclass(frozen=True, slots=True)
class Page:
    """The next events, and the number up to which that is everything; ``more``: ask again at once.

    ``talk`` is the conversation as it was read just before, with no text in it; None before its first word.
    """

    talk: Conversation | None
    events: bytes
    upto: int
    more: bool = False


def staff_topic(user_id: int) -> str:
    """Who of the staff is connected stands among the topics of their streams."""
    return f"{STAFF}{user_id}"


def pages(asked: Sequence[Ask]) -> dict[Ask, Page]:
    """The next page of each ask."""
    talks = {one.uid: one for one in Conversation.objects.filter(uid__in={a.uid for a in asked}).only(*FIELDS)}
    news = any(talks[one.uid].last_seq > one.after for one in asked if one.uid in talks)
    with timezone.override(clinic_zone()) if news else nullcontext():
        return {one: _page(one, talks.get(one.uid)) for one in asked}


def _page(one: Ask, talk: Conversation | None) -> Page:
    if talk is None:
        return Page(None, b"", 0)
    # A reader may know numbers that we don't: a backup was put back. What is said from now on must reach it.
    after = min(one.after, talk.last_seq)
    found = rooms.after(talk, after, one.audience) if talk.last_seq > after else []
    events = b"".join(event("message", wire.message(said, one.audience), said.seq) for said in found)
    if len(found) == rooms.MOST:
        return Page(talk, events, found[-1].seq, more=True)
    # Everything up to the number read before is committed, so what is not among it is not for this audience.
    return Page(talk, events, max([talk.last_seq, *(said.seq for said in found)]))


def inboxes(asked: Sequence[str]) -> dict[str, str]:
    """A text that changes whenever anything in the inbox does."""
    every = Conversation.objects.aggregate(many=Count("pk"), changes=Sum("version"))
    return dict.fromkeys(asked, f"{every['many']}.{every['changes'] or 0}")


def desks(asked: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The desk as visitors see it."""
    with timezone.override(clinic_zone()):
        now = clock.now()
        return dict.fromkeys(asked, wire.desk(desk_at(now), now))


def versions(uids: Sequence[uuid.UUID]) -> dict[str, object]:
    """How far each conversation has come, by topic."""
    found: dict[str, object] = {}
    for start in range(0, len(uids), AT_ONCE):
        rows = Conversation.objects.filter(uid__in=uids[start : start + AT_ONCE])
        found |= {room(uid): version for uid, version in rows.values_list("uid", "version")}
    return found


class Newsroom:
    """What one process reads for its streams."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.pages = Together(hub.threads, pages)
        self._inboxes = Together(hub.threads, inboxes)
        self._desks = Together(hub.threads, desks)
        hub.keep_doing(lambda: _for_ever(ROUND, self.go_round))
        hub.keep_doing(lambda: _for_ever(PRESENCE, self.note_presence))

    async def inbox(self) -> str:
        """Where the inbox stands."""
        return await self._inboxes.ask(INBOX)

    async def desk(self) -> dict[str, Any]:
        """How the desk stands."""
        return await self._desks.ask(DESK)

    async def go_round(self) -> None:
        """Wake those who have not been shown what there is."""
        uids = [uuid.UUID(topic.removeprefix(ROOMS)) for topic in self.hub.topics(ROOMS)]
        found = await self.hub.threads.run(versions, uids) if uids else {}
        if self.hub.readers(INBOX):
            found[INBOX] = await self.inbox()
        if self.hub.readers(DESK):
            found[DESK] = await self.desk()
        for topic, state in found.items():
            for reader in self.hub.readers(topic):
                if reader.seen.get(topic) != state:
                    reader.wake([topic])

    async def note_presence(self) -> None:
        """Note that the connected staff is there: one statement for all of them."""
        here = self._staff()
        if here:
            await self.hub.threads.run(keep_present, here, clock.now())

    def _staff(self) -> Collection[int]:
        return [int(topic.removeprefix(STAFF)) for topic in self.hub.topics(STAFF)]


async def _for_ever(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except DatabaseError:
            log.warning("A round of the streams was left out: the database cannot be asked")
        except Exception:
            log.exception("A round of the streams went wrong")
