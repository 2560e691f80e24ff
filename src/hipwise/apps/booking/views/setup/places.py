"""Places, their public holidays, and rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_setup.places import PlaceForm, RoomForm
from hipwise.apps.booking.models import Closure, Location, Room
from hipwise.apps.booking.policies import may_set_up
from hipwise.apps.booking.selectors.setup import holidays_ahead, seen_of
from hipwise.apps.booking.services.setup import change, remove
from hipwise.apps.booking.views.setup.frame import HOME, Edit, act, ask_removal, edit, hand_of
from hipwise.apps.people.selectors import clinic
from hipwise.kit import clock
from hipwise.kit.doors import door


@door(may_set_up)
def new_place(request: HttpRequest) -> HttpResponse:
    """One more place, with the clinic's zone and country to begin with."""
    ours = clinic()
    fresh = Location(time_zone=ours.time_zone, country=ours.country) if ours else Location()
    form = PlaceForm(request.POST or None, instance=fresh)
    page = Edit("A new place", "opened place", "The place is saved.", reverse(HOME), context=_zones())
    return edit(request, form, page)


@door(may_set_up)
def place(request: HttpRequest, number: int) -> HttpResponse:
    """One place, with its holidays to come."""
    found = get_object_or_404(Location, pk=number)
    context = {"place": found, "holidays": holidays_ahead(found, clock.now()), "rooms": found.rooms.all(), **_zones()}
    page = Edit(found.name, "changed place", "The place is saved.", request.path, "booking/setup/place.html", context)
    return edit(request, PlaceForm(request.POST or None, instance=found), page)


def _zones() -> dict[str, object]:
    return {"zones": sorted(available_timezones())}


@door(may_set_up)
@require_POST
def open_holiday(request: HttpRequest, number: int) -> HttpResponse:
    """Open a place on a public holiday after all, or close it again."""
    found = get_object_or_404(Location, pk=number)
    back = reverse("booking:setup_place", args=[number]) + "#holidays"
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    holiday = next((one for one in holidays_ahead(found, clock.now()) if one.day == day), None)
    if holiday is None:
        raise Http404
    if request.POST.get("open") == "yes":
        if holiday.works:
            return redirect(back)
        works = Closure(location=found, first=day, last=day, name=holiday.name[:80], works=True)
        said = f"{found} is open on {holiday.name}."
        return act(request, change(hand_of(request), "opened holiday", works, works.save), said, back, "")
    return _close_again(request, holiday.works, back, f"{found} is closed on {holiday.name} again.")


def _close_again(request: HttpRequest, works: Closure | None, back: str, said: str) -> HttpResponse:
    if works is None:
        return redirect(back)
    if works.first != works.last or works.location_id is None:
        messages.error(request, "Several days or places were opened together. You can change that under closed days.")
        return redirect(back)
    answer = remove(replace(hand_of(request), seen=seen_of(works)), "closed holiday", works)
    return act(request, answer, said, back, "Close on this day again?")


@door(may_set_up)
def remove_place(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a place that nothing belongs to."""
    back = reverse("booking:setup_place", args=[number])
    return ask_removal(request, get_object_or_404(Location, pk=number), "place", back)


@door(may_set_up)
def new_room(request: HttpRequest) -> HttpResponse:
    """One more room."""
    if not Location.objects.exists():
        messages.error(request, "A room needs a place to be in. Please add the place first.")
        return redirect(HOME)
    asked = request.GET.get("place", "")
    initial = {"location": int(asked) if asked.isdecimal() and len(asked) < 10 else None, "kind": Room.Kind.TREATMENT}
    form = RoomForm(request.POST or None, initial=initial)
    return edit(request, form, Edit("A new room", "opened room", "The room is saved.", reverse(HOME)))


@door(may_set_up)
def room(request: HttpRequest, number: int) -> HttpResponse:
    """One room."""
    found = get_object_or_404(Room.objects.select_related("location"), pk=number)
    links = {
        "remove": reverse("booking:setup_remove_room", args=[number]),
        "note": f"At {found.location}. To take it out of use for some days, add a closed day for this room.",
        "more": [("Closed days", reverse("booking:setup_closures") + f"?what=room-{number}")],
    }
    page = Edit(found.name, "changed room", "The room is saved.", reverse(HOME), context=links)
    return edit(request, RoomForm(request.POST or None, instance=found), page)


@door(may_set_up)
def remove_room(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a room that no visit was ever in."""
    back = reverse("booking:setup_room", args=[number])
    return ask_removal(request, get_object_or_404(Room, pk=number), "room", back)
