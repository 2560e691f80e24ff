"""Visits as the people who come see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from hipwise.apps.booking.models import Appointment, Contact
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest

State = Appointment.State
ALONG = ("service", "practitioner__user", "location", "room", "contact__patient", "course")


def own_contacts(actor: Actor) -> QuerySet[Contact]:
    """A patient's own details, and those of visits booked as a guest with an address that is known to be theirs."""
    addresses = EmailAddress.objects.filter(user=actor.user_id, verified=True).values_list("email", flat=True)
    guest = Q(patient=None, proved__isnull=False, digest__in=[address_digest(one) for one in addresses])
    return Contact.objects.filter(Q(patient=actor.patient_id) | guest if actor.patient_id is not None else guest)


def own_visits(actor: Actor) -> QuerySet[Appointment]:
    """Everything a patient ever booked, held times left out."""
    numbers = list(own_contacts(actor).values_list("pk", flat=True))
    return Appointment.objects.filter(contact__in=numbers).exclude(state=State.HELD).select_related(*ALONG)


def of_contacts(contacts: Iterable[Contact]) -> QuerySet[Appointment]:
    """The visits of some contacts, in order."""
    return Appointment.objects.filter(contact__in=list(contacts)).select_related(*ALONG)


def coming(actor: Actor, now: datetime) -> list[Appointment]:
    """A patient's visits that are still to come, the next one first."""
    return list(own_visits(actor).filter(state__in=(State.BOOKED, State.ARRIVED), end__gt=now))


def past(actor: Actor, now: datetime) -> QuerySet[Appointment]:
    """Those that are over or were called off, the newest first."""
    still = Q(state__in=(State.BOOKED, State.ARRIVED), end__gt=now)
    return own_visits(actor).exclude(still).order_by("-start", "-pk")


def next_visit(actor: Actor, now: datetime) -> Appointment | None:
    """The visit that comes next; None when there is none."""
    return own_visits(actor).filter(state__in=(State.BOOKED, State.ARRIVED), end__gt=now).first()
