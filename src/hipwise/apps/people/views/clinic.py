"""The owner's pages: the clinic's details, who works here, the log."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from hipwise.apps.audit.selectors import events
from hipwise.apps.people import policies, selectors, services
from hipwise.apps.people.forms import ClinicForm, InviteForm, LogForm
from hipwise.apps.people.models import Clinic, Invitation
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

LINES_A_PAGE = 50
FRAME = "ui/staff.html"


@door(policies.may_own)
def clinic(request: HttpRequest) -> HttpResponse:
    """The clinic's details and the numbers people call."""
    found = get_object_or_404(Clinic)
    form = ClinicForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.change_clinic(actor_of(request), form.save(commit=False))
        messages.success(request, "The clinic's details are saved.")
        return redirect("people:clinic")
    return render(request, "people/clinic.html", {"form": form})


@door(policies.may_own)
def staff(request: HttpRequest) -> HttpResponse:
    """Who works here, and who is invited."""
    actor, now = actor_of(request), clock.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invited = services.invite_staff(actor, now=now, link=_link(request), **form.cleaned_data)
        if not isinstance(invited, Refusal):
            messages.success(request, f"The invitation to {invited.email} is on its way.")
            return redirect("people:staff")
        form.add_error("email", invited.words)
    ready = selectors.with_second_factor()
    seats = [{"seat": seat, "ready": seat.user_id in ready} for seat in selectors.staff()]
    context = {"seats": seats, "form": form, "invitations": selectors.open_invitations(now), "me": actor.user_id}
    return render(request, "people/staff.html", context)


def _link(request: HttpRequest) -> services.Link:
    return lambda token: request.build_absolute_uri(reverse("people:invitation", args=[token]))


@door(policies.may_own)
def end_seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Ask, then end somebody's place at the clinic."""
    seat = get_object_or_404(selectors.staff(), pk=seat_id)
    if request.method == "POST":
        refusal = services.end_seat(actor_of(request), seat, clock.now())
        if refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, f"{seat.user} no longer works here as {seat.get_work_display().lower()}.")
        return redirect("people:staff")
    context = {
        "base": FRAME,
        "question": f"End {seat.user}'s place as {seat.get_work_display().lower()}?",
        "detail": "They can no longer open anything of the clinic, from this moment. Their account stays theirs.",
        "yes": "End it",
        "back_url": reverse("people:staff"),
    }
    return render(request, "ui/ask.html", context)


@door(policies.may_own)
def take_back(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Ask, then take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=invitation_id, closed=None)
    if request.method == "POST":
        services.take_back_invitation(actor_of(request), invitation, clock.now())
        messages.success(request, "The invitation is taken back. Its link no longer works.")
        return redirect("people:staff")
    context = {
        "base": FRAME,
        "question": f"Take back the invitation to {invitation.email}?",
        "detail": "The link in the letter will no longer work.",
        "yes": "Take it back",
        "back_url": reverse("people:staff"),
    }
    return render(request, "ui/ask.html", context)


@door(policies.may_own)
def log(request: HttpRequest) -> HttpResponse:
    """Who did or read what about whom, newest first."""
    form = LogForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = events(person=selectors.number_of(asked.get("person", "")), only_readings=asked.get("only_readings", False))
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    names = selectors.names_of({number for event in page for number in (event.who_id, event.about_id) if number})
    lines = [
        {
            "at": event.at,
            "who": selectors.called(event.who_id, names),
            "what": event.what,
            "about": selectors.called(event.about_id, names) if event.about_id != event.who_id else "",
            "subject": event.subject,
        }
        for event in page
    ]
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(request, "people/log.html", {"form": form, "page": page, "lines": lines, "kept": kept.urlencode()})
