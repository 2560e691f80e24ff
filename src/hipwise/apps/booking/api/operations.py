"""The operations: each reads what is asked, calls the same services as every other door, and answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Header, Query, Router
from pydantic import Field

from hipwise.apps.booking import links
from hipwise.apps.booking.api import holds, idempotency, schemas
from hipwise.apps.booking.api.gate import opened, too_often
from hipwise.apps.booking.api.problems import problem, refused
from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.selectors import diary, offer
from hipwise.apps.booking.services import core
from hipwise.apps.booking.words import refused as why_not
from hipwise.domain.scheduling.clinic import Slot, Wanted
from hipwise.kit.actor import VISITOR
from hipwise.kit.clock import now as this_moment
from hipwise.kit.digest import address_digest
from hipwise.kit.doors import anyone
from hipwise.kit.refusal import Refusal

State = Appointment.State
router = Router()

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]{1,255}$",
        description="made up anew for each booking, such as a random UUID; the same key again gets the same answer",
    ),
]
Token = Annotated[str, Field(max_length=300)]


@router.get("/services", response=list[schemas.Offer], url_name="services", summary="What can be booked")
@opened(anyone, "api.read")
def list_services(request: HttpRequest) -> HttpResponse:
    """Services with who offers them and where. Those that nobody offers now are left out."""
    return JsonResponse(offer.services(), safe=False)


@router.get("/slots", response=list[schemas.FreeTime], url_name="slots", summary="Free times")
@opened(anyone, "api.read", 404)
def list_slots(request: HttpRequest, asked: Query[schemas.SlotsAsked]) -> HttpResponse:
    """Times at which a service can be booked now, in order. Days are those of the location, or of the clinic."""
    now = this_moment()
    service = offer.service(asked.service)
    if service is None:
        return problem("unknown")
    window = offer.window(asked.since, asked.until, offer.zone_of(asked.location), now)
    found: list[Slot] = []
    if window:
        found = diary.slots_for(service.pk, *window, now, practitioner=asked.practitioner, location=asked.location)
    return JsonResponse(offer.free_times(found), safe=False)


@router.post("/holds", response={201: schemas.Hold}, url_name="holds", summary="Keep a free time")
@opened(anyone, "api.hold", 404, 409, 415)
def hold_time(request: HttpRequest, asked: schemas.HoldAsked) -> HttpResponse:
    """Keeps a time for ten minutes, while somebody types who they are. Nobody else can have it meanwhile."""
    now = this_moment()
    wanted = _wanted(asked, now)
    held = core.hold_time(wanted, Appointment.Way.API, now) if isinstance(wanted, Wanted) else wanted
    if isinstance(held, Refusal):
        return refused(held)
    return _created({"id": holds.written(held), **_time(held), "expires_at": _local(held, held.held_until)})


@router.delete("/holds/{hold}", response={204: None}, url_name="hold", summary="Let a held time go")
@opened(anyone, "api.hold", 404, 409)
def drop_hold(request: HttpRequest, hold: Token) -> HttpResponse:
    """Frees the time at once. A hold that is over already is as good as gone; one that was booked stays booked."""
    named = holds.read(hold)
    if named is None:
        return problem("no_hold")
    visit = holds.held(named)
    if visit is not None and visit.state != State.HELD:
        return problem("hold_used")
    if visit is not None:
        core.drop_hold(visit)
    return HttpResponse(status=204)


@router.post("/appointments", response={201: schemas.Visit}, url_name="appointments", summary="Book a held time")
@opened(anyone, "api.book", 404, 409, 415)
def book_visit(request: HttpRequest, asked: schemas.VisitAsked, key: Key) -> HttpResponse:
    """Books the visit and sends the confirmation to the address given. May safely be sent again with the same key."""
    now = this_moment()
    with transaction.atomic():
        kept = idempotency.claim(key, asked.dict(), now)
        if kept is None:
            return problem("key_reused")
        if kept.answer is not None:
            return _created(kept.answer)
        booked = _booked(asked, now)
        if isinstance(booked, Appointment):
            answer = _visit(booked)
            idempotency.keep(kept, booked, 201, answer)
            return _created(answer)
        transaction.set_rollback(True)  # a refusal leaves the key free
    return booked


@router.get("/appointments/{token}/cancel", response=schemas.Cancelling, url_name="cancel", summary="Before cancelling")
@opened(anyone, "api.read", 404)
def show_cancelling(request: HttpRequest, token: Token) -> HttpResponse:
    """Shows what would be cancelled and whether that is still free. Changes nothing."""
    visit = links.visit_of(token)
    return JsonResponse(_cancelling(visit, this_moment())) if visit else problem("no_visit")


@router.post("/appointments/{token}/cancel", response=schemas.Cancelling, url_name="cancel", summary="Cancel a visit")
@opened(anyone, "api.cancel", 404, 409)
def cancel_visit(request: HttpRequest, token: Token) -> HttpResponse:
    """Cancels the visit and frees its time. Asked again, it answers the same."""
    now = this_moment()
    visit = links.visit_of(token)
    if visit is None:
        return problem("no_visit")
    done = visit if visit.state == State.CANCELLED else core.cancel_visit(VISITOR, visit, now, by_clinic=False)
    visit = links.visit_of(token)
    if visit is not None and visit.state == State.CANCELLED:  # by us, or by somebody who was quicker
        return JsonResponse(_cancelling(visit, now))
    return refused(done) if isinstance(done, Refusal) else problem("no_visit")


# How


def _wanted(asked: schemas.HoldAsked, now: datetime) -> Wanted | Refusal:
    """What is asked for as the rules know it, with its location found where it was left out."""
    service = offer.service(asked.service)
    if service is None:
        return why_not("unknown")
    if asked.start < now:
        return why_not("too_soon")
    if asked.start > now + offer.AHEAD:
        return why_not("too_far")
    places = [asked.location] if asked.location else offer.workplaces(asked.practitioner)
    if not places:
        return why_not("unknown")
    wanted = [Wanted(service.pk, asked.practitioner, place, asked.start) for place in places]
    return wanted[0] if len(wanted) == 1 else _clear(wanted, now)


def _clear(wanted: list[Wanted], now: datetime) -> Wanted | Refusal:
    """The one location at which this can be meant."""
    one = wanted[0]
    free = diary.slots_for(one.service, one.start, one.start + offer.MOMENT, now, practitioner=one.practitioner)
    fitting = [this for this in wanted if this.location in {slot.location for slot in free}]
    return fitting[0] if len(fitting) == 1 else Refusal("say_where", "")


def _booked(asked: schemas.VisitAsked, now: datetime) -> Appointment | HttpResponse:
    named = holds.read(asked.hold)
    if named is None:
        return problem("no_hold")
    limited = too_often("api.email", address_digest(asked.email))
    if limited:
        return limited
    hold = holds.held(named)
    found = _take(asked, hold, now) if hold and hold.state == State.HELD else None
    if isinstance(found, Appointment):
        return found
    hold = holds.held(named)
    if hold is not None and hold.state != State.HELD:
        return problem("hold_used")
    return problem("hold_over", nearest=offer.nearest(named.service, named.location, named.start, now))


def _take(asked: schemas.VisitAsked, hold: Appointment, now: datetime) -> Appointment | Refusal:
    who = Contact.objects.create(
        name=asked.name.strip(),
        email=asked.email,
        phone=(asked.phone or "").strip(),
        digest=address_digest(asked.email),
        made=now,
    )
    return core.book_held(VISITOR, hold, who, now, reason=asked.reason or "")


def _local(visit: Appointment, at: datetime | None) -> str:
    return offer.local(at, visit.location.time_zone) if at else ""


def _time(visit: Appointment) -> dict[str, Any]:
    return {
        "service": visit.service_id,
        "start": _local(visit, visit.start),
        "end": _local(visit, visit.end),
        "practitioner": visit.practitioner_id,
        "location": visit.location_id,
    }


def _visit(visit: Appointment) -> dict[str, Any]:
    token = links.visit_token(visit)
    cancel = links.absolute(reverse("api:cancel", args=[token]))
    return {
        "id": visit.uid.hex,
        **_time(visit),
        "state": visit.state,
        "cancel_token": token,
        "links": {"cancel": cancel, "page": links.visit_link(visit)},
    }


def _cancelling(visit: Appointment, now: datetime) -> dict[str, Any]:
    is_cancelled = visit.state == State.CANCELLED
    return {
        "id": visit.uid.hex,
        **_time(visit),
        "service_name": visit.service.name,
        "state": visit.state,
        "can_cancel": visit.state == State.BOOKED and visit.start > now,
        "free": not (visit.cancelled_late if is_cancelled else core.is_late(visit, now)),
        "free_until": _local(visit, visit.start - timedelta(hours=visit.service.free_until_hours)),
    }


def _created(answer: dict[str, Any]) -> HttpResponse:
    return JsonResponse(answer, status=201)
