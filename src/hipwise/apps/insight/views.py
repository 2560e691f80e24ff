"""The Insight page: what a person's own days can and cannot say."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.apps.insight import cards
from hipwise.apps.insight.services import read_journal
from hipwise.apps.insight.voice import voice_of
from hipwise.apps.people.policies import may_be_patient
from hipwise.kit.actor import actor_of
from hipwise.kit.clock import now
from hipwise.kit.doors import door


@door(may_be_patient)
def insight(request: HttpRequest) -> HttpResponse:
    """What moves this person's pain, and what cannot be told yet."""
    patient_id = cast(int, actor_of(request).patient_id)
    reading = read_journal(patient_id, now=now())
    page = cards.page(reading, voice_of(patient_id))
    return render(request, "insight/insight.html", {"page": page, "reading": reading})
