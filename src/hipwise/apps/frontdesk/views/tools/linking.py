"""Whom a conversation is about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import linking as read
from hipwise.apps.frontdesk.selectors.inbox import name_of
from hipwise.apps.frontdesk.services.linking import link_patient
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.apps.people import selectors as people
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door


@door(may_answer)
@never_cache
def patient(request: HttpRequest, number: int) -> HttpResponse:
    """Look for a patient, link one, or take the link off. What is sought is a name: it stands in no address."""
    talk, words = frame.talk_of(number), request.POST.get("q", "").strip()
    chosen = request.POST.get("patient", "")
    if chosen == "none":
        link_patient(actor_of(request), talk, None, clock.now())
        messages.success(request, "The link is off.")
        return redirect("frontdesk:talk", number)
    who = people.patient(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    if who is not None:
        link_patient(actor_of(request), talk, who, clock.now())
        messages.success(request, f"Linked to {who.name or 'the patient'}.")
        return redirect("frontdesk:talk", number)
    found, more = read.found(words) if words else ([], False)
    context = {
        "talk": talk,
        "name": name_of(talk),
        "words": words or talk.name,
        "asked": bool(words),
        "found": found,
        "more": more,
        "suggested": read.suggested(talk),
    }
    return render(request, "frontdesk/tools/link.html", context)
