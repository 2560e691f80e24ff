"""The Insight pages: what a person suspects, then what their own days can and cannot say."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hipwise.apps.insight import cards, services
from hipwise.apps.insight.forms import BeginningForm, SuspectsForm
from hipwise.apps.insight.pictures import day_of
from hipwise.apps.insight.selectors import beginning_of, said_by
from hipwise.apps.insight.services import Question
from hipwise.apps.insight.voice import titles, voice_of
from hipwise.apps.journal.selectors import panel_for
from hipwise.apps.people.policies import may_be_patient
from hipwise.kit.actor import actor_of
from hipwise.kit.clock import now, today
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal


@door(may_be_patient)
def insight(request: HttpRequest) -> HttpResponse:
    """What moves this person's pain, and what cannot be told yet."""
    patient_id = _patient(request)
    reading = services.read_own_journal(patient_id, now=now())
    if isinstance(reading, Question):
        return redirect("insight:suspects")
    page = cards.page(reading, voice_of(patient_id))
    return render(request, "insight/insight.html", {"page": page, "reading": reading})


@door(may_be_patient)
def suspects(request: HttpRequest) -> HttpResponse:
    """What do you suspect? Asked once, before the first result."""
    patient_id = _patient(request)
    panel = panel_for(patient_id)
    refusal = services.why_not_asked(said_by(patient_id), panel)
    form = SuspectsForm(_posted(request), offered=titles(panel, voice_of(patient_id)))
    if refusal is None and request.method == "POST" and form.is_valid():
        answer = services.name_suspects(actor_of(request), patient_id, form.cleaned_data["suspects"], now=now())
        if not isinstance(answer, Refusal):
            return redirect("insight:insight")
        refusal = answer
    if refusal is None:
        return render(request, "insight/suspects.html", {"form": form, "days": panel.days})
    if request.method == "POST":
        messages.info(request, refusal.words)
    return redirect("insight:insight")


@door(may_be_patient)
def beginning(request: HttpRequest) -> HttpResponse:
    """Something began on this day: compare before and after."""
    patient_id = _patient(request)
    times = panel_for(patient_id).times
    if times.size < 2:
        return redirect("insight:insight")
    kept = beginning_of(patient_id)
    known = {"label": kept.label, "day": kept.day} if kept else None
    form = BeginningForm(_posted(request), initial=known, first=day_of(times[1]), last=min(day_of(times[-1]), today()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        saved = services.set_beginning(actor_of(request), patient_id, said["day"], said["label"], today=today())
        if not isinstance(saved, Refusal):
            messages.success(request, "Saved. Insight compares your days before and after.")
            return redirect("insight:insight")
        form.refuse(saved)
    return render(request, "insight/beginning.html", {"form": form, "kept": kept})


@door(may_be_patient)
@require_POST
def remove_beginning(request: HttpRequest) -> HttpResponse:
    """Forget the day on which something began."""
    services.remove_beginning(actor_of(request), _patient(request))
    messages.success(request, "Removed. Nothing is compared before and after any more.")
    return redirect("insight:insight")


def _patient(request: HttpRequest) -> int:
    """The person's own patient number, which ``may_be_patient`` has made sure of."""
    return cast(int, actor_of(request).patient_id)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all; None when the page was only opened."""
    return request.POST if request.method == "POST" else None
