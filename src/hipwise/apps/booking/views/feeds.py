"""Private calendar addresses: reading one, making one, ending one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hipwise.apps.booking import policies
from hipwise.apps.booking.calendars.writing import Side, feed_file, letter_file
from hipwise.apps.booking.links import visit_link, visit_of
from hipwise.apps.booking.models import Feed, Practitioner, Room
from hipwise.apps.booking.selectors import feeds
from hipwise.apps.booking.services.feeds import make_feed, revoke_feed
from hipwise.apps.people.models import Patient
from hipwise.apps.people.policies import may_be_patient, may_be_someone, may_treat
from hipwise.apps.people.selectors import clinic_name
from hipwise.kit import clock
from hipwise.kit.actor import Actor, actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

NOTED = timedelta(hours=1)
"""How often it is noted that a feed was read."""


@door(anyone)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar behind a secret. Whoever has no such secret finds nothing here."""
    found = feeds.feed_of(secret)
    if found is None:
        raise Http404
    now = clock.now()
    Feed.objects.filter(Q(last_read=None) | Q(last_read__lt=now - NOTED), pk=found.pk).update(last_read=now)
    name, side = _title(found)
    content = feed_file(name, feeds.feed_visits(found, now), side)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="visits.ics"'
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@door(anyone)
@require_safe
@never_cache
def visit_file(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """One visit to be put into a calendar by hand, for whoever holds its link."""
    visit = visit_of(token)
    if visit is None:
        raise Http404
    content = letter_file([visit], "PUBLISH", links={visit.pk: visit_link(visit)})
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer


def _title(found: Feed) -> tuple[str, Side]:
    """What calendar programs call the feed, and whose side it is seen from."""
    if found.patient_id:
        return f"Visits at {clinic_name()}", "patient"
    if found.room:
        return f"{found.room}, {clinic_name()}", "room"
    return f"Your visits, {clinic_name()}", "practitioner"


@door(policies.may_keep_calendar)
@require_safe
def staff_feeds(request: HttpRequest) -> HttpResponse:
    """The addresses that somebody who works here looks after: their own, and those of rooms."""
    actor = actor_of(request)
    practitioner = feeds.practitioner_of(actor) if may_treat(actor) else None
    rooms = Room.objects.filter(is_open=True).select_related("location") if policies.may_share_rooms(actor) else []
    context = {
        "practitioner": practitioner,
        "own": feeds.addresses(practitioner=practitioner) if practitioner else [],
        "rooms": [{"room": room, "addresses": feeds.addresses(room=room)} for room in rooms],
    }
    return render(request, "booking/feeds.html", context)


@door(may_be_someone)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make an address: for a patient or practitioner their own, or for a room."""
    actor = actor_of(request)
    of = _owner(actor, request.POST.get("room", ""), request.POST.get("side", ""))
    if of is None:
        raise Http404
    made = make_feed(actor, of, clock.now())
    if isinstance(made, Refusal):
        messages.error(request, made.words)
    else:
        messages.success(request, "Here is your new calendar address. Keep it to yourself.")
    return _back(request)


def _owner(actor: Actor, room: str, side: str) -> Practitioner | Patient | Room | None:
    """Whose address this person may make; None where they may not."""
    if room:
        wanted = Room.objects.filter(pk=room, is_open=True) if room.isdecimal() and len(room) < 12 else None
        return wanted.first() if wanted is not None and policies.may_share_rooms(actor) else None
    if side == "practitioner":
        return feeds.practitioner_of(actor) if may_treat(actor) else None
    return Patient.objects.filter(pk=actor.patient_id or 0).first() if may_be_patient(actor) else None


@door(may_be_someone)
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End an address."""
    actor = actor_of(request)
    found = get_object_or_404(Feed.objects.select_related("practitioner"), pk=number, revoked=None)
    if not policies.may_keep_feed(actor, found):
        raise Http404
    revoke_feed(actor, found, clock.now())
    messages.success(request, "That address has ended. Calendars that used it get nothing more.")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Where the person came from, on this site; else where they look after addresses."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect("booking:feeds" if policies.may_keep_calendar(actor_of(request)) else "people:you")
