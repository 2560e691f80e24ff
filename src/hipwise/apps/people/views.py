"""The person's own corner: ``/you/``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.apps.people import policies, selectors
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door


@door(policies.may_be_someone)
def you(request: HttpRequest) -> HttpResponse:
    """The person's own page."""
    return render(request, "people/you.html")


@door(policies.may_be_someone)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Leads staff to set up, or to use, their second factor."""
    return render(
        request, "people/second_factor.html", {"has": selectors.has_second_factor(actor_of(request).user_id or 0)}
    )


@door(policies.may_be_someone)
def agree(request: HttpRequest) -> HttpResponse:
    """Asks for the consents that the patient's side needs."""
    return render(request, "people/agree.html", {"standing": selectors.consents_of(actor_of(request).user_id or 0)})
