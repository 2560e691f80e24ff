"""A practitioner's calendars elsewhere: which there are, how they do, one more, one less."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hipwise.apps.booking.calendars.outside.asking import FAULTS
from hipwise.apps.booking.forms_outside import OutsideForm
from hipwise.apps.booking.models import OutsideCalendar, Practitioner
from hipwise.apps.booking.selectors.feeds import practitioner_of
from hipwise.apps.booking.services import outside as services
from hipwise.apps.booking.tasks import read_outside_calendar
from hipwise.apps.people.policies import may_treat
from hipwise.kit import clock
from hipwise.kit.actor import Actor, actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal


def _practitioner(actor: Actor) -> Practitioner:
    found = practitioner_of(actor)
    if found is None:
        raise Http404
    return found


@door(may_treat)
def outside(request: HttpRequest) -> HttpResponse:
    """The calendars of whoever is asking; by POST, one more."""
    actor = actor_of(request)
    practitioner = practitioner_of(actor)
    form = OutsideForm(request.POST if request.method == "POST" else None)
    if practitioner and request.method == "POST" and form.is_valid():
        now = clock.now()
        made = services.add_outside_calendar(actor, practitioner, form.cleaned_data["address"], now)
        if not isinstance(made, Refusal):
            read_outside_calendar.enqueue(made.pk)
            messages.success(request, "Added. It is being read now; look again in a minute.")
            return redirect("booking:outside")
        form.add_error("address", made.words)
    rows = practitioner.outside_calendars.all() if practitioner else []
    context = {"practitioner": practitioner, "form": form, "calendars": [_line(row) for row in rows]}
    return render(request, "booking/outside.html", context)


def _line(calendar: OutsideCalendar) -> dict[str, object]:
    return {
        "number": calendar.pk,
        "host": urlsplit(calendar.address).hostname or "",
        "calendar": calendar,
        "busy": calendar.busy.count(),
        "fault": FAULTS.get(calendar.fault, FAULTS["unreachable"]) if calendar.fault else "",
        "since": calendar.read or calendar.made,
    }


@door(may_treat)
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """One less."""
    actor = actor_of(request)
    calendar = get_object_or_404(OutsideCalendar, pk=number, practitioner=_practitioner(actor))
    services.remove_outside_calendar(actor, calendar)
    messages.success(request, "Removed, and the times it kept free of visits with it.")
    return redirect("booking:outside")
