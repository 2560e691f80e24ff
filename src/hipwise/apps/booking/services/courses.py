"""Booking a course of visits: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.booking import letters
from hipwise.apps.booking.models import Appointment, Contact, Course, Room
from hipwise.apps.booking.services import core, guard
from hipwise.apps.booking.services.core import Plan
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing was booked: these of the visits asked for, by their place in the list, cannot be had any more."""

    lines: Mapping[int, Refusal]


class _Undo(Exception):
    """Leaves the transaction with nothing done."""


def book_course(actor: Actor, contact: Contact, wanted: Sequence[Wanted], now: datetime) -> Course | Lost:
    """Book all of these visits as one course, and tell of them in one letter.

    Raises:
        ValueError: when there is no visit at all, or they are not of one service.
    """
    if len({one.service for one in wanted}) != 1:
        raise ValueError("a course is of one service")
    rooms = Room.objects.filter(location__in={one.location for one in wanted}).values_list("pk", flat=True)
    lost: dict[int, Refusal] = {}
    try:
        with transaction.atomic():
            guard.lock_and_clear({one.practitioner for one in wanted}, rooms, now)
            course = Course.objects.create(service_id=wanted[0].service, contact=contact, made=now)
            for place, one in enumerate(wanted):
                visit = core.book_visit(
                    actor, Plan(one), contact, Appointment.Way.STAFF, now, course=course, tell=False
                )
                if isinstance(visit, Refusal):
                    lost[place] = visit
            if lost:
                raise _Undo
            patient = contact.patient
            record(actor, "booked course", about=patient.user_id if patient else None, subject=course)
            letters.tell_course_booked(course, now)
    except _Undo:
        return Lost(lost)
    return course
