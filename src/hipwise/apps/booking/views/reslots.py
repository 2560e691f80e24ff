"""When somebody falls ill: say who is out, look the proposal over, confirm or drop it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_courses import AbsenceForm
from hipwise.apps.booking.models import Reslot
from hipwise.apps.booking.policies import may_keep_calendar, may_set_hours
from hipwise.apps.booking.selectors import courses, reslots
from hipwise.apps.booking.selectors.courses import read_key
from hipwise.apps.booking.selectors.reslots import Line
from hipwise.apps.booking.services import reslots as services
from hipwise.apps.people.selectors import clinic_zone
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

SHOWN = 30


@door(may_keep_calendar)
def proposal_list(request: HttpRequest) -> HttpResponse:
    """The latest proposals, and the way to a new one."""
    return render(request, "booking/reslots/list.html", {"proposals": reslots.proposals()[:SHOWN]})


@door(may_keep_calendar)
def new_proposal(request: HttpRequest) -> HttpResponse:
    """Say who is out from when until when."""
    now, actor = clock.now(), actor_of(request)
    hints = {"practitioner": request.GET.get("practitioner", "")}
    form = AbsenceForm(clinic_zone(), now, request.POST if request.method == "POST" else None, initial=hints)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if may_set_hours(actor, said["practitioner"]):
            made = services.propose_moves(actor, said["practitioner"], *form.span(), now, whole=said["whole"] == "yes")
            return redirect("booking:proposal", made.pk)
        form.add_error("practitioner", "Only they themselves, the front desk and the owner may say this.")
    return render(request, "booking/reslots/new.html", {"form": form})


@door(may_keep_calendar)
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: each visit's old and new time side by side, and its confirmation."""
    found, now = get_object_or_404(reslots.proposals(), pk=number), clock.now()
    refused: Mapping[int, Refusal] = {}
    if request.method == "POST":
        outcome = _confirm(request, found, now)
        if not isinstance(outcome, services.Lost):
            return redirect("booking:proposal", number)
        refused = outcome.lines
    lines = reslots.lines_of(found)
    if found.state == Reslot.State.OPEN:
        lines = reslots.with_others(lines, now)
    context = {
        "proposal": found,
        "is_open": found.state == Reslot.State.OPEN,
        "rows": [_row(request, line, refused) for line in lines],
        "left": sum(not (line.is_done or line.is_moot) for line in lines),
        "refused": bool(refused),
    }
    return render(request, "booking/reslots/proposal.html", context)


@door(may_keep_calendar)
@require_POST
def drop_proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Leave the visits where they are."""
    refused = services.drop_proposal(actor_of(request), get_object_or_404(Reslot, pk=number), clock.now())
    if refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, "Closed. Visits that have not moved stay where they are; the time is still blocked.")
    return redirect("booking:proposals")


def _confirm(request: HttpRequest, found: Reslot, now: datetime) -> int | services.Lost | Refusal:
    """Move the lines that are ticked, and say how it went."""
    chosen: dict[int, Wanted] = {}
    for line in reslots.lines_of(found):
        read = read_key(request.POST.get(f"to-{line.row.pk}", ""))
        if read and f"take-{line.row.pk}" in request.POST:
            start, who, where = read
            chosen[line.row.pk] = Wanted(line.visit.service_id, who, where, start)
    if not chosen:
        messages.error(request, "No visit was ticked, so nothing has moved.")
        return 0
    outcome = services.confirm_lines(actor_of(request), found, chosen, now)
    if isinstance(outcome, Refusal):
        messages.error(request, outcome.words)
    elif isinstance(outcome, int):
        messages.success(
            request, f"Moved {outcome} visit{'' if outcome == 1 else 's'}. Their people are told by letter."
        )
    return outcome


def _row(request: HttpRequest, line: Line, refused: Mapping[int, Refusal]) -> dict[str, object]:
    """A line, with what was ticked and chosen in a form that was refused. A lost time gives way to the nearest."""
    number, places = line.row.pk, [place for place in (line.new, *line.others) if place]
    chosen, ticked = line.new.key if line.new else "", line.new is not None
    if refused:
        chosen, ticked = request.POST.get(f"to-{number}", ""), f"take-{number}" in request.POST
        if number in refused:
            places = [place for place in places if place.key != chosen]
            nearest = min(places, key=lambda place: abs(place.slot.start - line.visit.start), default=None)
            chosen = nearest.key if nearest else ""
        elif chosen not in {place.key for place in places}:
            places += courses.places_of([chosen])
    return {
        "line": line,
        "number": number,
        "places": places,
        "chosen": chosen,
        "ticked": ticked,
        "refusal": refused.get(number),
        "open": not (line.is_done or line.is_moot or line.is_changed),
    }
