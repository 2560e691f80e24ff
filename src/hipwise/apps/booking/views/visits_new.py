"""A new visit, made by staff."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hipwise.apps.booking.forms_staff import NewVisitForm
from hipwise.apps.booking.models import Contact
from hipwise.apps.booking.policies import may_keep_calendar
from hipwise.apps.booking.selectors.visits_staff import staff_visit, when_of
from hipwise.apps.booking.services import contacts
from hipwise.apps.booking.views.calendar.layout import name_of
from hipwise.apps.booking.views.visits_staff import day_url
from hipwise.apps.people import selectors as people
from hipwise.apps.people.models import Patient
from hipwise.kit.actor import actor_of
from hipwise.kit.clock import now
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

MOST_FOUND = 8


@door(may_keep_calendar)
def new(request: HttpRequest) -> HttpResponse:
    """Book a visit for a patient or for somebody new; ``find`` searches and keeps what was typed."""
    if request.method != "POST":
        return _page(request, NewVisitForm(initial=_asked(request)))
    if "find" in request.POST or "forget" in request.POST:
        return _page(request, NewVisitForm(initial=_kept(request)), asked=request.POST.get("q", ""))
    form = NewVisitForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    booked = contacts.book_at_desk(
        actor_of(request),
        form.plan(said["service"]),
        partial(_contact, said),
        now(),
        reason=said["reason"],
        tell=said["tell"],
    )
    if isinstance(booked, Refusal):
        form.refuse(booked)
        return _page(request, form)
    found = staff_visit(booked.pk) or booked
    messages.success(request, f"Booked: {name_of(found)}, {when_of(found)}.")
    return redirect(day_url(found))


def _contact(said: dict[str, Any]) -> Contact:
    patient = people.patient(said["patient"]) if said["patient"] else None
    if patient:
        return contacts.contact_of_patient(patient, now())
    return contacts.contact_from_desk(said["name"], said["email"], said["phone"], now())


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the calendar already knows: the free time that was chosen. What makes no sense is left out."""
    asked = request.GET
    found: dict[str, Any] = {"practitioner": asked.get("who"), "place": asked.get("place"), "tell": True}
    found["again"] = asked.get("again") == "on"
    for key, read in (("day", date.fromisoformat), ("at", time.fromisoformat)):
        try:
            found[key] = read(asked.get(key, ""))
        except ValueError:
            continue
    return found


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed, unjudged; who comes is dropped where somebody else is looked for."""
    kept: dict[str, Any] = {key: request.POST.get(key) for key in NewVisitForm.base_fields}
    kept["tell"] = "tell" in request.POST
    if "forget" in request.POST:
        kept["patient"] = None
    return kept


def _page(request: HttpRequest, form: NewVisitForm, asked: str = "") -> HttpResponse:
    typed = form["patient"].value()
    chosen: Patient | None = (
        people.patient(int(typed)) if str(typed or "").isascii() and str(typed or "").isdigit() else None
    )
    words = "".join(letter for letter in asked[:120] if letter.isprintable()).strip()
    found = people.patients_named(words) if words and not chosen else []
    said = {
        "form": form,
        "chosen": chosen,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "nobody": bool(words) and not found and not chosen,
    }
    return render(request, "booking/staff/visit_new.html", said)
