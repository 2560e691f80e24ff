"""What the inbox's pages and their parts show: the list, one conversation, and how long something waits in words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hipwise.apps.frontdesk.forms_inbox import HandOverForm, SnoozeForm
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import inbox as read
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.selectors.inbox import FOLDERS, Row
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.numerals import whole
from hipwise.kit.refusal import Refusal

SHOWN = 100
"""Messages of a conversation on one page; older ones a link further."""
HAND_OVER = "hand_over"
"""The button that hands a conversation over: the one deed for which something is written."""
ICONS = {"chat": "chat", "form": "mail", "booking": "book"}


View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is written."""

    row: Row
    url: str
    icon: str
    waits: str
    is_today: bool


def folder_of(request: HttpRequest) -> str:
    """The folder that is asked for; whatever makes no sense is the first one."""
    asked = request.POST.get("folder") or request.GET.get("folder", "")
    return asked if asked in FOLDERS else "needs"


def talk_url(number: int, folder: str, page: int = 1) -> str:
    """The address of a conversation, opened from a page of a folder."""
    asked = {"folder": folder} | ({"page": page} if page > 1 else {})
    return f"{reverse('frontdesk:talk', args=[number])}?{urlencode(asked)}"


def posted(back: Callable[..., str]) -> Callable[[View], View]:
    """For what only a button does: whoever comes by a link, as after signing in again, is led ``back`` to it."""

    def made(view: View) -> View:
        only_posted = require_POST(view)

        @functools.wraps(view)
        def answered(request: HttpRequest, **found: int) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                return redirect(back(**found))
            return only_posted(request, **found)

        return answered

    return made


def to_talk(number: int, **_: int) -> str:
    """The way back from what is done with a conversation."""
    return reverse("frontdesk:talk", args=[number])


def folder_url(folder: str) -> str:
    """The address of a folder."""
    return f"{reverse('frontdesk:inbox')}?{urlencode({'folder': folder})}"


def talk_of(number: int) -> Conversation:
    """The conversation of this number.

    Raises:
        Http404: where there is none.
    """
    found = read.conversation(number) if number < 2**63 else None
    if found is None:
        raise Http404
    return found


def listed(request: HttpRequest, opened: int | None) -> dict[str, Any]:
    """The list beside or instead of a conversation; ``opened`` is the number of the one that is open."""
    now, me, folder = clock.now(), actor_of(request).user_id, folder_of(request)
    counts = read.counts(me, now)
    page = read.folder_page(folder, me, now, request.GET.get("page"))
    today = clock.today()
    lines = [
        Line(
            row,
            talk_url(row.talk.pk, folder, page.number),
            ICONS[row.talk.source],
            _waits(row.talk, now),
            timezone.localtime(row.talk.last_at).date() == today,
        )
        for row in read.rows_of(page.object_list, now)
    ]
    return {
        "folder": folder,
        "folder_words": FOLDERS[folder],
        "folders": [(name, words, folder_url(name), counts[name]) for name, words in FOLDERS.items()],
        "page": page,
        "lines": lines,
        "opened": opened,
    }


def head_of(request: HttpRequest, talk: Conversation) -> dict[str, Any]:
    """Who it is with, how it stands, and what can be done with it."""
    now = clock.now()
    holder = read.holder_of(talk)
    handing = request.POST if request.POST.get("do") == HAND_OVER else None
    asleep = talk.state == Conversation.State.SNOOZED and talk.snoozed_until and talk.snoozed_until > now
    return {
        "talk": talk,
        "name": read.name_of(talk),
        "is_nameless": read.name_of(talk) == read.NAMELESS,
        "icon_name": ICONS[talk.source],
        "holder": holder,
        "is_mine": holder is not None and holder.pk == actor_of(request).user_id,
        "is_alarm": read.is_alarm(talk),
        "is_asleep": asleep,
        "is_woken": talk.state == Conversation.State.SNOOZED and not asleep,
        "waits": _waits(talk, now),
        "hand_over": HandOverForm(handing, is_held=holder is not None),
        "snooze": SnoozeForm(now),
        "folder": folder_of(request),
        "list_page": whole(request.GET.get("page")) or 1,
        "seen": talk.last_seq,
    }


def said_in(talk: Conversation, before: int | None = None) -> tuple[list[Message], int | None]:
    """The last messages (before a number), in order, and the number before which there are older ones."""
    rows = rooms.messages(talk, "clinic").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = rooms.read(rows[: SHOWN + 1])
    more = found[SHOWN - 1].seq if len(found) > SHOWN else None
    return found[:SHOWN][::-1], more


def _waits(talk: Conversation, now: datetime) -> str:
    """How long somebody has waited, if they do. Suspected spam does not, unless it is raised."""
    if not talk.waiting_since or (talk.spam and not read.is_alarm(talk)):
        return ""
    return waits(now - talk.waiting_since)


def waits(for_: timedelta) -> str:
    """How long something has waited: "waits 12 min"."""
    minutes = int(for_.total_seconds() // 60)
    if minutes < 1:
        return "waits under a minute"
    if minutes < 60:
        return f"waits {minutes} min"
    if minutes < 48 * 60:
        return f"waits {minutes // 60} h"
    return f"waits {minutes // (24 * 60)} days"


def unclear(form: Form) -> Refusal:
    """The first thing that is wrong with what was typed."""
    return Refusal("unclear", str(next(iter(form.errors.values()))[0]))


def writer(request: HttpRequest) -> int:
    """The account that is signed in, which the door has made sure of."""
    return cast(int, actor_of(request).user_id)
