"""The first page of the set-up: can the clinic be booked, what is missing, and the way to every part."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_setup.services import SUGGESTIONS
from hipwise.apps.booking.models import Practitioner
from hipwise.apps.booking.policies import may_keep_calendar, may_set_hours, may_set_up
from hipwise.apps.booking.selectors import setup as selectors
from hipwise.apps.booking.selectors.misplaced import misplaced
from hipwise.apps.booking.services.setup import open_place, seat_practitioner
from hipwise.apps.booking.views.setup.frame import HOME, Lost, calendar_link, hand_of
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.people.selectors import clinic, practitioners
from hipwise.apps.people.services import seat_staff
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

TREATING = [StaffSeat.Work.PHYSIOTHERAPIST, StaffSeat.Work.PSYCHOLOGIST]


@door(may_keep_calendar)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything for the owner; hours and time off for everybody else who works here."""
    actor, now = actor_of(request), clock.now()
    if not may_set_up(actor):
        people = [who for who in selectors.practitioners() if may_set_hours(actor, who)]
        return render(request, "booking/setup/hours_only.html", {"people": people})
    found = selectors.overview(now)
    return render(
        request,
        "booking/setup/overview.html",
        {
            "found": found,
            "steps": not (found.places and found.services and found.has_hours),
            "ours": clinic(),
            "suggestions": SUGGESTIONS.items(),
            "treating": [(work.value, work.label) for work in TREATING],
            "sees_people": actor.user_id in {seat.user_id for seat in practitioners()},
            "lost": [Lost(one, calendar_link(one.day)) for one in misplaced(now)],
        },
    )


@door(may_set_up)
@require_POST
def from_clinic(request: HttpRequest) -> HttpResponse:
    """The first place, from the clinic's own details."""
    found = clinic()
    place = open_place(hand_of(request), found) if found else None
    if isinstance(place, Refusal) or place is None:
        messages.error(request, "There is a place already.")
        return redirect(HOME)
    messages.success(request, f"{place.name} is a place now. Please look its details over.")
    return redirect("booking:setup_place", place.pk)


@door(may_set_up)
@require_POST
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Somebody who treats people here can be booked."""
    found = get_object_or_404(practitioners(), pk=seat_id)
    return _seated(request, seat_practitioner(hand_of(request), found.user, found.get_work_display()))


@door(may_set_up)
@require_POST
def seat_myself(request: HttpRequest) -> HttpResponse:
    """The owner sees people too."""
    work = request.POST.get("work", "")
    user = request.user
    if work not in TREATING or not user.is_authenticated:
        messages.error(request, "Please say what you are.")
        return redirect(HOME)
    hand = hand_of(request)
    seated = seat_staff(hand.actor, user, work)
    if isinstance(seated, Refusal):
        messages.error(request, seated.words)
        return redirect(HOME)
    return _seated(request, seat_practitioner(hand, user, seated.get_work_display()))


def _seated(request: HttpRequest, made: Practitioner | Refusal) -> HttpResponse:
    if isinstance(made, Refusal):
        messages.error(request, made.words)
        return redirect(reverse(HOME))
    messages.success(request, f"{made} can be booked as soon as there are hours. Here is a week to begin with.")
    return redirect("booking:setup_hours", made.pk)
