"""Choosing what and when: the pages on which a visitor begins."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms import wanted_in
from hipwise.apps.booking.models import Draft, Service
from hipwise.apps.booking.selectors import times
from hipwise.apps.booking.services import visitors
from hipwise.apps.booking.views.showing import choosing, number_in, show
from hipwise.apps.people import selectors as people
from hipwise.apps.people.models import Patient
from hipwise.apps.people.policies import may_be_patient
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock, limits
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

SESSION_KEY = "booking"
TOO_OFTEN = "That was asked for very often. Please wait a few minutes, or call us."


@door(anyone)
def start(request: HttpRequest) -> HttpResponse:
    """What can be booked, visits for somebody new first."""
    services = Service.objects.filter(is_open=True, practitioners__isnull=False).distinct()
    return show(request, "booking/visitor/start.html", {"services": services.order_by("-for_new", "place", "name")})


@door(anyone)
def choose_time(request: HttpRequest, slug: str) -> HttpResponse:
    """A week of free times. The first look opens the first free day."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    ask = times.Ask(service, number_in(request, "with"), number_in(request, "at"))
    context = choosing(request, ask, clock.now()) | {"steps": 3 if patient_of(request) is None else 2}
    return show(request, "booking/visitor/times.html", context)


@door(anyone)
@require_POST
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the time that was tapped, then ask who it is for. A time that has just gone shows the nearest ones."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    wanted = wanted_in(request.POST.get("time", ""), service)
    if wanted is None:
        return redirect("booking:times", slug)
    now = clock.now()
    if limits.wait("book.hold", limits.computer(request), now):
        messages.error(request, TOO_OFTEN)
        return redirect("booking:times", slug)
    draft = visitors.begin(draft_in(request), wanted, now, patient_of(request))
    if isinstance(draft, Refusal):
        return _lost(request, service, wanted, draft)
    request.session[SESSION_KEY] = str(draft.uid)
    return redirect("booking:details", draft.uid)


def _lost(request: HttpRequest, service: Service, wanted: Wanted, refused: Refusal) -> HttpResponse:
    """Somebody else was quicker: the nearest times instead."""
    ask = times.Ask(service)
    start = wanted.start.astimezone(clock.now().tzinfo)
    context = {
        "service": service,
        "words": refused.words,
        "start": start,
        "nearest": times.nearest(ask, start, clock.now()),
        "draft": draft_in(request),
    }
    return show(request, "booking/visitor/lost.html", context, status=409)


def draft_in(request: HttpRequest) -> Draft | None:
    """The booking this session has under way; None once it is a visit."""
    try:
        uid = UUID(request.session.get(SESSION_KEY, ""))
    except ValueError:
        return None
    rows = Draft.objects.select_related("hold", "service", "practitioner__user", "location", "patient__user")
    draft = rows.filter(uid=uid).first()
    if draft is None or draft.hold is None or draft.hold.state == draft.hold.State.HELD:
        return draft
    return None


def patient_of(request: HttpRequest) -> Patient | None:
    """The patient who is signed in, if somebody is."""
    actor = actor_of(request)
    if not may_be_patient(actor) or actor.patient_id is None:
        return None
    return people.patient(actor.patient_id)
