"""Who may, in the journal. Reading another's journal is people's rule (``may_read_patient``)."""

from __future__ import annotations

from hipwise.apps.journal.models import Entry
from hipwise.apps.people.policies import may_be_patient
from hipwise.kit.actor import Actor


def may_write_for(actor: Actor, patient_id: int) -> bool:
    """Only the person themselves writes in their journal."""
    return may_be_patient(actor) and actor.patient_id == patient_id


def may_change(actor: Actor, entry: Entry) -> bool:
    """Only the person who wrote a check-in changes or removes it."""
    return may_write_for(actor, entry.patient_id)
