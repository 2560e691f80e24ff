"""The list, and one conversation. A plain form answers; scripts ask the same address for JSON."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.forms_inbox import SayForm
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import inbox as read
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core, handling
from hipwise.apps.frontdesk.services.core import ANSWERED, Said
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.kit import clock, kept
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

BLANK: dict[str, Any] = {"mode": "answer", "body": ""}


@door(may_answer)
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """A folder of conversations."""
    return render(request, "frontdesk/inbox/inbox.html", frame.listed(request, None))


@door(may_answer)
@never_cache
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """One conversation; what is posted to it is an answer or a note."""
    found = frame.talk_of(number)
    if request.method == "POST":
        return _say(request, found)
    if found.patient_id or found.user_id:
        record(actor_of(request), "read conversation", about=handling.about(found), subject=found)
    core.mark(found, Message.Side.CLINIC, found.last_seq, found.last_seq)
    typed = kept.take(request, frame.writer(request))
    if typed is None:
        return _page(request, found, BLANK)
    words = "You had to sign in again. What you wrote is still here: look it over and send it."
    return _page(request, found, typed.dict(), Refusal("kept", words))


def _say(request: HttpRequest, found: Conversation) -> HttpResponse:
    """Say what was typed, or show why not, with everything typed still there."""
    form = SayForm(request.POST)
    refused: Refusal | None = None
    if form.is_valid():
        said = _said(request, found, form)
        if isinstance(said, Said):
            return _done(request, found, said)
        refused = said
    else:
        refused = Refusal("unclear", next(iter(form.errors.values()))[0])
    if _wants_json(request):
        return JsonResponse({"refused": refused.code, "words": refused.words}, status=409)
    found = frame.talk_of(found.pk)
    return _page(request, found, request.POST.dict(), refused, status=409)


def _said(request: HttpRequest, found: Conversation, form: SayForm) -> Said | Refusal:
    typed, actor, now = form.cleaned_data, actor_of(request), clock.now()
    if typed["mode"] == "note":
        return handling.note(actor, found, typed["body"], now, client=typed["client"], files=typed["files"])
    return handling.answer(
        actor, found, typed["body"], now, client=typed["client"], seen=typed["seen"], files=typed["files"]
    )


def _done(request: HttpRequest, found: Conversation, said: Said) -> HttpResponse:
    if _wants_json(request):
        one = rooms.messages(found.uid, "clinic").get(pk=said.message.pk)
        return JsonResponse(wire.message(one, "clinic"))
    return redirect(frame.talk_url(found.pk, frame.folder_of(request)))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _page(
    request: HttpRequest,
    found: Conversation,
    typed: dict[str, Any],
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    before = request.GET.get("before", "")
    said, older = frame.said_in(
        found, int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    )
    context = {
        **frame.listed(request, found.pk),
        **frame.head_of(request, found),
        "said": said,
        "older": older,
        "is_older": bool(before),
        "history": read.history_of(found),
        "typed": typed,
        "refused": refused,
        "is_answered": refused == ANSWERED,
        "client": typed.get("client") or uuid.uuid4(),
        "mark": kept.mark(frame.writer(request)),
        "longest": core.LONGEST,
    }
    return render(request, "frontdesk/inbox/inbox.html", context, status=status)
