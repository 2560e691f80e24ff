"""The list, and one conversation. A plain form answers; scripts ask the same address for JSON."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.forms_inbox import SayForm
from hipwise.apps.frontdesk.models import Attachment, Conversation, Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import inbox as read
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import beside, core, handling
from hipwise.apps.frontdesk.services.core import ANSWERED, Said
from hipwise.apps.frontdesk.views.files import carried, keep_clinics
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.apps.people.models import User
from hipwise.kit import clock, kept
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

BLANK: dict[str, Any] = {"mode": "answer", "body": ""}
REFUSED = 409


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
    typed = kept.take(request, frame.writer(request), reverse("frontdesk:put_reply", args=[number]))
    if typed is None:
        return show_talk(request, found, BLANK)
    words = "You had to sign in again. What you wrote is still here: look it over and send it."
    return show_talk(request, found, typed.dict(), Refusal("kept", words))


def _say(request: HttpRequest, found: Conversation) -> HttpResponse:
    """Say what was typed, or show why not, with everything typed and brought still there."""
    form = SayForm(request.POST)
    files, refused = carried(request, lambda upload: keep_clinics(found, upload))
    if not form.is_valid():
        refused = frame.unclear(form)
    if refused is None:
        said = _said(request, found, form.cleaned_data, files)
        if isinstance(said, Said):
            return _done(request, found, said)
        refused = said
    if _wants_json(request):
        return JsonResponse({"refused": refused.code, "words": refused.words}, status=REFUSED)
    unsent = Attachment.objects.filter(conversation=found, message=None, side=Message.Side.CLINIC, uid__in=files)
    typed = {**request.POST.dict(), "kept": unsent.defer("content")}
    return show_talk(request, frame.talk_of(found.pk), typed, refused, status=REFUSED)


def _said(
    request: HttpRequest, found: Conversation, typed: dict[str, Any], files: tuple[uuid.UUID, ...]
) -> Said | Refusal:
    actor, body, client, now = actor_of(request), typed["body"], typed["client"], clock.now()
    if typed["mode"] == "note":
        return handling.note(actor, found, body, now, client=client, files=files)
    return handling.answer(actor, found, body, now, client=client, seen=typed["seen"], files=files)


def _done(request: HttpRequest, found: Conversation, said: Said) -> HttpResponse:
    if _wants_json(request):
        [one] = rooms.read(rooms.messages(found, "clinic").filter(pk=said.message.pk))
        return JsonResponse(wire.message(one, "clinic"))
    return redirect(frame.talk_url(found.pk, frame.folder_of(request)))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def show_talk(
    request: HttpRequest,
    found: Conversation,
    typed: dict[str, Any],
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a conversation, with what was typed and why it was not said."""
    said, older = frame.said_in(found, _before(request))
    seen = said[-1].seq if said else 0
    core.mark(found, Message.Side.CLINIC, seen, seen)
    context = {
        **frame.listed(request, found.pk),
        **frame.head_of(request, found),
        "said": said,
        "seen": seen,
        "older": older,
        "is_older": seen < found.last_seq,
        "others": beside.come(found, User.objects.get(pk=frame.writer(request))),
        "history": read.history_of(found),
        "typed": typed,
        "refused": refused,
        "is_answered": refused == ANSWERED,
        "client": typed.get("client") or uuid.uuid4(),
        "mark": kept.mark(frame.writer(request)),
    }
    return render(request, "frontdesk/inbox/inbox.html", context, status=status)


def _before(request: HttpRequest) -> int | None:
    """The number before which messages are shown; None for the newest."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
