"""The way to the chat that stands on every page for visitors and patients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.selectors import visiting
from hipwise.kit.actor import actor_of

RECENT = timedelta(days=1)
"""A chat in which something was said this lately is listened to on every page."""


@dataclass(frozen=True, slots=True)
class Launch:
    """``unread``: answers not seen yet. ``going``: whether the page listens for more before the window is opened."""

    unread: int = 0
    going: bool = False


def launch(request: HttpRequest, now: datetime) -> Launch | None:
    """The way for whoever asks; None for staff. Only a browser that holds a conversation's key costs a query."""
    actor = actor_of(request)
    if actor.is_staff:
        return None
    key = keys.read_key(request.COOKIES.get(keys.COOKIE, ""))
    if key is None:
        return Launch()
    waiting = visiting.waiting(key.uid, actor.user_id)
    is_recent = waiting.last_at is not None and waiting.last_at > now - RECENT
    return Launch(waiting.unread, going=waiting.unread > 0 or is_recent)
