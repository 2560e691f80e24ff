"""The front desk's two streams: what a visitor hears of their conversation, and the staff of theirs and of the inbox.

They stand in front of Django (``project.asgi``); ``kit.streams`` asks ``may_stay`` before anything is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.news import Ask, Newsroom, staff_topic
from hipwise.apps.frontdesk.policies import may_answer, may_speak
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.selectors.rooms import Audience
from hipwise.apps.frontdesk.services.attending import arrive
from hipwise.apps.frontdesk.services.core import DESK, INBOX, room
from hipwise.apps.frontdesk.services.handling import about
from hipwise.apps.people.selectors import actor_for
from hipwise.kit import clock
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.hub import Hub, Note, Reader
from hipwise.kit.numerals import whole
from hipwise.kit.streams import Over, StreamDoor, event

PACE = 1.0
"""Seconds between two notes that the inbox has changed; a list need not be fetched more often."""
READ_LATELY = timedelta(hours=1)
"""A conversation's line in the log holds for a page and all streams beside it that break and come back."""


def actor_of_session(number: str | None) -> Actor:
    """Who a session is, now: a visitor when there is none, or it has ended."""
    if not number:
        return VISITOR
    request = HttpRequest()
    request.session = SessionStore(number)
    request.user = get_user(request)
    return actor_for(request)


class RoomNews:
    """What one reader of one conversation has been sent."""

    def __init__(self, newsroom: Newsroom, uid: UUID, audience: Audience, after: int) -> None:
        self._newsroom, self._uid, self._audience, self._after = newsroom, uid, audience, after
        self._marks: dict[str, int] = {}
        self.topic = room(uid)

    async def events(self, reader: Reader, may: VisitorSeat | ClinicSeat) -> AsyncIterator[bytes]:
        """Everything new, page by page until there is no more; ``may`` judges each before it is sent."""
        more = True
        while more and not reader.over:
            page = await self._newsroom.pages.ask(Ask(self._uid, self._audience, self._after))
            if not may.may_read(page.talk):
                raise Over
            self._after, more = page.upto, page.more
            words = page.events
            if page.talk is not None:
                reader.seen[self.topic] = page.talk.version
                words += self._changed_marks(page.talk)
            if words:
                yield words

    def _changed_marks(self, talk: Conversation) -> bytes:
        marks = rooms.marks(talk)
        if marks == self._marks:
            return b""
        self._marks = marks
        return event("marks", marks)


class VisitorSeat:
    """A visitor's place: their conversation, and whether somebody is at the desk."""

    def __init__(self, newsroom: Newsroom, key: keys.Key, written: str, session: str | None, after: int) -> None:
        self._newsroom, self._key, self._written, self._session = newsroom, key, written, session
        self._actor = VISITOR
        self._room = RoomNews(newsroom, key.uid, "visitor", after)
        self.topics: Collection[str] = (self._room.topic, DESK)

    def may_stay(self) -> bool:
        """Whether the key still opens this conversation to this session."""
        self._actor = actor_of_session(self._session)
        talk = Conversation.objects.only("user").filter(uid=self._key.uid).first()
        return may_speak(self._actor, keys.read_key(self._written), talk)

    def may_read(self, talk: Conversation | None) -> bool:
        """Whether it opens the conversation as it is now: an account may have claimed it."""
        return may_speak(self._actor, self._key, talk)

    async def news(self, reader: Reader) -> AsyncIterator[bytes]:
        """New messages and marks, who is typing, and the desk when it opens or closes."""
        due, notes = reader.take()
        for note in notes:
            if note.get("typing") == Message.Side.CLINIC:
                yield _typing(note)
        if self._room.topic in due:
            async for words in self._room.events(reader, self):
                yield words
        if DESK in due:
            desk = await self._newsroom.desk()
            if reader.seen.get(DESK) != desk:
                reader.seen[DESK] = desk
                yield event("desk", desk)


class ClinicSeat:
    """A place of the staff: the inbox, and the conversation that is open beside it, if any."""

    def __init__(self, newsroom: Newsroom, session: str | None, number: int | None, after: int) -> None:
        self._newsroom, self._session, self._number, self._after = newsroom, session, number, after
        self._actor = VISITOR
        self._room: RoomNews | None = None
        self._told = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._is_new = True

    @property
    def topics(self) -> Collection[str]:
        """The inbox, the open conversation, and that this account is connected."""
        theirs = [self._room.topic] if self._room else []
        return [INBOX, *theirs, *([staff_topic(self._actor.user_id)] if self._actor.user_id else [])]

    def may_stay(self) -> bool:
        """Whether this session still is of somebody who answers. At first it also finds the conversation."""
        self._actor = actor_of_session(self._session)
        if not may_answer(self._actor) or self._actor.user_id is None:
            return False
        if self._is_new:
            self._is_new = False
            arrive(self._actor.user_id, clock.now())
            return self._number is None or self._found(self._number)
        return True

    def _found(self, number: int) -> bool:
        talk = Conversation.objects.only("uid", "user", "patient__user").select_related("patient").filter(pk=number)
        opened = talk.first()
        if opened is None:
            return False
        _note_reading(self._actor, opened)
        self._room = RoomNews(self._newsroom, opened.uid, "clinic", self._after)
        return True

    def may_read(self, talk: Conversation | None) -> bool:
        """Whether it is still there: session and work are asked within each minute."""
        return talk is not None

    async def news(self, reader: Reader) -> AsyncIterator[bytes]:
        """New messages and marks of the open conversation, who is typing in it, and that the inbox has changed."""
        due, notes = reader.take()
        for note in notes:
            if "typing" in note and note.get("by") != self._actor.user_id:
                yield _typing(note)
        if self._room is not None and self._room.topic in due:
            async for words in self._room.events(reader, self):
                yield words
        if INBOX in due and self._is_time(reader):
            version = await self._newsroom.inbox()
            if reader.seen.get(INBOX) != version:
                reader.seen[INBOX] = version
                yield event("inbox", {"version": version})

    def _is_time(self, reader: Reader) -> bool:
        """Whether the inbox may be told of now; else the reader is woken when it may."""
        loop = asyncio.get_running_loop()
        rest = self._told + PACE - loop.time()
        if rest > 0:
            if self._later is None or self._later.when() <= loop.time():  # one for all that comes until then
                self._later = loop.call_later(rest, reader.wake, [INBOX])
            return False
        self._told = loop.time()
        return True


def _note_reading(actor: Actor, talk: Conversation) -> None:
    """Log that somebody reads a conversation of a person we know, as its page does."""
    if not (talk.patient_id or talk.user_id):
        return
    what, named = "read conversation", f"{talk._meta.label_lower}:{talk.pk}"
    since = clock.now() - READ_LATELY
    if not Event.objects.filter(who_id=actor.user_id, what=what, subject=named, at__gt=since).exists():
        record(actor, what, about=about(talk), subject=talk)


def _typing(note: Note) -> bytes:
    return event("typing", {"typing": note["typing"], "who": note.get("who", "")})


def _after(request: HttpRequest) -> int:
    """The last message that the reader has. What is no number counts as none: they get everything, and drop doubles."""
    return whole(request.headers.get("Last-Event-ID") or request.GET.get("after")) or 0


def _session(request: HttpRequest) -> str | None:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME)


def visitor_seat(request: HttpRequest, hub: Hub) -> VisitorSeat | None:
    """The place of whoever holds the key in the header; None for a forged one."""
    written = request.headers.get(keys.HEADER, "")
    key = keys.read_key(written)
    return VisitorSeat(hub.its(Newsroom), key, written, _session(request), _after(request)) if key else None


def clinic_seat(request: HttpRequest, hub: Hub) -> ClinicSeat | None:
    """A place in the inbox, with the conversation that ``?talk=`` names; None where that is no number."""
    asked = request.GET.get("talk", "")
    number = whole(asked)
    if asked and number is None:
        return None
    return ClinicSeat(hub.its(Newsroom), _session(request), number, _after(request))


DOORS = (
    StreamDoor("/chat/stream/", may_speak, visitor_seat),
    StreamDoor("/staff/inbox/stream/", may_answer, clinic_seat),
)
