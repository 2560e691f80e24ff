"""What can be booked, and in which order it is offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms_setup.services import SUGGESTIONS, ServiceForm
from hipwise.apps.booking.models import Service
from hipwise.apps.booking.policies import may_set_up
from hipwise.apps.booking.selectors.setup import practitioners
from hipwise.apps.booking.services import setup
from hipwise.apps.booking.views.setup.frame import HOME, Edit, ask_removal, edit, hand_of
from hipwise.kit.doors import door


@door(may_set_up)
def new_service(request: HttpRequest) -> HttpResponse:
    """One more service, blank or from a suggestion; everybody who takes bookings offers it unless unticked."""
    everybody = [who.pk for who in practitioners() if who.is_open]
    initial = {"practitioners": everybody, "room": "treatment", **SUGGESTIONS.get(request.GET.get("like", ""), {})}
    form = ServiceForm(request.POST or None, initial=initial)
    return edit(request, form, Edit("A new service", "opened service", "The service is saved.", reverse(HOME)))


@door(may_set_up)
def service(request: HttpRequest, number: int) -> HttpResponse:
    """One service."""
    found = get_object_or_404(Service, pk=number)
    context = {
        "remove": reverse("booking:setup_remove_service", args=[number]),
        "note": f"Its address ends in “{found.slug}”. What you change here holds for new visits; those that are "
        "booked keep their length and time.",
    }
    page = Edit(found.name, "changed service", "The service is saved.", reverse(HOME), context=context)
    return edit(request, ServiceForm(request.POST or None, instance=found), page)


@door(may_set_up)
@require_POST
def move_service(request: HttpRequest, number: int) -> HttpResponse:
    """One up or down in the list."""
    found = get_object_or_404(Service, pk=number)
    setup.move_service(hand_of(request), found, -1 if request.POST.get("way") == "up" else 1)
    return redirect(reverse(HOME) + "#services")


@door(may_set_up)
def remove_service(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a service that nobody ever booked."""
    back = reverse("booking:setup_service", args=[number])
    return ask_removal(request, get_object_or_404(Service, pk=number), "service", back)
