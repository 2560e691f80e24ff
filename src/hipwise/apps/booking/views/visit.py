"""A visit, for whoever holds its signed link. Opening a page changes nothing; what changes something is a button."""

from __future__ import annotations

import json
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from hipwise.apps.booking import links, privacy
from hipwise.apps.booking.forms import CancelForm, wanted_in
from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.selectors import times, visits
from hipwise.apps.booking.services import core, visitors
from hipwise.apps.booking.views.showing import choosing, door_to, number_in, show
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

State = Appointment.State


@door(anyone)
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, with whom, and what can be done about it."""
    return _page(request, token, fresh=False)


@door(anyone)
def booked(request: HttpRequest, token: str) -> HttpResponse:
    """The same, a moment after it was booked."""
    return _page(request, token, fresh=True)


def _page(request: HttpRequest, token: str, *, fresh: bool) -> HttpResponse:
    found = _found(token)
    now = clock.now()
    guest = found.contact is not None and found.contact.patient_id is None
    context = _parts(found, token, now) | {"fresh": fresh and found.state == State.BOOKED, "guest": guest}
    return show(request, "booking/visit/visit.html", context)


@door(anyone)
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Free times for the same visit."""
    found = _found(token)
    now = clock.now()
    if not _stands(found, now):
        return redirect("booking:visit", token)
    ask = times.Ask(found.service, number_in(request, "with"), number_in(request, "at"), moving=found.pk)
    return show(request, "booking/visit/change.html", choosing(request, ask, now) | _parts(found, token, now))


@door(anyone)
def confirm_change(request: HttpRequest, token: str) -> HttpResponse:
    """The old and the new time side by side; its button moves the visit."""
    found = _found(token)
    now = clock.now()
    wanted = wanted_in((request.POST if request.method == "POST" else request.GET).get("time", ""), found.service)
    if wanted is None or not _stands(found, now):
        return redirect("booking:visit", token)
    if request.method == "POST":
        seen = request.POST.get("version", "")
        found.version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        moved = core.move_visit(actor_of(request), found, core.Plan(wanted), now, staff=False)
        if isinstance(moved, Refusal):
            return _not_moved(request, token, wanted, moved)
        messages.success(request, "Your visit has its new time. We have sent you a letter with it.")
        return redirect("booking:visit", token)
    new = times.time_at(wanted)
    if new is None:
        return redirect("booking:change", token)
    return show(request, "booking/visit/confirm.html", _parts(found, token, now) | {"new": new})


def _not_moved(request: HttpRequest, token: str, wanted: Wanted, refused: Refusal) -> HttpResponse:
    messages.error(request, refused.words)
    if refused.code in {"changed", "gone"}:
        return redirect("booking:visit", token)
    day = wanted.start.astimezone(clock.now().tzinfo).date()
    return redirect(f"{door_to('booking:change', token)}?{urlencode({'day': day.isoformat()})}")


@door(anyone)
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by its button call the visit off."""
    found = _found(token)
    now = clock.now()
    if not _stands(found, now):
        return redirect("booking:visit", token)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        called_off = core.cancel_visit(actor_of(request), found, now, by_clinic=False, reason=reason)
        if isinstance(called_off, Refusal):
            messages.error(request, called_off.words)
        return redirect("booking:visit", token)
    return show(request, "booking/visit/cancel.html", _parts(found, token, now) | {"form": form})


# What is kept about a guest


@door(anyone)
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """What the clinic keeps about somebody without an account."""
    contacts = visitors.contacts_like(_guest(token))
    context = {"token": token, "contacts": contacts, "visits": visits.of_contacts(contacts)}
    return show(request, "booking/visit/kept.html", context)


@door(anyone)
@require_safe
def kept_file(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - the token says it all
    """The same as a file."""
    about = privacy.about_guests(visitors.contacts_like(_guest(token)))
    answer = HttpResponse(json.dumps(about, indent=2, default=str, ensure_ascii=False), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="my-visits.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@door(anyone)
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Call off what is to come and erase everything about them."""
    found = _guest(token)
    if request.POST.get("sure") != "yes":
        messages.error(request, "Please tick the box first. It can't be undone.")
        return redirect("booking:kept", token)
    visitors.forget_guest(found, clock.now())
    request.session.flush()
    return show(request, "booking/visit/forgotten.html", {})


# How


def _found(token: str) -> Appointment:
    """The visit of a link.

    Raises:
        Http404: when the link is made up, or its visit was erased.
    """
    found = links.visit_of(token)
    if found is None or found.contact is None:
        raise Http404
    return found


def _guest(token: str) -> Contact:
    """Whose visit it is, when that is somebody without an account.

    Raises:
        Http404: for anybody else.
    """
    contact = _found(token).contact
    if contact is None or contact.patient_id is not None:
        raise Http404
    return contact


def _stands(found: Appointment, now: datetime) -> bool:
    """Whether it can still be changed or called off."""
    return found.state == State.BOOKED and found.start > now


def _parts(found: Appointment, token: str, now: datetime) -> dict[str, object]:
    stands = _stands(found, now)
    return {
        "visit": found,
        "token": token,
        "stands": stands,
        "late": core.is_late(found, now),
        "over": found.state != State.CANCELLED and not stands,
        "ics_url": door_to("booking:ics", token) if stands else "",
    }
