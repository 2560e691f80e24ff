"""Erasing one's own conversation, by whoever holds its key. Works without script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.services import keeping
from hipwise.apps.frontdesk.views.speaking import Speaker, by_cookie, by_text
from hipwise.kit.doors import anyone, door

FORBIDDEN = 403


@require_http_methods(["GET", "POST"])
@door(anyone)
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """Ask, and erase. The key stands in the page, so that what is erased is what was asked about."""
    if request.method == "GET":
        return _asked(request, by_cookie(request))
    speaker = by_text(request, request.POST.get("key", ""))
    if speaker is None:
        return _asked(request, None, status=FORBIDDEN)
    if "sure" not in request.POST:
        return _asked(request, speaker, unsure="ask" not in request.POST)
    if speaker.conversation is not None:
        keeping.erase_own(speaker.actor, speaker.conversation)
    answer = redirect("frontdesk:erased")
    answer.delete_cookie(keys.COOKIE, samesite="Lax")
    return answer


@require_GET
@door(anyone)
def erased(request: HttpRequest) -> HttpResponse:
    """It is gone."""
    return render(request, "frontdesk/safety/erased.html")


def _asked(request: HttpRequest, speaker: Speaker | None, *, unsure: bool = False, status: int = 200) -> HttpResponse:
    found = speaker.conversation if speaker else None
    context = {"conversation": found, "key": keys.written(speaker.key) if speaker and found else "", "unsure": unsure}
    return render(request, "frontdesk/safety/erase.html", context, status=status)
