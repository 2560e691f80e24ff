"""Taking in a picture or a PDF: looked at, drawn anew, sealed, and kept until a message carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Sum

from hipwise.apps.frontdesk import pictures
from hipwise.apps.frontdesk.models import Attachment, Conversation
from hipwise.apps.frontdesk.pictures import Picture, redrawn
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.sniff import PICTURES, Sort, safe_name, sort_of
from hipwise.kit.refusal import Refusal

LARGEST = 10_000_000
"""Bytes of one file as it comes."""
MOST_FILES = 40
"""Files that one side may send in one conversation."""
MOST_BYTES = 60_000_000
"""Bytes, as kept, of all files of one side in one conversation."""
UNSENT_FOR = timedelta(days=1)
"""How long a file waits for the message that carries it."""

EMPTY = Refusal("empty_file", "This file is empty. Please choose another.")
TOO_BIG = Refusal("too_big", "This file is larger than 10 MB. Please choose a smaller one.")
OTHER_SORT = Refusal(
    "other_sort", "We can take pictures (JPEG, PNG or WebP) and PDF files. This one is something else inside."
)
HEIC = Refusal(
    "heic",
    "This picture is in a format (HEIC) that many computers can't open. Take a screenshot of it and send that, or "
    "save it as JPEG first.",
)
BROKEN = Refusal("broken", "This file is broken, or a part of it is missing. Please try another.")
TOO_MANY_PIXELS = Refusal("too_many_pixels", "This picture has too many pixels. Please make it smaller, then send it.")
BUSY = Refusal("busy", "Many pictures came in at once. Please try again in a minute.")
FULL = Refusal("full", "This conversation can't take any more files. Please ask us for another way to send them.")


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was looked at and may be kept."""

    name: str
    sort: Sort
    content: bytes
    picture: Picture | None = None


def looked_at(name: str, content: bytes) -> Ready | Refusal:
    """A file as it will be kept; its name and its sender's word for its type are not believed."""
    if not content:
        return EMPTY
    if len(content) > LARGEST:
        return TOO_BIG
    sort = sort_of(content)
    if sort in PICTURES:
        return _picture(name, content, sort)
    if sort is Sort.PDF:
        whole = b"%%EOF" in content
        return Ready(safe_name(name, sort), sort, content) if whole else BROKEN
    return HEIC if sort is Sort.HEIC else OTHER_SORT


def _picture(name: str, content: bytes, sort: Sort) -> Ready | Refusal:
    try:
        drawn = redrawn(content, sort)
    except pictures.TooLarge:
        return TOO_MANY_PIXELS
    except pictures.Broken:
        return BROKEN
    except pictures.Busy:
        return BUSY
    return Ready(safe_name(name, Sort.JPEG), Sort.JPEG, drawn.content, drawn)


def keep_file(conversation: Conversation, side: str, ready: Ready, now: datetime) -> Attachment | Refusal:
    """Keep a file for the next message of this side. The lock counts files that come at the same moment."""
    picture = ready.picture
    with transaction.atomic():
        mine = core.locked(conversation.pk)
        held = Attachment.objects.filter(conversation=mine, side=side).aggregate(files=Count("pk"), bytes=Sum("size"))
        if held["files"] >= MOST_FILES or (held["bytes"] or 0) + len(ready.content) > MOST_BYTES:
            return FULL
        return Attachment.objects.create(
            conversation=mine,
            side=side,
            name=ready.name,
            type=ready.sort,
            size=len(ready.content),
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
            preview=picture.preview if picture else b"",
            content=ready.content,
            made=now,
        )


def drop_unsent(now: datetime) -> int:
    """Drop files that no message carried for a day, and conversations that began with one and are empty; how many."""
    past = now - UNSENT_FOR
    dropped = Attachment.objects.filter(message=None, made__lt=past).delete()[0]
    empty = Conversation.objects.filter(last_seq=0, made__lt=past, attachments=None)
    return dropped + empty.delete()[0]
