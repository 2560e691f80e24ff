"""Blocking a practitioner's time. Visits that stand in it stay: people decide about each (decision 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.booking.models import Appointment, Practitioner, TimeOff
from hipwise.apps.booking.services import guard
from hipwise.kit.actor import Actor

COMING = (Appointment.State.BOOKED, Appointment.State.ARRIVED)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Time that is blocked, and the visits that stand in it all the same."""

    off: TimeOff
    visits: list[Appointment]


def block_time(actor: Actor, practitioner: Practitioner, start: datetime, end: datetime, words: str) -> Blocked:
    """Keep a stretch of time free of visits.

    The practitioner is locked as for every booking, so that no visit slips in unseen.
    """
    with transaction.atomic():
        guard.lock([practitioner.pk], [])
        off = TimeOff.objects.create(practitioner=practitioner, start=start, end=end, words=words.strip())
        record(actor, "blocked time", about=practitioner.user_id, subject=off)
        return Blocked(off, visits_inside(off))


def free_time(actor: Actor, off: TimeOff) -> None:
    """Take a block away."""
    with transaction.atomic():
        guard.lock([off.practitioner_id], [])
        record(actor, "freed time", about=off.practitioner.user_id, subject=off)
        TimeOff.objects.filter(pk=off.pk).delete()


def visits_inside(off: TimeOff) -> list[Appointment]:
    """Coming visits that a block touches, in order."""
    rows = Appointment.objects.filter(
        practitioner=off.practitioner_id, state__in=COMING, taken_from__lt=off.end, taken_until__gt=off.start
    )
    return list(rows.select_related("service", "contact", "location", "room").order_by("start", "pk"))
