"""Searching what was said. Texts are sealed, so the database cannot: the newest are opened one by one.

It says how far it looked. A whole e-mail address is found among all conversations, by its digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.kit.alike import places, plain
from hipwise.kit.digest import address_digest

TALKS_READ = 2000
MESSAGES_READ = 20_000
"""How many conversations, and how many messages of them, one search opens, newest first."""
SHOWN = 50
A_TALK = 3
"""Places shown of one conversation."""
AROUND = 70
"""Letters shown on either side of what was found."""
Part = tuple[str, bool]
Said = tuple[int, str, str, datetime, str]
"""Number, side, kind, time and text of a message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message in which it was found: parts of its text, each with whether it is what was sought."""

    seq: int
    side: str
    kind: str
    at: datetime
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation with what was sought: in its name or address, or in these places."""

    talk: Conversation
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and how far it looked: back to ``since``, or ``all`` of it. ``more`` hits are not shown."""

    hits: list[Hit]
    more: bool
    talks: int
    messages: int
    since: datetime | None
    all: bool


def search(words: str) -> Found:
    """Conversations in which one message, or the sender's details, hold every word typed; the newest first."""
    wanted = plain(words).split()
    by_address = _by_address(words) if "@" in words else []
    rows = Conversation.objects.select_related("patient", "user").order_by("-last_at", "-pk")
    talks = list(rows[:TALKS_READ])
    said, read, oldest = _said({talk.pk for talk in talks}, wanted)
    known = {talk.pk for talk in by_address}
    among = (talk for talk in talks if talk.pk not in known and (talk.pk in said or _is_of(talk, wanted)))
    found = [*by_address, *among]
    hits = [Hit(talk, [_place(one, wanted) for one in said.get(talk.pk, [])]) for talk in found[:SHOWN]]
    everything = read < MESSAGES_READ and len(talks) < TALKS_READ
    since = oldest if read == MESSAGES_READ else talks[-1].last_at if talks else None
    return Found(hits, len(found) > SHOWN, len(talks), read, since, everything)


def _by_address(words: str) -> list[Conversation]:
    mine = Conversation.objects.filter(digest=address_digest(words)).select_related("patient", "user")
    return list(mine.order_by("-last_at", "-pk")[:SHOWN])


def _is_of(talk: Conversation, wanted: list[str]) -> bool:
    """Whether the name, the address, the phone or the patient's name hold every word."""
    of_patient = talk.patient.name if talk.patient else ""
    text = plain(" ".join((talk.name, talk.email, talk.phone, of_patient)))
    return bool(wanted) and all(word in text for word in wanted)


def _said(numbers: set[int], wanted: list[str]) -> tuple[dict[int, list[Said]], int, datetime | None]:
    """What was said that holds every word, by conversation; how many messages were opened, how old the last one is."""
    rows = Message.objects.filter(kind__in=(Message.Kind.TEXT, Message.Kind.NOTE, Message.Kind.OFFER))
    opened = rows.order_by("-pk").values_list("conversation_id", "seq", "side", "kind", "at", "body")
    found: dict[int, list[Said]] = {}
    read, oldest = 0, None
    for number, seq, side, kind, at, body in opened[:MESSAGES_READ].iterator(chunk_size=1000):
        read, oldest = read + 1, at
        text = plain(body)
        if number in numbers and wanted and all(word in text for word in wanted):
            here = found.setdefault(number, [])
            if len(here) < A_TALK:
                here.append((seq, side, kind, at, body))
    return found, read, oldest


def _place(said: Said, wanted: list[str]) -> Place:
    seq, side, kind, at, body = said
    return Place(seq, side, kind, at, marked(body, wanted))


def marked(body: str, wanted: list[str]) -> list[Part]:
    """The part of a text around the first find, cut into what was sought and what was not."""
    text = " ".join(body.split())
    middle = next((start for start, _ in places(text, wanted)), 0)
    begin = text.rfind(" ", 0, max(0, middle - AROUND)) + 1 if middle > AROUND else 0
    end = text.find(" ", middle + AROUND)
    end = len(text) if end < 0 else end
    cut = ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")
    parts: list[Part] = []
    at = 0
    for start, stop in places(cut, wanted):
        parts += [(cut[at:start], False), (cut[start:stop], True)]
        at = stop
    return [part for part in (*parts, (cut[at:], False)) if part[0]]
