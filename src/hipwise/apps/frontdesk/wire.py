"""A message as it goes over the wire: its numbers, and the bubble ready to be put on the page.

Pages, streams and pages without script show the same bubble (``frontdesk/bubble.html``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from hipwise.apps.frontdesk.models import Message
from hipwise.apps.frontdesk.selectors.desk import Desk, opening_in_words, present_in_words
from hipwise.apps.frontdesk.selectors.rooms import Audience


def message(one: Message, audience: Audience) -> dict[str, Any]:
    """JSON for one reader's audience; the same for all readers of it."""
    return {
        "seq": one.seq,
        "client": str(one.client),
        "side": one.side,
        "kind": one.kind,
        "author": one.author_id if audience == "clinic" else None,
        "html": bubble(one, audience),
    }


def bubble(one: Message, audience: Audience) -> str:
    """The message as a list item."""
    return render_to_string("frontdesk/bubble.html", {"message": one, "audience": audience}).strip()


def desk(one: Desk, now: datetime) -> dict[str, Any]:
    """Whether somebody is there, in JSON and in words for the head of the window."""
    return {
        "open": one.open,
        "title": desk_title(one),
        "words": desk_words(one, now),
        "next_opening": one.next_opening.isoformat() if one.next_opening else None,
        "present": list(one.present) if one.open else [],
        "promise": one.promise,
    }


def desk_title(one: Desk) -> str:
    """What stands above the window of whoever has not written yet."""
    if one.open:
        return "Chat with the clinic"
    if one.within_hours:
        return "We’re away just now"
    return "We’re closed just now" if one.next_opening else "Write to us"


def desk_words(one: Desk, now: datetime) -> str:
    """One line: who is there, or when somebody will be."""
    if one.open:
        return f"Open now. {present_in_words(one)} {'are' if one.present[1:] else 'is'} here."
    if one.within_hours:
        return "Nobody is at the desk this minute."
    if one.next_opening is None:
        return "A person reads it, and answers."
    return f"Chat opens {opening_in_words(one, now)}."
