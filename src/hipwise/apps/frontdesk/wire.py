"""A message as it goes over the wire: its numbers, and the bubble ready to be put on the page.

Pages, streams and pages without script show the same bubble (``frontdesk/bubble.html``).
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from hipwise.apps.frontdesk.models import Message
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
