"""The buttons of a conversation, all of them plain forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect

from hipwise.apps.frontdesk.forms_inbox import HandOverForm, SnoozeForm
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.services import handling, raising
from hipwise.apps.frontdesk.views.inbox import frame, pages
from hipwise.apps.frontdesk.views.inbox.frame import HAND_OVER
from hipwise.apps.people.models import User
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

Outcome = Refusal | None
Deed = Callable[[HttpRequest, Conversation, datetime], Outcome]


@door(may_answer)
@frame.posted(frame.to_talk)
def do(request: HttpRequest, number: int) -> HttpResponse:
    """Do what a button says; what puts a conversation away leads back to the list."""
    found, now = frame.talk_of(number), clock.now()
    name = request.POST.get("do", "")
    deed = DEEDS.get(name)
    if deed is None:
        return HttpResponseBadRequest("There is no such button.")
    refused = deed(request, found, now)
    folder = frame.folder_of(request)
    if refused:
        messages.error(request, refused.words)
        if name == HAND_OVER:
            return pages.show_talk(request, frame.talk_of(number), pages.BLANK, status=422)
        return redirect(frame.talk_url(number, folder))
    if name in AWAY:
        messages.success(request, AWAY[name])
        return redirect(frame.folder_url(folder))
    return redirect(frame.talk_url(number, folder))


def _take(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    me = User.objects.get(pk=frame.writer(request))
    return handling.assign(actor_of(request), found, me, now)


def _hand_over(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return frame.unclear(form)
    return handling.assign(actor_of(request), found, form.cleaned_data["to"], now, form.cleaned_data["words"])


def _snooze(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    form = SnoozeForm(now, request.POST)
    if not form.is_valid():
        return frame.unclear(form)
    return handling.snooze(actor_of(request), found, form.moment(), now, seen=_seen(request))


def _close(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    return handling.close(actor_of(request), found, now, seen=_seen(request))


def _reopen(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    return handling.reopen(actor_of(request), found, now)


def _spam(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    return handling.mark_spam(actor_of(request), found, now, seen=_seen(request))


def _no_spam(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    return handling.clear_spam(actor_of(request), found, now)


def _take_on(request: HttpRequest, found: Conversation, now: datetime) -> Outcome:
    return raising.take_on(actor_of(request), found, now)


def _seen(request: HttpRequest) -> int:
    """The last message on the screen; 0 where the form does not tell, so that nothing unseen is put away."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


DEEDS: Mapping[str, Deed] = {
    "take": _take,
    "take_on": _take_on,
    HAND_OVER: _hand_over,
    "snooze": _snooze,
    "close": _close,
    "reopen": _reopen,
    "spam": _spam,
    "no_spam": _no_spam,
}
AWAY = {
    "close": "Closed. It opens again with the visitor’s next word.",
    "snooze": "Put away. It comes back by itself, or with the visitor’s next word.",
    "spam": "Moved to the spam folder. Nothing is deleted.",
}
