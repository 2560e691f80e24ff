"""Practitioners: what they offer, and the single days on which they are more or less there."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_setup.days import ExtraForm, TimeOffForm
from hipwise.apps.booking.forms_setup.people import PractitionerForm
from hipwise.apps.booking.models import ExtraHours, Location, Practitioner, TimeOff
from hipwise.apps.booking.policies import may_keep_calendar, may_set_hours, may_set_up
from hipwise.apps.booking.selectors.setup import seen_of, time_off_ahead
from hipwise.apps.booking.services.setup import Answer, Displaced, change, remove, take_time_off
from hipwise.apps.booking.services.time_off import free_time
from hipwise.apps.booking.views.setup.frame import HOME, Edit, act, edit, hand_of, lost
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door


def practitioner_for(request: HttpRequest, number: int) -> Practitioner:
    """The practitioner of this number, whose hours the person may set.

    Raises:
        PermissionDenied: when they may not.
    """
    found = get_object_or_404(Practitioner.objects.exclude(user=None).select_related("user"), pk=number)
    if not may_set_hours(actor_of(request), found):
        raise PermissionDenied
    return found


def places_for(practitioner: Practitioner) -> list[Location]:
    """Places that take bookings, and those where this practitioner has hours anyway, theirs first."""
    theirs = set(practitioner.weekly_hours.values_list("location_id", flat=True))
    places = [place for place in Location.objects.all() if place.is_open or place.pk in theirs]
    return sorted(places, key=lambda place: place.pk not in theirs)


@door(may_set_up)
def practitioner(request: HttpRequest, number: int) -> HttpResponse:
    """One practitioner as the booking pages show them."""
    found = get_object_or_404(Practitioner.objects.exclude(user=None).select_related("user"), pk=number)
    context = {
        "more": [
            ("Weekly hours", reverse("booking:setup_hours", args=[number])),
            ("Time off and extra hours", reverse("booking:setup_days", args=[number])),
        ]
    }
    page = Edit(str(found), "changed practitioner", f"{found} is saved.", reverse(HOME), context=context)
    return edit(request, PractitionerForm(request.POST or None, instance=found), page)


@door(may_keep_calendar)
def days(request: HttpRequest, number: int) -> HttpResponse:
    """Time off and extra hours to come, and a form for either."""
    found = practitioner_for(request, number)
    places, now = places_for(found), clock.now()
    asked = request.POST.get("form") if request.method == "POST" else None
    off = TimeOffForm(request.POST if asked == "off" else None, places=places, today=clock.today())
    extra = ExtraForm(
        request.POST if asked == "extra" else None, places=places, today=clock.today(), practitioner=found
    )
    shown: dict[str, object] = {}
    if asked == "off" and off.is_valid():
        shown = _told(request, take_time_off(hand_of(request), off.time_off(found)), "The time off is saved.")
    elif asked == "extra" and extra.is_valid():
        row = extra.extra()
        shown = _told(request, change(hand_of(request), "added extra hours", row, row.save), "The hours are saved.")
    if "done" in shown:
        return redirect(request.path)
    context = {
        "who": found,
        "off": off,
        "extra": extra,
        "asked": asked,
        "places": places,
        "one_zone": len({place.time_zone for place in places}) == 1,
        "off_ahead": time_off_ahead(found, now, _zone(places)),
        "extra_ahead": found.extra_hours.filter(day__gte=clock.today()).select_related("location"),
        **shown,
    }
    return render(request, "booking/setup/days.html", context)


def _zone(places: list[Location]) -> ZoneInfo | None:
    return ZoneInfo(places[0].time_zone) if places else None


def _told(request: HttpRequest, answer: Answer, said: str) -> dict[str, object]:
    if answer is None:
        messages.success(request, said)
        return {"done": True}
    return lost(answer) if isinstance(answer, Displaced) else {"refused": answer.words}


@door(may_keep_calendar)
@require_POST
def remove_extra(request: HttpRequest, number: int) -> HttpResponse:
    """Not there after all."""
    row = get_object_or_404(ExtraHours, pk=number)
    practitioner_for(request, row.practitioner_id)
    answer = remove(replace(hand_of(request), seen=seen_of(row)), "removed extra hours", row)
    back = reverse("booking:setup_days", args=[row.practitioner_id])
    return act(request, answer, "The extra hours are taken back.", back, "Take these hours back?")


@door(may_keep_calendar)
@require_POST
def remove_time_off(request: HttpRequest, number: int) -> HttpResponse:
    """There after all."""
    row = get_object_or_404(TimeOff.objects.select_related("practitioner"), pk=number)
    practitioner_for(request, row.practitioner_id)
    free_time(actor_of(request), row)
    messages.success(request, "The time off is taken back.")
    return redirect("booking:setup_days", row.practitioner_id)
