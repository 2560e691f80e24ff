"""A patient's own visits."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.policies import may_see_own_visits
from hipwise.apps.booking.selectors import feeds, visits
from hipwise.apps.booking.views.showing import show
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door

A_PAGE = 20


@door(may_see_own_visits)
def own_visits(request: HttpRequest) -> HttpResponse:
    """What is to come, what was, and booking again."""
    actor, now = actor_of(request), clock.now()
    page = Paginator(visits.past(actor, now), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": [_row(one) for one in visits.coming(actor, now)],
        "past": [_row(one) for one in page],
        "page": page,
        "addresses": feeds.addresses(patient=actor.patient_id),
    }
    return show(request, "booking/own/visits.html", context)


def _row(visit: Appointment) -> dict[str, object]:
    stands = visit.state == Appointment.State.BOOKED
    return {"visit": visit, "token": visit_token(visit), "changeable": stands}
