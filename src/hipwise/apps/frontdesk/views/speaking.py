"""Who speaks as the visitor, settled in one place: a key from the header, a form or the cookie, and the account.

JSON doors go by the header alone. A page of another website can set no such header, so they need no CSRF token: the
cookie, which a browser sends by itself, opens none of them (``open`` hands out its key, to pages of this site alone).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.policies import may_speak
from hipwise.apps.frontdesk.selectors import rooms, visiting
from hipwise.apps.frontdesk.services.visiting import NOT_YOURS, Caller
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

MALFORMED = Refusal("malformed", "This could not be read. Please load the page again.")


@dataclass(frozen=True, slots=True)
class Speaker(Caller):
    """Somebody who may speak as the visitor; ``conversation`` is None before its first word."""

    conversation: Conversation | None


Who = TypeVar("Who", bound=Caller)
Answer = Callable[[HttpRequest, Who, dict[str, Any]], HttpResponse]


def by_text(request: HttpRequest, text: str) -> Speaker | None:
    """Who speaks with this key; None when it is forged, or another account's."""
    key, actor = keys.read_key(text), actor_of(request)
    conversation = rooms.conversation(key.uid) if key else None
    return Speaker(actor, key, conversation) if key and may_speak(actor, key, conversation) else None


def by_header(request: HttpRequest) -> Speaker | None:
    """Who speaks with the key in the header."""
    return by_text(request, request.headers.get(keys.HEADER, ""))


def caller(request: HttpRequest) -> Caller | None:
    """Whose key is in the header. The conversation is not read: whether it is theirs is still to be asked."""
    key = keys.read_key(request.headers.get(keys.HEADER, ""))
    return Caller(actor_of(request), key) if key else None


def by_cookie(request: HttpRequest) -> Speaker:
    """Who comes back to a page: with the account's running chat, the cookie's, or a key to a new one."""
    actor = actor_of(request)
    running = visiting.running(actor.user_id) if actor.user_id is not None else None
    if running is not None:
        return Speaker(actor, Key(running.uid, actor.user_id), running)
    found = by_text(request, request.COOKIES.get(keys.COOKIE, ""))
    if found is not None and (found.conversation is None or found.conversation.user_id is None):
        return found
    return Speaker(actor, keys.new_key(actor.user_id), None)


def begun_elsewhere(request: HttpRequest, speaker: Speaker) -> Speaker | None:
    """The conversation that this browser has begun in another tab, for somebody whose own key has said nothing yet.

    Two beginnings would leave the visitor the key of the later one alone, and they would never read the other's answer.
    """
    if speaker.conversation is not None and speaker.conversation.last_seq > 0:
        return None
    found = by_cookie(request)
    return found if found.conversation is not None and found.conversation.last_seq > 0 else None


def remember(response: HttpResponse, key: Key) -> None:
    """Have the browser keep the key: the conversation goes on after a reload, for as long as a key lasts."""
    response.set_cookie(
        keys.COOKIE,
        keys.written(key),
        max_age=keys.LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def refused(why: Refusal, status: int = 422, wait: int = 0, card: str = "") -> JsonResponse:
    """A no, with its words; ``wait``: seconds after which to ask again; ``card``: what to show all the same."""
    told = {"code": why.code, "words": why.words} | ({"card": card} if card else {})
    answer = JsonResponse(told, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    return private(answer)


def private(answer: JsonResponse) -> JsonResponse:
    """An answer that nobody on the way keeps."""
    answer["Cache-Control"] = "private, no-store"
    return answer


def asked_json(request: HttpRequest) -> dict[str, Any] | None:
    """The object somebody sent; None for anything else. Forms of other websites cannot send this type."""
    if request.content_type != "application/json":
        return None
    try:
        found = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def spoken(view: Answer[Speaker]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A JSON door for a POST by whoever may speak with the key in the header."""
    return _json_door(by_header, view)


def called(view: Answer[Caller]) -> Callable[[HttpRequest], HttpResponseBase]:
    """As ``spoken``, where the service asks whether they may, under the conversation's lock."""
    return _json_door(caller, view)


def _json_door(
    find: Callable[[HttpRequest], Who | None], view: Answer[Who]
) -> Callable[[HttpRequest], HttpResponseBase]:
    @csrf_exempt
    @door(anyone)
    @functools.wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        asked = asked_json(request)
        if asked is None:
            return refused(MALFORMED, 400)
        who = find(request)
        return refused(NOT_YOURS, 403) if who is None else view(request, who, asked)

    return answered
