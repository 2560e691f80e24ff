"""The chat as a page: it works without script, and is the same window that the script brings to life."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hipwise.apps.frontdesk.cards import card_for_words
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Attachment, Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import rooms, visiting
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.visiting import NOT_YOURS, leave_address, speak
from hipwise.apps.frontdesk.views.chat import (
    NO_ADDRESS,
    SLOWER,
    is_address,
    number_in,
    state_of,
    text_in,
    too_often,
    visitor_of,
    words_in,
)
from hipwise.apps.frontdesk.views.files import carried, keep_visitors
from hipwise.apps.frontdesk.views.speaking import MALFORMED, Speaker, begun_elsewhere, by_cookie, by_text, remember
from hipwise.apps.people.policies import may_be_someone
from hipwise.apps.people.views.frame import frame_for
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal
from hipwise.kit.stale import STALE, shown_again

Files = tuple[uuid.UUID, ...]


def _stale(request: HttpRequest) -> HttpResponse:
    """The page again, with everything typed."""
    return _again(request, by_cookie(request), STALE)


@shown_again(_stale)
@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone)
def page(request: HttpRequest) -> HttpResponse:
    """The conversation of whoever comes, and what they write into the form."""
    if request.method == "POST":
        return _written(request)
    return _shown(request, by_cookie(request), reverse("frontdesk:chat"))


@require_GET
@door(anyone)
def window(request: HttpRequest) -> HttpResponse:
    """The window alone, for the sheet over another page."""
    return _drawn(request, "frontdesk/chat/sheet.html", by_cookie(request), {})


@require_GET
@door(may_be_someone)
def messages(request: HttpRequest) -> HttpResponse:
    """Every conversation of an account."""
    actor = actor_of(request)
    shelf = Paginator(visiting.theirs(actor.user_id or 0), 20).get_page(request.GET.get("page"))
    context = {"frame": frame_for(actor), "page": shelf, "talks": visiting.lines(list(shelf))}
    return _private(render(request, "frontdesk/chat/messages.html", context))


@require_GET
@door(may_be_someone)
def message(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One conversation of an account, closed ones too: writing opens it again."""
    actor = actor_of(request)
    talk = rooms.conversation(uid)
    if talk is None or actor.user_id is None or talk.user_id != actor.user_id:
        raise Http404
    return _shown(request, Speaker(actor, Key(uid, actor.user_id), talk), request.path, {"fixed": uid.hex})


def _written(request: HttpRequest) -> HttpResponse:
    """Do what the form says and lead back to the page; a refusal shows it again with everything typed."""
    speaker = by_text(request, request.POST.get("key", ""))
    if speaker is None:
        return _again(request, by_cookie(request), NOT_YOURS)
    speaker = begun_elsewhere(request, speaker) or speaker
    is_name = request.POST.get("what") == "me"
    refused, files = _left(speaker, request.POST) if is_name else _said(request, speaker)
    if refused is not None:
        return _again(request, speaker, refused, files)
    answer = redirect(f"{_address(speaker)}#chat-body")
    remember(answer, speaker.key)
    return answer


def _said(request: HttpRequest, speaker: Speaker) -> tuple[Refusal | None, Files]:
    """Say what the form says; with a refusal come the files that were taken and need not be brought again."""
    if too_often(request, speaker, request.POST.get("body", "")):
        return SLOWER, ()
    files, refused = carried(request, lambda upload: keep_visitors(request, speaker, upload))
    asked = {"body": request.POST.get("body", ""), "client": request.POST.get("client", ""), "files": list(files)}
    words = words_in(asked)
    if words is None or refused is not None:
        return refused or MALFORMED, files
    said = speak(speaker, visitor_of(request, speaker, {}), words, clock.now())
    return (said, files) if isinstance(said, Refusal) else (None, ())


def _left(speaker: Speaker, typed: QueryDict) -> tuple[Refusal | None, Files]:
    name, email = text_in(typed, "name", 80), text_in(typed, "email", 254)
    if email and not is_address(email):
        return NO_ADDRESS, ()
    if speaker.conversation is not None and (name or email):
        leave_address(speaker.conversation, name, email)
    return None, ()


def _address(speaker: Speaker) -> str:
    """Where this conversation is shown to this speaker."""
    if speaker.actor.user_id is not None:
        running = visiting.running(speaker.actor.user_id)
        if running is None or running.uid != speaker.key.uid:
            return reverse("frontdesk:message", args=[speaker.key.uid])
    return reverse("frontdesk:chat")


def _again(request: HttpRequest, speaker: Speaker, refused: Refusal, files: Files = ()) -> HttpResponse:
    status = 403 if refused in {NOT_YOURS, STALE} else 429 if refused is SLOWER else 422
    client = request.POST.get("client", "")
    unsent = Attachment.objects.filter(uid__in=files, message=None, side=Message.Side.VISITOR).defer("content")
    card = card_for_words(request.POST.get("body", ""))
    more: dict[str, object] = {"refusal": refused.words, "typed": request.POST, "kept": unsent, "card": card}
    if client:
        more["client"] = client
    return _shown(request, speaker, _address(speaker), more, status=status)


def _shown(
    request: HttpRequest, speaker: Speaker, here: str, more: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    talk = speaker.conversation
    if talk is not None and talk.visitor_read < talk.last_seq:
        core.mark(talk, Message.Side.VISITOR, talk.last_seq, talk.last_seq)
    context = {"frame": frame_for(speaker.actor), "at_desk": may_answer(speaker.actor), "here": here, **(more or {})}
    return _drawn(request, "frontdesk/chat/page.html", speaker, context, status=status)


def _drawn(
    request: HttpRequest, template: str, speaker: Speaker, more: dict[str, object], *, status: int = 200
) -> HttpResponse:
    state = state_of(speaker, before=number_in(request, "before") or None)
    context = {
        "state": state,
        "talking": state["open"] or bool(state["html"]),
        "is_named": speaker.key.user_id is not None,
        "client": str(uuid.uuid4()),
        **more,
    }
    answer = render(request, template, context, status=status)
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
