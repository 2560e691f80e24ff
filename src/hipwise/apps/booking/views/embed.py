"""Free times inside another website's page. Nothing here knows who looks, and no cookie is needed or set.

A time that is tapped leaves the frame: ``chosen`` is a page of the clinic's own, at the top of the window.
"""

from __future__ import annotations

from datetime import UTC
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from hipwise.apps.booking.api.schemas import read_instant
from hipwise.apps.booking.letters import zone_in_words
from hipwise.apps.booking.links import absolute
from hipwise.apps.booking.models import Service
from hipwise.apps.booking.selectors import offer, times
from hipwise.apps.booking.views.showing import choosing, number_in, show
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock
from hipwise.kit.doors import anyone, door


def snippet() -> str:
    """The one line that another website takes over."""
    return (
        f'<iframe src="{absolute(reverse("booking:embed"))}" title="Book a visit" width="100%" height="640"></iframe>'
    )


@door(anyone)
@xframe_options_exempt
def embed(request: HttpRequest) -> HttpResponse:
    """What can be booked."""
    return _framed(request, "booking/embed/services.html", {"services": offer.services()})


@door(anyone)
@xframe_options_exempt
def embed_times(request: HttpRequest, slug: str) -> HttpResponse:
    """A week of free times of one service."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    ask = times.Ask(service, number_in(request, "practitioner"), number_in(request, "location"))
    context = choosing(request, ask, clock.now())
    kept = {"practitioner": ask.practitioner, "location": ask.location}
    zones = {part.location.time_zone for part in getattr(context["week"], "parts", ())}
    context |= {"kept": _query(kept), "zones": [zone_in_words(zone) for zone in sorted(zones)]}
    return _framed(request, "booking/embed/times.html", context)


@door(anyone)
def chosen(request: HttpRequest, slug: str) -> HttpResponse:
    """The time that was tapped on another website, to be kept by one more tap. Looking at it changes nothing."""
    service = get_object_or_404(Service, slug=slug, is_open=True)
    who, where = number_in(request, "practitioner"), number_in(request, "location")
    try:
        start = read_instant(request.GET.get("start", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return redirect("booking:times", slug)
    time = times.time_at(Wanted(service.pk, who, where, start)) if who and where else None
    if time is None:
        return redirect("booking:times", slug)
    return show(request, "booking/embed/chosen.html", {"service": service, "time": time})


def _query(asked: dict[str, int | None]) -> str:
    return urlencode({name: value for name, value in asked.items() if value is not None})


def _framed(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer
