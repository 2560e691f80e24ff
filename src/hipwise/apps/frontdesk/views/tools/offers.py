"""Offering a time that is kept for a visitor; and the page at which the visitor takes it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.models import Appointment, Draft, Service
from hipwise.apps.booking.selectors import times
from hipwise.apps.booking.views.showing import show
from hipwise.apps.booking.views.visitor import SESSION_KEY, TOO_OFTEN, draft_in, patient_of
from hipwise.apps.frontdesk.forms_tools import OfferForm, WhichForm
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import offers as read
from hipwise.apps.frontdesk.selectors.inbox import name_of
from hipwise.apps.frontdesk.services import offers as services
from hipwise.apps.frontdesk.services.offers import Offering
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock, limits
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

# Staff


@door(may_answer)
@never_cache
def make(request: HttpRequest, number: int) -> HttpResponse:
    """The next free times; one tap keeps one and says so in the conversation."""
    talk = frame.talk_of(number)
    if request.method != "POST":
        return _page(request, talk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _page(request, talk, "Please choose one of the times shown.", 422)
    said = form.cleaned_data
    lead = timedelta(hours=said["service"].lead_hours)
    offering = Offering(said["wanted"], said["lasts"] == "live", lead, said["client"], said["seen"])
    answer = services.offer_time(actor_of(request), talk, offering, clock.now())
    if isinstance(answer, Refusal):
        return _page(request, talk, answer.words, 409)
    messages.success(request, "The time is kept, and the visitor sees it in the conversation.")
    return redirect("frontdesk:talk", number)


def _page(request: HttpRequest, talk: Conversation, refused: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    which = WhichForm(request.POST if request.method == "POST" else request.GET)
    ask, since = which.chosen(now.date())
    lasts = request.POST.get("lasts") or ("live" if read.is_here(talk, now) else "mail")
    context = {
        "talk": talk,
        "name": name_of(talk),
        "which": which,
        "ask": ask,
        "since": since,
        "days": read.next_free(ask, since, now) if ask else [],
        "form": OfferForm(initial={"lasts": lasts}),
        "client": uuid.uuid4(),
        "seen": request.POST.get("seen") or talk.last_seq,
        "refused": refused,
        "reach": bool(talk.email or talk.user_id),
        "open": read.open_offers(talk, now),
    }
    return render(request, "frontdesk/tools/offer.html", context, status=status)


@door(may_answer)
@frame.posted(frame.to_talk)
def back(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Take an offered time back."""
    refused = services.take_back(actor_of(request), frame.talk_of(number), message, clock.now())
    if refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, "The time is free for others again.")
    return redirect("frontdesk:talk", number)


# The visitor


@door(anyone)
@never_cache
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept, until when. Opening it changes nothing; its button leads into booking's own pages.

    The link is all that is asked for: it stands in the conversation and in letters to the visitor, nowhere else.
    """
    found = read.offer_of(token)
    if found is None:
        return show(request, "frontdesk/tools/offer_over.html", {}, status=410)
    message, wanted = found
    offered = read.offered(message, clock.now())
    if offered is not None and offered.state in {"booked", "off"}:
        if offered.visit is not None and _is_theirs(request, offered.visit):
            return redirect("booking:visit", visit_token(offered.visit))
        return show(request, "frontdesk/tools/offer_over.html", {"state": offered.state}, status=410)
    if offered is None or offered.state == "over":
        return _lost(request, wanted)
    if request.method == "POST":
        return _go_on(request, message, wanted)
    return show(request, "frontdesk/tools/offered.html", {"offered": offered, "steps": 2})


def _is_theirs(request: HttpRequest, visit: Appointment) -> bool:
    """Whether this session booked it. A link that was passed on opens nobody's visit."""
    mine = request.session.get(SESSION_KEY, "")
    return Draft.objects.filter(hold=visit).values_list("uid", flat=True).first() == _uuid(mine)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _go_on(request: HttpRequest, message: Message, wanted: Wanted) -> HttpResponse:
    now = clock.now()
    if limits.wait("book.hold", limits.computer(request), now):
        messages.error(request, TOO_OFTEN)
        return redirect(request.path)
    talk = message.conversation
    patient = patient_of(request)
    draft = services.follow(message, draft_in(request), patient, now)
    if isinstance(draft, Refusal):
        return _lost(request, wanted)
    request.session[SESSION_KEY] = str(draft.uid)
    if not talk.email and patient is None:
        messages.info(request, "The time is kept. Now we need to know who comes.")
    return redirect("booking:details", draft.uid)


def _lost(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    """No longer kept: the nearest free times, the same one among them where it is free."""
    now = clock.now()
    service = get_object_or_404(Service, pk=wanted.service)
    context: dict[str, Any] = {
        "service": service,
        "words": "This time is no longer kept for you.",
        "nearest": times.nearest(times.Ask(service), wanted.start.astimezone(now.tzinfo), now),
        "draft": None,
    }
    return show(request, "booking/visitor/lost.html", context, status=409)
