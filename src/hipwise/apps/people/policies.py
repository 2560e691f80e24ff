"""Who may. Deny by default: what no line here allows is refused."""

from __future__ import annotations

from hipwise.apps.people.consents import SHARE_WITH_CLINIC
from hipwise.apps.people.models import Consent
from hipwise.kit.actor import Actor


def may_be_someone(actor: Actor) -> bool:
    """Anyone signed in: their own account."""
    return actor.user_id is not None


def may_be_patient(actor: Actor) -> bool:
    """The patient's side: a patient record of their own, and the needed consents standing."""
    return actor.patient_id is not None and "patient" in actor.roles


def may_work_here(actor: Actor) -> bool:
    """The staff's side."""
    return actor.user_id is not None and actor.is_staff


def may_treat(actor: Actor) -> bool:
    """Physiotherapists and psychologists."""
    return actor.user_id is not None and "practitioner" in actor.roles


def may_own(actor: Actor) -> bool:
    """The clinic itself: its numbers, its staff, its log."""
    return actor.user_id is not None and "owner" in actor.roles


def may_see_patient(actor: Actor, patient_id: int) -> bool:
    """That somebody is a patient, and their name: staff, and they themselves."""
    return may_work_here(actor) or (may_be_patient(actor) and actor.patient_id == patient_id)


def may_read_patient(actor: Actor, patient_id: int) -> bool:
    """What a patient wrote: they themselves, and clinicians while the patient shares it."""
    if may_be_patient(actor) and actor.patient_id == patient_id:
        return True
    return may_treat(actor) and _shares(patient_id)


def _shares(patient_id: int) -> bool:
    return Consent.objects.filter(
        user__patient=patient_id, kind=SHARE_WITH_CLINIC.kind, version=SHARE_WITH_CLINIC.version, withdrawn=None
    ).exists()
