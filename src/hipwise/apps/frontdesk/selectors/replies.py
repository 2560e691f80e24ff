"""Saved replies: what can be filled in, and a reply as it reads for one visitor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hipwise.apps.booking.links import absolute
from hipwise.apps.frontdesk.models import Conversation, SavedReply
from hipwise.apps.frontdesk.selectors.desk import desk_at, opening_in_words
from hipwise.apps.people.models import User
from hipwise.apps.people.selectors import clinic_name

VARIABLES: Mapping[str, str] = {
    "name": "the visitor’s name, if they gave one",
    "me": "your first name",
    "clinic": "the clinic’s name",
    "opening": "when the chat opens next, such as “tomorrow at 8:00”",
    "promise": "when an answer comes, as set for the desk",
    "booking_link": "the address of the booking pages",
}
_GAP = re.compile(r"\{([^{}\n]*)\}?|\}")
_KNOWN = re.compile(r"\{(" + "|".join(VARIABLES) + r")\}")
_NAME = re.compile(r",?[ \t]*\{name\}(?=[.!?,;:]|[ \t]*$)|[ \t]*\{name\}")


@dataclass(frozen=True, slots=True)
class Ready:
    """A reply with its gaps filled for one conversation."""

    pk: int
    title: str
    text: str


def unknown_in(body: str) -> list[str]:
    """Every gap of a text that nothing fills, as it was typed; a lone brace is one too."""
    known = {f"{{{name}}}" for name in VARIABLES}
    return list(dict.fromkeys(found.group() for found in _GAP.finditer(body) if found.group() not in known))


def filled(body: str, values: Mapping[str, str]) -> str:
    """A text with its gaps filled. Without a name it reads as if none had been meant."""
    if not values.get("name"):
        body = "\n".join(_nameless(line) for line in body.split("\n"))
    return _KNOWN.sub(lambda gap: values.get(gap[1], ""), body)


def _nameless(line: str) -> str:
    """``Hello {name}, thank you`` as ``Hello, thank you``; a line that begins with the name begins after it."""
    if "{name}" not in line:
        return line
    bare = _NAME.sub("", line)
    if line.lstrip().startswith("{name}"):
        bare = bare.lstrip(" ,:;–-")
        bare = bare[:1].upper() + bare[1:]
    return bare


def ready(talk: Conversation, me: User, now: datetime) -> list[Ready]:
    """All replies as they read in this conversation, those used most first."""
    values = values_for(talk, me, now)
    rows = SavedReply.objects.order_by("-used", "title")
    return [Ready(row.pk, row.title, filled(row.body, values)) for row in rows]


def values_for(talk: Conversation, me: User, now: datetime) -> dict[str, str]:
    """What fills the gaps."""
    desk = desk_at(now)
    return {
        "name": talk.name.strip(),
        "me": me.get_short_name(),
        "clinic": clinic_name(),
        "opening": opening_in_words(desk, now),
        "promise": desk.promise,
        "booking_link": absolute(reverse("booking:start")),
    }
