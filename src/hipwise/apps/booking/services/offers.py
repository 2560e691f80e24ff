"""A time kept for one person by name: staff offer it, and who gets the link books it in booking's own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hipwise.apps.booking.models import Appointment, Draft
from hipwise.apps.booking.services import core, guard
from hipwise.apps.booking.services.visitors import Details, take_over
from hipwise.apps.people.models import Patient
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal

LEAST = timedelta(minutes=30)
"""A time that could be kept for less than this is not offered; who is there may book it at once."""
TOO_CLOSE = Refusal("too_close", "This time is too close now to keep it for somebody. Please offer a later one.")


def keep_for(wanted: Wanted, until: datetime, lead: timedelta, now: datetime) -> Appointment | Refusal:
    """Keep a free time until ``until``, but never beyond the hour (``lead`` before) until which it can be booked."""
    lasts = min(until, wanted.start - lead) - now
    return core.hold_time(wanted, Appointment.Way.STAFF, now, lasts) if lasts >= LEAST else TOO_CLOSE


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of whom a time is kept for: ``proved`` when their address answered, ``patient`` their account."""

    details: Details
    proved: datetime | None = None
    patient: Patient | None = None


def draft_for(hold: Appointment, mine: Draft | None, known: Known, now: datetime) -> Draft | None:
    """The booking under way for a kept time; ``mine`` is what this session has under way. None once it is not kept.

    Whoever follows the link last goes on with it: a page that was left open elsewhere finds the time gone.
    """
    with transaction.atomic():
        guard.lock_visit(hold)
        held = Appointment.objects.filter(pk=hold.pk, state=Appointment.State.HELD, held_until__gt=now).first()
        if held is None:
            return None
        before = Draft.objects.select_for_update(of=("self",)).filter(hold=held).first()
        if before is not None and mine is not None and before.pk == mine.pk:
            return before
        draft = take_over(before, now) if before else _begun(held, now)
        details = known.details
        draft.name, draft.email, draft.phone = details.name, details.email, details.phone
        draft.digest = address_digest(details.email) if details.email else ""
        draft.proved, draft.patient = known.proved, known.patient
        draft.save()
        return draft


def _begun(hold: Appointment, now: datetime) -> Draft:
    return Draft(
        hold=hold,
        service_id=hold.service_id,
        practitioner_id=hold.practitioner_id,
        location_id=hold.location_id,
        start=hold.start,
        made=now,
    )
