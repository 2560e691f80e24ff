"""A visit as staff have it before them: look, move, mark, call off. Each form carries the version its user saw."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.audit.services import record
from hipwise.apps.booking import words
from hipwise.apps.booking.forms_staff import CancelForm, WhenForm
from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.policies import may_keep_calendar, may_read_reason
from hipwise.apps.booking.selectors import visits_staff as read
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import NEXT
from hipwise.apps.booking.views.calendar.layout import name_of
from hipwise.kit.actor import actor_of
from hipwise.kit.clock import now
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

State = Appointment.State
MARKS: dict[str, str] = {
    State.ARRIVED: "Arrived",
    State.COMPLETED: "Done",
    State.NO_SHOW: "Did not come",
    State.BOOKED: "Back to booked",
}
"""What the button that leads to a state says."""


@door(may_keep_calendar)
def visit(request: HttpRequest, number: int) -> HttpResponse:
    """One visit; that somebody looked at it is written in the log."""
    found = _found(number)
    patient = found.contact.patient if found.contact else None
    record(actor_of(request), "read visit", about=patient.user_id if patient else None, subject=found)
    return _page(request, found, WhenForm(initial=_as_it_is(found)), CancelForm(auto_id="cancel_%s"))


@require_POST
@door(may_keep_calendar)
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Another time, person, place, room or length."""
    found = _found(number)
    form = WhenForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, form)
    seen = _as_seen(request, found)
    tell = form.cleaned_data["tell"]
    moved = core.move_visit(actor_of(request), seen, form.plan(found.service), now(), staff=True, tell=tell)
    if isinstance(moved, Refusal):
        if moved == words.CHANGED:
            return _conflict(request, number, _meant(form))
        form.refuse(moved)
        return _refused(request, found, form, moved.code)
    return _done(request, moved, f"Moved: {read.when_of(_found(number))}.")


@require_POST
@door(may_keep_calendar)
def mark(request: HttpRequest, number: int) -> HttpResponse:
    """Arrived, done, did not come, or a slip taken back."""
    found, state = _found(number), request.POST.get("state", "")
    if state not in MARKS:
        raise Http404
    marked = core.mark_visit(actor_of(request), _as_seen(request, found), state, now())
    if isinstance(marked, Refusal):
        return _no(request, number, marked, {"State": State(state).label})
    return _done(request, marked, f"{name_of(found)}: {State(state).label.lower()}.")


@require_POST
@door(may_keep_calendar)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """The clinic calls the visit off."""
    found, form = _found(number), CancelForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return _page(request, found, WhenForm(initial=_as_it_is(found)), form)
    said, seen = form.cleaned_data, _as_seen(request, found)
    called_off = core.cancel_visit(
        actor_of(request), seen, now(), by_clinic=True, reason=said["reason"], tell=said["tell"]
    )
    if isinstance(called_off, Refusal):
        return _no(request, number, called_off, {"State": State.CANCELLED.label})
    return _done(request, called_off, f"The visit of {name_of(found)} is called off.")


def day_url(found: Appointment) -> str:
    """The calendar's day with this visit."""
    day = found.start.astimezone(ZoneInfo(found.location.time_zone)).date()
    return f"{reverse('booking:calendar')}?day={day}&place={found.location_id}#v{found.pk}"


# Before


def _found(number: int) -> Appointment:
    found = read.staff_visit(number)
    if found is None:
        raise Http404
    return found


def _as_seen(request: HttpRequest, found: Appointment) -> Appointment:
    """The visit with the version that stood on the page; without one, nobody saw anything."""
    typed = request.POST.get("version", "")
    found.version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    return found


def _as_it_is(found: Appointment) -> dict[str, Any]:
    start = found.start.astimezone(ZoneInfo(found.location.time_zone))
    return {
        "practitioner": found.practitioner_id,
        "place": found.location_id,
        "day": start.date(),
        "at": start.time(),
        "again": bool(start.fold),
        "minutes": (found.end - found.start).seconds // 60,
        "room": found.room_id,
        "tell": True,
    }


def _meant(form: WhenForm) -> read.Facts:
    """What the mover wants, in the words of ``facts_of``."""
    said = form.cleaned_data
    length = f", {said['minutes']} minutes" if said["minutes"] else ""
    return {
        "Time": f"{said['day']:%A} {said['day'].day} {said['day']:%B %Y}, {said['at'].hour}:{said['at']:%M}{length}",
        "With": str(said["practitioner"]),
        "Where": ", ".join(filter(None, (said["place"].name, said["room"].name if said["room"] else "any room"))),
    }


# After


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _page(
    request: HttpRequest, found: Appointment, form: WhenForm, cancelling: forms.Form, status: int = 200
) -> HttpResponse:
    facts = read.facts_of(found)
    said = {
        "visit": found,
        "name": name_of(found),
        "when": read.when_of(found),
        "facts": read.packed(facts),
        "form": form,
        "cancelling": cancelling,
        "marks": [(state, MARKS[state]) for state in NEXT.get(found.state, ())],
        "stands": found.state in (State.BOOKED, State.ARRIVED),
        "reads_reason": may_read_reason(actor_of(request)),
        "story": read.story_of(found),
        "back": day_url(found),
    }
    return render(request, "booking/staff/visit.html", said, status=status)


def _done(request: HttpRequest, found: Appointment, said: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"words": said, "version": found.version})
    messages.success(request, said)
    return redirect(day_url(found))


def _refused(request: HttpRequest, found: Appointment, form: WhenForm, code: str = "typed") -> HttpResponse:
    if _wants_json(request):
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"code": code, "words": said, "overlap": form.may_overlap}, status=409)
    return _page(request, found, form, CancelForm(auto_id="cancel_%s"))


def _no(request: HttpRequest, number: int, refusal: Refusal, meant: read.Facts) -> HttpResponse:
    if refusal == words.CHANGED:
        return _conflict(request, number, meant)
    if _wants_json(request):
        return JsonResponse({"code": refusal.code, "words": refusal.words}, status=409)
    messages.error(request, refusal.words)
    return redirect("booking:staff_visit", number)


def _conflict(request: HttpRequest, number: int, meant: read.Facts) -> HttpResponse:
    """Their change beside one's own: everything typed is kept, and may be saved over it knowingly."""
    found = _found(number)
    facts, seen = read.facts_of(found), read.unpacked(request.POST.get("seen", ""))
    who = found.changed_by.get_full_name() if found.changed_by else "Somebody"
    at = found.changed.astimezone(ZoneInfo(found.location.time_zone))
    theirs = f"{who} changed this visit at {at.hour}:{at:%M}."
    if _wants_json(request):
        is_now = (
            f"{theirs} It is now {facts['Time']}, with {facts['With']}, {facts['Where']}, {facts['State'].lower()}."
        )
        return JsonResponse({"code": "changed", "words": is_now, "version": found.version}, status=409)
    left_out = {"csrfmiddlewaretoken", "version", "seen"}
    said = {
        "visit": found,
        "name": name_of(found),
        "theirs": theirs,
        "rows": [(label, seen.get(label, ""), value, meant.get(label, "")) for label, value in facts.items()],
        "typed": [(key, value) for key, value in request.POST.items() if key not in left_out],
        "facts": read.packed(facts),
        "back": day_url(found),
    }
    return render(request, "booking/staff/visit_conflict.html", said, status=409)
