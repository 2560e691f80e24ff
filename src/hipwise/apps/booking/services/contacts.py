"""Whom the front desk books a visit for: a patient the clinic knows, or somebody new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.services.core import Plan, book_visit
from hipwise.apps.people.models import Patient
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal


def book_at_desk(
    actor: Actor, plan: Plan, who: Callable[[], Contact], now: datetime, *, reason: str, tell: bool
) -> Appointment | Refusal:
    """Book a visit for somebody who may be new here; a refusal leaves no new contact behind."""
    with transaction.atomic():
        contact = who()
        booked = book_visit(actor, plan, contact, Appointment.Way.STAFF, now, reason=reason, tell=tell)
        if isinstance(booked, Refusal):
            transaction.set_rollback(True)
        return booked


def contact_of_patient(patient: Patient, now: datetime) -> Contact:
    """The patient's own contact, made at their first visit. Their account's address has been proved."""
    found = Contact.objects.filter(patient=patient).order_by("-pk").first()
    if found:
        return found
    email = patient.user.email if patient.user else ""
    return Contact.objects.create(
        patient=patient,
        name=patient.name or (patient.user.get_full_name() if patient.user else ""),
        email=email,
        digest=address_digest(email) if email else "",
        proved=now if email else None,
        made=now,
    )


def contact_from_desk(name: str, email: str, phone: str, now: datetime) -> Contact:
    """Somebody without an account, as they told the front desk; whoever gives the same three again is the same."""
    digest = address_digest(email) if email else ""
    for found in Contact.objects.filter(digest=digest, patient=None).order_by("-pk")[:50] if email else ():
        if (found.name, found.phone) == (name, phone):
            return found
    return Contact.objects.create(name=name, email=email, phone=phone, digest=digest, made=now)
