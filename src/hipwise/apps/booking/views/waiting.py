"""The waiting list: asking for a place on it, the page behind a letter's link, and the staff's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_waiting import StaffWishForm, VisitorWishForm, WishForm
from hipwise.apps.booking.links import visit_link
from hipwise.apps.booking.models import Location, Practitioner, Service, Wish
from hipwise.apps.booking.policies import may_keep_calendar
from hipwise.apps.booking.selectors import waiting
from hipwise.apps.booking.selectors.times import Time
from hipwise.apps.booking.services import waiting as services
from hipwise.apps.booking.services.contacts import contact_from_desk, contact_of_patient
from hipwise.apps.people.models import Patient
from hipwise.apps.people.policies import may_be_patient
from hipwise.apps.people.selectors import clinic_zone, patient
from hipwise.apps.people.views.frame import frame_for
from hipwise.domain.scheduling.clinic import Slot
from hipwise.kit import clock, limits
from hipwise.kit.actor import Actor, actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.numerals import whole
from hipwise.kit.refusal import Refusal


@door(anyone)
def wait(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a place on the list. Where a time that suits is free now, nobody need wait."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    actor, now = actor_of(request), clock.now()
    known = _known(actor)
    kind = WishForm if known else VisitorWishForm
    form = kind(service, _day(now), request.POST if request.method == "POST" else None, initial=_hints(request))
    free: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        free = waiting.free_now(form.wish(), now)
        if not free:
            joined = _join(request, actor, form, known, now)
            if not isinstance(joined, Refusal):
                return joined
            form.refuse(joined)
    context = {
        "frame": frame_for(actor),
        "service": service,
        "form": form,
        "free": _shown(free),
        "known": known.user if known else None,
    }
    return render(request, "booking/waiting/join.html", context)


@door(anyone)
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Says that a letter is on its way; the same whoever asked."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    return render(request, "booking/waiting/asked.html", {"frame": frame_for(actor_of(request)), "service": service})


@door(anyone)
@never_cache
def wish(request: HttpRequest, token: str) -> HttpResponse:
    """One wish, for whoever holds its letter. Opening it changes nothing; its buttons do."""
    found = waiting.wish_of(token)
    if found is None:
        raise Http404
    actor, now = actor_of(request), clock.now()
    if request.method == "POST":
        _do(request, actor, found, now)
        return redirect("booking:wish", token)
    offer = found.offer if found.state == Wish.State.OFFERED else None
    context = {
        "frame": "ui/visitor.html",
        "wish": found,
        "days": waiting.days_of(found),
        "offer": offer if offer and offer.held_until and offer.held_until > now else None,
        "visit": found.offer if found.state == Wish.State.BOOKED else None,
        "visit_link": visit_link(found.offer) if found.state == Wish.State.BOOKED and found.offer else "",
        "is_open": found.state in waiting.OPEN,
    }
    return render(request, "booking/waiting/wish.html", context)


def _do(request: HttpRequest, actor: Actor, found: Wish, now: datetime) -> None:
    """What a button of the wish's page stands for."""
    seen = whole(request.POST.get("offer")) or 0
    deeds: dict[str, tuple[Callable[[], object], str]] = {
        "prove": (lambda: services.prove_address(found, now), "Thank you. You are on the list."),
        "accept": (
            lambda: services.accept_offer(actor, found, now, seen=seen),
            "Booked. We have sent you a letter with the details.",
        ),
        "let_go": (
            lambda: services.let_offer_go(actor, found, seen=seen),
            "You let this time go and are still on the list.",
        ),
        "leave": (lambda: services.leave_list(actor, found), "You have left the list."),
    }
    chosen = deeds.get(request.POST.get("do", ""))
    if chosen is None:
        return
    deed, said = chosen
    outcome = deed()
    if isinstance(outcome, Refusal):
        messages.error(request, outcome.words)
    else:
        messages.success(request, said)


def _join(
    request: HttpRequest, actor: Actor, form: WishForm | VisitorWishForm, known: Patient | None, now: datetime
) -> HttpResponse | Refusal:
    """Join, and the page to go on to. A visitor learns nothing of what else an address has asked for."""
    slug = form.service.slug
    if isinstance(form, VisitorWishForm):
        contact = form.contact(now)
        too_many = limits.wait("wait.join", limits.computer(request), now) or limits.wait(
            "wait.email", contact.digest, now
        )
        if too_many:
            return Refusal("too_often", "That was asked for very often. Please try again later, or call us.")
        services.join_list(actor, form.wish(), contact, now)
        return redirect("booking:wait_asked", slug)
    joined = services.join_list(actor, form.wish(), contact_of_patient(cast(Patient, known), now), now)
    if isinstance(joined, Refusal):
        return joined
    messages.success(request, "You are on the list. We write to you as soon as a time is free.")
    return redirect("booking:wish", waiting.wish_token(joined))


# Staff


@door(may_keep_calendar)
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits for what since when, and which offers are out."""
    now = clock.now()
    rows = [
        {"wish": one, "days": waiting.days_of(one), "offer": one.offer if one.state == Wish.State.OFFERED else None}
        for one in waiting.open_wishes()
    ]
    return render(request, "booking/waiting/list.html", {"rows": rows, "now": now, "services": _open_services()})


@door(may_keep_calendar)
def add_wish(request: HttpRequest, slug: str) -> HttpResponse:
    """Put somebody on the list who called."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    actor, now = actor_of(request), clock.now()
    form = StaffWishForm(service, _day(now), request.POST if request.method == "POST" else None)
    free: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        free = waiting.free_now(form.wish(), now)
        if not free:
            joined = services.join_list(actor, form.wish(), contact_from_desk(*form.typed(), now), now)
            if isinstance(joined, Wish):
                asked_first = "" if joined.contact.proved else " A letter asks them to confirm their address."
                messages.success(request, f"On the list.{asked_first}")
                return redirect("booking:waiting")
            form.refuse(joined)
    context = {"service": service, "form": form, "free": _shown(free), "services": _open_services()}
    return render(request, "booking/waiting/add.html", context)


@door(may_keep_calendar)
@require_POST
def remove_wish(request: HttpRequest, number: int) -> HttpResponse:
    """Take somebody off the list."""
    refused = services.leave_list(actor_of(request), get_object_or_404(Wish, pk=number))
    if refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, "Taken off the list.")
    return redirect("booking:waiting")


# How


def _known(actor: Actor) -> Patient | None:
    """A signed-in patient, who need not type again what the clinic knows."""
    found = patient(actor.patient_id) if may_be_patient(actor) and actor.patient_id else None
    return found if found and found.user else None


def _open_services() -> list[Service]:
    return list(Service.objects.filter(is_open=True, practitioners__isnull=False).distinct())


def _shown(slots: list[Slot]) -> list[Time]:
    """Free times with the names of who and where."""
    people = Practitioner.objects.select_related("user").in_bulk({slot.practitioner for slot in slots})
    places = Location.objects.in_bulk({slot.location for slot in slots})
    return [Time(slot.start, people[slot.practitioner], places[slot.location]) for slot in slots]


def _hints(request: HttpRequest) -> dict[str, str]:
    """What the page before has settled already."""
    return {name: request.GET[name] for name in ("practitioner", "location") if request.GET.get(name, "").isdigit()}


def _day(now: datetime) -> date:
    return now.astimezone(clinic_zone()).date()
