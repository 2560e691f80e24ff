"""Today for a patient; the clinic's people for those who work there."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hipwise.apps.audit.services import record
from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.selectors.visits import next_visit
from hipwise.apps.insight import cards
from hipwise.apps.insight.services import Question, read_journal, read_own_journal
from hipwise.apps.insight.voice import voice_of
from hipwise.apps.journal import pictures
from hipwise.apps.journal import selectors as journal
from hipwise.apps.people import selectors as people_of
from hipwise.apps.people.models import Patient
from hipwise.apps.people.policies import may_be_patient, may_read_patient, may_treat, may_work_here
from hipwise.apps.portal import board
from hipwise.apps.portal.policies import may_come_in
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.ui.week import Day

PEOPLE_A_PAGE = 25


@door(may_come_in)
def today(request: HttpRequest) -> HttpResponse:
    """A patient's first screen; staff are shown to theirs."""
    actor = actor_of(request)
    if not may_be_patient(actor):
        return redirect("portal:people")
    patient_id, day, moment = cast(int, actor.patient_id), clock.today(), clock.now()
    reading = read_own_journal(patient_id, now=moment)
    page = None if isinstance(reading, Question) else cards.page(reading, voice_of(patient_id))
    written = journal.days_written(patient_id, day - timedelta(days=6), day)
    visit = next_visit(actor, moment)
    days = [day - timedelta(days=back) for back in range(6, -1, -1)]
    return render(
        request,
        "portal/today.html",
        {
            "greeting": greeting(moment.hour),
            "moment": moment,
            "name": request.user.get_short_name() if request.user.is_authenticated else "",
            "ask": "How was the night?" if moment.hour < 11 else "How is it now?",
            "week": [Day("Today" if one == day else f"{one:%a}", one in written, one == day) for one in days],
            "rhythm": journal.rhythm(patient_id, today=day),
            "visit": {"visit": visit, "token": visit_token(visit), "changeable": True} if visit else None,
            "question": page is None,
            "page": page,
            "finding": page.findings[0] if page and page.findings else None,
        },
    )


def greeting(hour: int) -> str:
    """How to greet at an hour of the clinic's day."""
    if hour < 5:
        return "Still up"
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


@door(may_work_here)
def people(request: HttpRequest) -> HttpResponse:
    """The clinic's patients, newest first, or those a search finds."""
    words = "".join(letter for letter in request.GET.get("q", "")[:120] if letter.isprintable()).strip()
    found = people_of.patients_named(words) if words else people_of.patients()
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    sharing: set[int] | None = None
    if may_treat(actor_of(request)):
        numbers = [patient.pk for patient in page]
        sharing = set(people_of.sharing_patients().filter(pk__in=numbers).values_list("pk", flat=True))
    return render(request, "portal/people.html", {"page": page, "words": words, "sharing": sharing})


@door(may_work_here)
def patient(request: HttpRequest, number: int) -> HttpResponse:
    """One patient: for clinicians with what the patient shares, for everybody else that they are a patient here."""
    actor = actor_of(request)
    found = people_of.patient(number) if number < 2**63 else None
    if found is None:
        raise Http404
    treats = may_treat(actor)
    shared = treats and may_read_patient(actor, number)
    notes = _notes(request, found) if shared else {}
    return render(request, "portal/patient.html", {"patient": found, "treats": treats, "shared": shared, **notes})


def _notes(request: HttpRequest, found: Patient) -> dict[str, object]:
    """What a clinician reads of a sharing patient; the reading is written in the log."""
    record(actor_of(request), "read journal", about=found.user_id, subject=found)
    day = clock.today()
    since = pictures.first_day(day)
    reading = read_journal(found.pk, now=clock.now())
    return {
        "chart": board.strips(journal.daily(found.pk, since=since), since=since, today=day),
        "reading": reading,
        "page": cards.page(reading, voice_of(found.pk)),
    }
