"""What the pages about times and visits have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from hipwise.apps.booking.letters import zone_in_words
from hipwise.apps.booking.selectors import times
from hipwise.apps.people.views.frame import frame_for
from hipwise.kit.actor import actor_of
from hipwise.kit.numerals import whole


def show(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """A page in the frame of whoever asks, that no search engine lists and no shared computer keeps."""
    answer = render(request, template, {"frame": frame_for(actor_of(request)), **context}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def door_to(name: str, *parts: object) -> str:
    """The address of a page that another part of booking may offer; empty while there is none."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number of the query string, if it is one."""
    return whole(request.GET.get(name))


def day_in(request: HttpRequest) -> date | None:
    """The day of the query string, if it is one."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def choosing(request: HttpRequest, ask: times.Ask, now: datetime) -> dict[str, object]:
    """What a page needs on which a time is chosen: people, places, a week, and the next free day."""
    today = now.date()
    people = times.people_for(ask.service)
    places = times.places_for(ask.service, people, today)
    day = day_in(request)
    free = None
    if day is None:
        free = times.first_free(ask, today, now)
        day = free or today
    last = today + timedelta(days=ask.service.horizon_days)
    week = times.week_of(ask, min(max(day, today), last), today, now)
    if not week.parts:
        free = free or times.first_free(ask, week.after, now) or times.first_free(ask, today, now)
    zones = {part.location.time_zone for part in week.parts}
    return {
        "service": ask.service,
        "zone": zone_in_words(min(zones)) if len(zones) == 1 else "",
        "ask": ask,
        "people": people if len(people) > 1 else [],
        "places": places if len(places) > 1 else [],
        "week": week,
        "is_last": week.after > last,
        "free": free,
        "wait_url": door_to("booking:wait", ask.service.slug),
    }
