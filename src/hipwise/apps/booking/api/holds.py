"""Holds as the API names them: an id that cannot be guessed, and still tells of what when the hold is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from hipwise.apps.booking.models import Appointment

SALT = "booking.hold"


@dataclass(frozen=True, slots=True)
class HoldId:
    """What was held."""

    uid: UUID
    service: int
    location: int
    start: datetime


def written(hold: Appointment) -> str:
    """The id of a hold, for whoever made it."""
    told = [hold.uid.hex, hold.service_id, hold.location_id, hold.start.isoformat()]
    return signing.Signer(salt=SALT).sign_object(told)


def read(text: str) -> HoldId | None:
    """What an id stands for; None when we never wrote it."""
    try:
        uid, service, location, start = signing.Signer(salt=SALT).unsign_object(text)
    except signing.BadSignature:
        return None
    return HoldId(UUID(uid), service, location, datetime.fromisoformat(start))


def held(hold: HoldId) -> Appointment | None:
    """The hold, or the visit it has become."""
    return Appointment.objects.filter(uid=hold.uid).first()
