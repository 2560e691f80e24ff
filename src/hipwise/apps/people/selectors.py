"""What others may ask about people."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest

from hipwise.apps.people.models import Clinic, StaffSeat
from hipwise.kit.actor import VISITOR, Actor, Role

ROLE_OF: dict[str, Role] = {
    StaffSeat.Work.PHYSIOTHERAPIST: "practitioner",
    StaffSeat.Work.PSYCHOLOGIST: "practitioner",
    StaffSeat.Work.FRONT_DESK: "front_desk",
    StaffSeat.Work.OWNER: "owner",
}


def clinic() -> Clinic | None:
    """The clinic of this installation; None before it was set up."""
    return Clinic.objects.first()


def clinic_zone() -> ZoneInfo:
    """The clinic's time zone; UTC before it was set up."""
    found = clinic()
    return ZoneInfo(found.time_zone if found else "UTC")


def actor_for(request: HttpRequest) -> Actor:
    """The actor behind a request."""
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    roles: set[Role] = {ROLE_OF[seat.work] for seat in user.seats.all()}
    patient = getattr(user, "patient", None)
    if patient:
        roles.add("patient")
    return Actor(user_id=user.pk, patient_id=patient.pk if patient else None, roles=frozenset(roles))
