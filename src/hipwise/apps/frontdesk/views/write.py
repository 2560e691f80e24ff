"""The contact form, what comes after it, and the way back to a conversation from a letter."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hipwise.apps.frontdesk import agreement, cards
from hipwise.apps.frontdesk.checks import human, spam, sums, tokens, work
from hipwise.apps.frontdesk.checks.human import Given
from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.apps.frontdesk.forms import WriteForm
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.links import conversation_of
from hipwise.apps.frontdesk.models import Message
from hipwise.apps.frontdesk.selectors.desk import desk_at
from hipwise.apps.frontdesk.selectors.visiting import running
from hipwise.apps.frontdesk.services import writing
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.apps.frontdesk.services.joining import join_conversation
from hipwise.apps.frontdesk.services.writing import Written
from hipwise.apps.frontdesk.views.chat import unless_urgent
from hipwise.apps.frontdesk.views.speaking import remember
from hipwise.apps.frontdesk.words import wait_in_words
from hipwise.apps.people import selectors as people
from hipwise.apps.people.models import Patient, User
from hipwise.apps.people.policies import may_be_patient
from hipwise.apps.people.views.frame import frame_for
from hipwise.kit import clock, limits, stale
from hipwise.kit.actor import actor_of
from hipwise.kit.digest import address_digest, digest
from hipwise.kit.doors import anyone, door, turn_away
from hipwise.kit.refusal import Refusal
from hipwise.kit.stale import STALE, shown_again

PURPOSE = "write"
TRAP = "homepage"
"""The field that people never see."""
OTHERS = 409
SENT_SALT, SENT_FOR = "frontdesk.sent", 1800


def _stale(request: HttpRequest) -> HttpResponse:
    """Everything typed again, with a new check."""
    form = _form(request, request.POST, _known(request))
    form.add_error(None, STALE.words)
    return _page(request, form, clock.now(), status=stale.STATUS)


@shown_again(_stale)
@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone)
def write(request: HttpRequest) -> HttpResponse:
    """Ask, take what was typed, store it. Whatever is wrong, everything typed comes back."""
    now, known = clock.now(), _known(request)
    clinic = people.clinic()
    typed = request.POST if request.method == "POST" else None
    form = _form(request, typed, known)
    if typed is None:
        return _page(request, form, now)
    check = _check(request, known, now)
    if isinstance(check, Refusal):
        unasked = check == human.OVER and request.POST.get("work")
        form.add_error(*((None, human.OVER_UNASKED.words) if unasked else ("number", check.words)))
        return _page(request, form, now)
    if not form.is_valid():
        return _page(request, form, now, check)
    if seconds := unless_urgent(_too_often(request, form, known, now), form.cleaned_data["body"], request, now):
        form.add_error(None, _come_back(seconds, clinic.phone if clinic else ""))
        return _page(request, form, now, check, status=429)
    said = writing.send(_written(request, form, known, check, now), check, now)
    if isinstance(said, Refusal):
        form.add_error(None, said.words)
        return _page(request, form, now, again=True)
    return redirect(f"{reverse('frontdesk:sent')}?it={signing.dumps(said.pk, salt=SENT_SALT)}")


@require_safe
@door(anyone)
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next. If the words gave cause for worry, who to call stands first."""
    message = _sent_message(request.GET.get("it", ""))
    desk, actor = desk_at(clock.now()), actor_of(request)
    context = {
        "frame": frame_for(actor),
        "is_theirs": message is not None and message.conversation.user_id == actor.user_id is not None,
        "promise": desk.promise,
        "talk": message.conversation if message else None,
        "card": cards.card_for(message) if message and message.flags else "",
    }
    return _private(render(request, "frontdesk/write/sent.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone)
def back(request: HttpRequest, token: str) -> HttpResponseBase:
    """Back to a conversation by the link in a letter. Opening it changes nothing; its button does."""
    conversation, actor = conversation_of(token), actor_of(request)
    if conversation is None:
        return _private(render(request, "frontdesk/write/back_over.html", {"frame": frame_for(actor)}, status=404))
    if conversation.user_id not in {None, actor.user_id}:
        return turn_away(request)
    if request.method != "POST":
        return _private(render(request, "frontdesk/write/back.html", {"frame": frame_for(actor)}))
    now, key = clock.now(), Key(conversation.uid)
    writing.prove_address(actor, conversation, now)
    joined = isinstance(request.user, User) and join_conversation(request.user, key, now)
    if joined or conversation.user_id is not None:
        return redirect("frontdesk:message", conversation.uid)
    if actor.user_id is not None and running(actor.user_id):
        again = {"frame": frame_for(actor), "is_others": True}
        return _private(render(request, "frontdesk/write/back.html", again, status=OTHERS))
    answer = redirect("frontdesk:chat")
    remember(answer, key)
    return answer


# How


def _form(request: HttpRequest, typed: QueryDict | None, known: Patient | None) -> WriteForm:
    clinic = people.clinic()
    return WriteForm(
        typed,
        known=known is not None,
        country=clinic.country if clinic else "",
        initial={"topic": request.GET.get("topic", "")},
    )


def _page(
    request: HttpRequest,
    form: WriteForm,
    now: datetime,
    check: Check | None = None,
    *,
    status: int = 200,
    again: bool = False,
) -> HttpResponse:
    """The form with a check: the one that was answered already if it still stands, else a new one.

    ``again``: what was typed is another message than the one sent before, so it gets a number of its own.
    """
    answered, check = check is not None, check or tokens.new_check(now)
    if not answered:
        form.ask(sums.question(check))
    elif "number" in form.fields:
        form["number"].label = sums.question(check)
    context: dict[str, Any] = {
        "frame": frame_for(actor_of(request)),
        "form": form,
        "known": _known(request),
        "check": tokens.written(check, PURPOSE, _browser(request)),
        "challenge": work.challenge(check) if "number" in form.fields else None,
        "client": uuid.uuid4() if again else _client(request),
        "trap": TRAP,
        "card": cards.card_for_words(request.POST.get("body", "")),
        "desk": desk_at(now),
    }
    answer = render(request, "frontdesk/write/write.html", context, status=status)
    # Not "no-store": a browser that goes back must still have what was typed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _known(request: HttpRequest) -> Patient | None:
    """A signed-in patient: the clinic knows their name and how to reach them, and their account is their proof."""
    actor = actor_of(request)
    found = people.patient(actor.patient_id) if may_be_patient(actor) and actor.patient_id else None
    return found if found and found.user else None


def _browser(request: HttpRequest) -> str:
    """What ties a check to this browser: a digest of the secret in its CSRF cookie, so that no other is needed."""
    get_token(request)
    return digest(request.META["CSRF_COOKIE"], "check.browser")[:32]


def _check(request: HttpRequest, known: Patient | None, now: datetime) -> Check | Refusal:
    """The check that was answered, or why not. Of somebody we know none is asked."""
    if known is not None:
        return tokens.new_check(now)
    given = Given(*(request.POST.get(name) for name in ("check", "number", "work")))
    return human.judge(given, PURPOSE, _browser(request), now)


def _client(request: HttpRequest) -> uuid.UUID:
    """The form's own number, as it came or new."""
    try:
        return uuid.UUID(request.POST.get("client", ""))
    except ValueError:
        return uuid.uuid4()


def _too_often(request: HttpRequest, form: WriteForm, known: Patient | None, now: datetime) -> int:
    """Seconds after which to come back; 0 for none."""
    if known is not None:
        return limits.wait("write.sender", str(known.user_id), now)
    address, phone = form.address()
    sender = address_digest(address or phone)
    return (
        limits.wait("write.computer", limits.computer(request), now)
        or limits.wait("write.sender", sender, now)
        or limits.wait("write.all", "", now)
    )


def _come_back(seconds: int, phone: str) -> str:
    call = f", or call us: {phone}" if phone else ""
    return (
        "Many messages have come this way just now, so this one has not been sent. "
        f"Please send it {wait_in_words(seconds)}{call}. What you wrote is still here."
    )


def _written(request: HttpRequest, form: WriteForm, known: Patient | None, check: Check, now: datetime) -> Written:
    said = form.cleaned_data
    if known is not None and known.user is not None:
        user = known.user
        visitor = Visitor(known.name or user.get_full_name(), user.email, "", user.pk, known.pk)
        return Written(visitor, said["body"], _client(request), said["topic"])
    visitor = Visitor(said["name"], *form.address(), user_id=actor_of(request).user_id)
    often = bool(limits.wait("write.same", said["body"].strip().casefold(), now))
    sample = spam.Sample(said["name"], said["body"], request.POST.get(TRAP, ""), now - check.made, often)
    return Written(visitor, said["body"], _client(request), said["topic"], agreement.VERSION, spam.why(sample))


def _sent_message(token: str) -> Message | None:
    try:
        number = signing.loads(token, salt=SENT_SALT, max_age=SENT_FOR)
    except signing.BadSignature:
        return None
    return Message.objects.select_related("conversation").filter(pk=number).first()


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
