"""Closed days."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_setup.days import ClosureForm
from hipwise.apps.booking.models import Closure
from hipwise.apps.booking.policies import may_set_up
from hipwise.apps.booking.selectors.setup import seen_of
from hipwise.apps.booking.services.setup import Displaced, change, remove
from hipwise.apps.booking.views.setup.frame import act, hand_of, lost
from hipwise.kit import clock
from hipwise.kit.doors import door

PAST_SHOWN = 50


@door(may_set_up)
def closures(request: HttpRequest) -> HttpResponse:
    """Closed days to come, and a form for more."""
    today = clock.today()
    initial = {"what": request.GET.get("what", "clinic")}
    form = ClosureForm(request.POST or None, today=today, initial=initial)
    shown: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        row = form.closure()
        answer = change(hand_of(request), "closed days", row, row.save)
        if answer is None:
            messages.success(request, "The closed days are saved.")
            return redirect("booking:setup_closures")
        if isinstance(answer, Displaced):
            shown = lost(answer)
        else:
            form.add_error(None, answer.words)
    rows = Closure.objects.select_related("location", "room__location")
    context = {
        "form": form,
        "ahead": rows.filter(last__gte=today),
        "past": rows.filter(last__lt=today).order_by("-last")[:PAST_SHOWN],
        **shown,
    }
    return render(request, "booking/setup/closures.html", context)


@door(may_set_up)
@require_POST
def remove_closure(request: HttpRequest, number: int) -> HttpResponse:
    """Open again."""
    row = get_object_or_404(Closure, pk=number)
    answer = remove(replace(hand_of(request), seen=seen_of(row)), "removed closed days", row)
    back = reverse("booking:setup_closures")
    return act(request, answer, "These days are as usual again.", back, "Take back these days?")
