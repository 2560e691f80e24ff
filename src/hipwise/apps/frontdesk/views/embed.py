"""The chat inside another website. Nobody is known here: sessions are put aside, and a key alone lets one speak."""

from __future__ import annotations

import functools
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.services import keeping
from hipwise.apps.frontdesk.services.visiting import NOT_YOURS
from hipwise.apps.frontdesk.views.chat import state_of
from hipwise.apps.frontdesk.views.speaking import Speaker, by_header, by_text, refused
from hipwise.kit.actor import VISITOR
from hipwise.kit.doors import anyone, door

SCRIPT = Path(__file__).parent.parent / "static" / "frontdesk" / "embed.js"
AN_HOUR = 3600
COOKIE = "chat_frame"


@require_safe
@door(anyone)
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The script of the one line: under an address that never changes, so kept for an hour only."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={AN_HOUR}"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@functools.cache
def _script() -> bytes:
    return SCRIPT.read_bytes()


@require_safe
@door(anyone)
@xframe_options_exempt
def frame(request: HttpRequest) -> HttpResponse:
    """The conversation that this frame has kept, or a new one; its script may bring another key.

    A session that comes along is put aside: a page around this one must never move somebody's account.
    """
    request.user = AnonymousUser()
    request.actor = VISITOR  # type: ignore[attr-defined]
    speaker = by_text(request, request.COOKIES.get(COOKIE, "")) or Speaker(VISITOR, keys.new_key(), None)
    context = {"state": state_of(speaker), "talking": True, "client": "", "erased": "erased" in request.GET}
    answer = render(request, "frontdesk/embed/chat.html", context)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    answer["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt
@require_POST
@door(anyone)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a nameless key in a cookie of this frame on the website around it, for browsers that deny frames storage.

    Partitioned: in another website's frame, and on the clinic's own pages, there is no such cookie.
    """
    text = request.headers.get(keys.HEADER, "")
    key = keys.read_key(text)
    if key is None or key.user_id is not None:
        return refused(NOT_YOURS, 403)
    return HttpResponse(status=204, headers=_cookie(keys.written(key), int(keys.LASTS.total_seconds())))


@csrf_exempt
@require_POST
@door(anyone)
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the conversation of the key in the header, and forget the key that this frame has kept.

    Another website can set no such header; the frame's page has asked whether it is meant.
    """
    speaker = by_header(request)
    if speaker is None:
        return refused(NOT_YOURS, 403)
    if speaker.conversation is not None:
        keeping.erase_own(speaker.actor, speaker.conversation)
    return HttpResponse(status=204, headers=_cookie("", 0))


def _cookie(value: str, lasts: int) -> dict[str, str]:
    how = f"Max-Age={lasts}; Path={reverse('frontdesk:embed_chat')}; HttpOnly; Secure; SameSite=None; Partitioned"
    return {"Set-Cookie": f"{COOKIE}={value}; {how}"}
