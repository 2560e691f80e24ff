"""A course of weekly visits, from the staff's side: a proposal to change line by line, then all of it is booked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hipwise.apps.audit.services import record
from hipwise.apps.booking.forms_courses import CourseContactForm, CourseForm
from hipwise.apps.booking.models import Appointment, Course
from hipwise.apps.booking.policies import may_keep_calendar
from hipwise.apps.booking.selectors import courses
from hipwise.apps.booking.services.contacts import contact_from_desk, contact_of_patient
from hipwise.apps.booking.services.courses import Lost, book_course
from hipwise.apps.people.selectors import clinic_zone, patients_named
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

FOUND = 8
"""Patients offered for what was typed."""


@door(may_keep_calendar)
def new_course(request: HttpRequest) -> HttpResponse:
    """Which course, then the proposal for it. What is asked for stands in the address, what is chosen in the form."""
    now = clock.now()
    today = now.astimezone(clinic_zone()).date()
    form = CourseForm(today, request.GET or None)
    context: dict[str, object] = {"form": form}
    if request.GET and form.is_valid():
        answer = _proposal(request, form, now)
        if isinstance(answer, HttpResponse):
            return answer
        context |= answer
    return render(request, "booking/courses/new.html", context)


def _proposal(request: HttpRequest, form: CourseForm, now: datetime) -> HttpResponse | dict[str, object]:
    """The lines to show, or where to go once they are booked."""
    ask = form.ask()
    found = [one for one in patients_named(form.cleaned_data["who"])[:FOUND] if one.user]
    if request.method != "POST":
        return {"who": CourseContactForm(found), "lines": courses.propose(ask, now)}
    who = CourseContactForm(found, request.POST)
    kept = [request.POST.get(f"line-{week}", "") for week in range(ask.sessions)]
    refused: Mapping[int, Refusal] = {}
    if who.is_valid():
        booked = _book(request, who, ask.service, kept, now)
        if isinstance(booked, Course):
            messages.success(request, "Booked. One letter with all visits is on its way.")
            return redirect("booking:course", booked.pk)
        refused = booked
    lines = courses.propose(ask, now, kept, refused)
    return {"who": who, "lines": lines, "lost": {week: kept[week] for week in refused}, "refused": bool(refused)}


def _book(
    request: HttpRequest, who: CourseContactForm, service: int, kept: list[str], now: datetime
) -> Course | Mapping[int, Refusal]:
    """Book the weeks that are not left out; else why not, by week."""
    chosen = {week: read for week, key in enumerate(kept) if (read := courses.read_key(key))}
    wanted = {week: Wanted(service, person, place, start) for week, (start, person, place) in chosen.items()}
    if not wanted:
        who.add_error(None, "Please choose a time in one week at least.")
        return {}
    contact = contact_of_patient(who.patient, now) if who.patient else contact_from_desk(*who.typed(), now)
    booked = book_course(actor_of(request), contact, list(wanted.values()), now)
    if isinstance(booked, Lost):
        weeks = list(wanted)
        return {weeks[place]: why for place, why in booked.lines.items()}
    return booked


@door(may_keep_calendar)
def course(request: HttpRequest, number: int) -> HttpResponse:
    """The visits of one course."""
    found = get_object_or_404(Course.objects.select_related("service", "contact__patient"), pk=number)
    patient = found.contact.patient if found.contact else None
    record(actor_of(request), "read course", about=patient.user_id if patient else None, subject=found)
    visits = Appointment.objects.filter(course=found).select_related("practitioner__user", "location", "room")
    return render(request, "booking/courses/course.html", {"course": found, "visits": visits})
