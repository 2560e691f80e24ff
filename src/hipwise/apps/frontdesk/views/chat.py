"""The chat as its script meets it: doors that speak JSON, for whoever holds the conversation's key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hipwise.apps.frontdesk import keys, wire
from hipwise.apps.frontdesk.cards import card_for, card_for_words, card_of
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms, visiting
from hipwise.apps.frontdesk.selectors.desk import desk_at
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.apps.frontdesk.services.visiting import NOT_YOURS, Caller, leave_address, see, speak
from hipwise.apps.frontdesk.views.speaking import (
    MALFORMED,
    Speaker,
    asked_json,
    begun_elsewhere,
    by_cookie,
    by_header,
    called,
    private,
    refused,
    remember,
    spoken,
)
from hipwise.apps.people.models import User
from hipwise.kit import clock, limits
from hipwise.kit.doors import anyone, door
from hipwise.kit.numerals import whole
from hipwise.kit.refusal import Refusal

MOST_FILES = 5
NO_MARKS = {"visitor_got": 0, "visitor_read": 0, "clinic_got": 0, "clinic_read": 0}
SLOWER = Refusal("too_many", "That was a lot at once. Please wait a moment and send it again.")
NOTHING_YET = Refusal("early", "Please write your message first. Then we know what to answer.")
NO_ADDRESS = Refusal("email", "Please check the e-mail address: something in it is not right.")


@csrf_exempt
@require_POST
@door(anyone)
def open_chat(request: HttpRequest) -> HttpResponse:
    """The conversation of whoever asks, and the key to it."""
    if asked_json(request) is None:
        return refused(MALFORMED, 400)
    speaker = by_header(request) or by_cookie(request)
    return private(JsonResponse(state_of(begun_elsewhere(request, speaker) or speaker)))


def state_of(speaker: Speaker, before: int | None = None) -> dict[str, Any]:
    """All that a page needs to show a conversation, or what was said before a number, and go on with it."""
    talk, now = speaker.conversation, clock.now()
    stretch = visiting.latest(talk, before) if talk else visiting.NOTHING
    return {
        "key": keys.written(speaker.key),
        **wire.desk(desk_at(now), now),
        "first_seq": stretch.messages[0].seq if stretch.messages else 0,
        "last_seq": stretch.messages[-1].seq if stretch.messages else 0,
        "older": stretch.older,
        "marks": rooms.marks(talk) if talk else NO_MARKS,
        "reachable": bool(speaker.key.user_id or (talk and (talk.email or talk.user_id))),
        "html": [wire.bubble(one, "visitor") for one in stretch.messages],
        "card": card_of(talk) if talk else "",
    }


@dataclass(frozen=True, slots=True)
class TooMuch(Refusal):
    """``SLOWER``, with the ``seconds`` after which to say it again."""

    seconds: int


@called
def say(request: HttpRequest, who: Caller, asked: dict[str, Any]) -> HttpResponse:
    """Say something. The first word begins the conversation; saying the same again changes nothing."""
    words = words_in(asked)
    if words is None:
        return refused(MALFORMED, 400)

    def objection(talk: Conversation | None) -> Refusal | None:
        speaker = Speaker(who.actor, who.key, talk)
        if begun_elsewhere(request, speaker):
            return NOT_YOURS  # the script opens the other one and says it there
        wait = too_often(request, speaker, words.body)
        return TooMuch(SLOWER.code, SLOWER.words, wait) if wait else None

    said = speak(who, visitor_of(request, who, asked), words, clock.now(), objection)
    if said is NOT_YOURS:
        return refused(NOT_YOURS, 403)
    if isinstance(said, TooMuch):
        return refused(said, 429, said.seconds, card_for_words(words.body))
    if isinstance(said, Refusal):
        return refused(said, card=card_for_words(words.body))
    told = {"seq": said.message.seq, "html": wire.bubble(said.message, "visitor"), "card": card_for(said.message)}
    answer = JsonResponse(told)
    remember(answer, who.key)
    return private(answer)


@transaction.atomic(savepoint=False)  # a place in line each would cost more than all the rest of a message
def too_often(request: HttpRequest, speaker: Speaker, body: str) -> int:
    """Seconds to wait before the next word; 0 for none. Words of crisis or of a red flag do not wait."""
    now = clock.now()
    computer = limits.computer(request)
    wait = limits.wait("chat.say", speaker.key.uid.hex, now) or limits.wait("chat.computer", computer, now)
    wait = wait or (limits.wait("chat.begin", computer, now) if speaker.conversation is None else 0)
    return unless_urgent(wait, body, request, now)


def unless_urgent(wait: int, body: str, request: HttpRequest, now: datetime) -> int:
    """Seconds to wait: none for words of crisis or of a red flag, unless one computer sends such by the dozen."""
    if not wait or not core.concerns_in(body[: core.LONGEST]):
        return wait
    return limits.wait("urgent", limits.computer(request), now)


def visitor_of(request: HttpRequest, who: Caller, asked: Mapping[str, Any]) -> Visitor:
    """Who begins the conversation: the key's account, or what somebody without one says about themselves."""
    user = request.user
    if who.key.user_id is not None and isinstance(user, User):
        return Visitor(user.get_full_name(), user.email, "", user.pk, who.actor.patient_id)
    email = text_in(asked, "email", 254)
    return Visitor(text_in(asked, "name", 80), email if is_address(email) else "")


@spoken
def leave_word(request: HttpRequest, speaker: Speaker, asked: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """Say who one is, so that an answer can find one. Both are optional."""
    if wait := limits.wait("chat.me", speaker.key.uid.hex, clock.now()):
        return refused(SLOWER, 429, wait)
    name, email = text_in(asked, "name", 80), text_in(asked, "email", 254)
    if email and not is_address(email):
        return refused(NO_ADDRESS)
    if speaker.conversation is None:
        return refused(NOTHING_YET)
    if name or email:
        leave_address(speaker.conversation, name, email)
    return private(JsonResponse({}))


@called
def seen(request: HttpRequest, who: Caller, asked: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """Say how far one got and read."""
    got, read = asked.get("got", 0), asked.get("read", 0)
    if type(got) is not int or type(read) is not int:
        return refused(MALFORMED, 400)
    refusal = see(who, got, read)
    return refused(refusal, 403) if refusal else HttpResponse(status=204)


@spoken
def typing(request: HttpRequest, speaker: Speaker, asked: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """Show the clinic that one is writing."""
    if speaker.conversation is not None:
        if wait := limits.wait("chat.typing", speaker.key.uid.hex, clock.now()):
            return refused(SLOWER, 429, wait)
        core.show_typing(speaker.conversation, Message.Side.VISITOR, speaker.conversation.name)
    return HttpResponse(status=204)


@require_GET
@door(anyone)
def news(request: HttpRequest) -> HttpResponse:
    """What came after a message, for whoever no stream reaches; with ``?desk`` also whether somebody is there."""
    speaker = by_header(request)
    if speaker is None:
        return refused(NOT_YOURS, 403)
    talk = speaker.conversation
    found = rooms.after(talk, number_in(request, "after"), "visitor") if talk else []
    told: dict[str, Any] = {
        "messages": [wire.message(one, "visitor") for one in found],
        "marks": rooms.marks(talk) if talk else NO_MARKS,
    }
    flagged = [one for one in found if one.flags]
    if flagged:
        told["card"] = card_for(flagged[-1])
    if "desk" in request.GET:
        now = clock.now()
        told["desk"] = wire.desk(desk_at(now), now)
    return private(JsonResponse(told))


@require_GET
@door(anyone)
def older(request: HttpRequest) -> HttpResponse:
    """The messages before one."""
    speaker = by_header(request)
    if speaker is None:
        return refused(NOT_YOURS, 403)
    talk = speaker.conversation
    stretch = visiting.latest(talk, number_in(request, "before")) if talk else visiting.NOTHING
    html = [wire.bubble(one, "visitor") for one in stretch.messages]
    return private(JsonResponse({"html": html, "older": stretch.older}))


def words_in(asked: Mapping[str, Any]) -> Words | None:
    """What somebody says, as it was sent; None where that makes no sense."""
    body, files = asked.get("body", ""), asked.get("files", [])
    if not isinstance(body, str) or not isinstance(files, list) or len(files) > MOST_FILES:
        return None
    try:
        client, numbers = uuid.UUID(str(asked.get("client"))), tuple(uuid.UUID(str(one)) for one in files)
    except ValueError:
        return None
    return Words(Message.Side.VISITOR, body.replace("\0", "").replace("\r\n", "\n"), client=client, files=numbers)


def number_in(request: HttpRequest, name: str) -> int:
    """A number of the query string; 0 for anything else."""
    return whole(request.GET.get(name)) or 0


def text_in(asked: Mapping[str, Any], name: str, most: int) -> str:
    """A line that was sent; empty for anything else."""
    found = asked.get(name, "")
    return found.replace("\0", "").strip()[:most] if isinstance(found, str) else ""


def is_address(email: str) -> bool:
    """Whether a letter could be sent there."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
