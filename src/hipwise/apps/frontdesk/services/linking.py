"""Whom staff take a conversation to be about. It opens nothing to anybody: who may read it stays as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Words
from hipwise.apps.frontdesk.services.handling import account_of
from hipwise.apps.people.models import Patient
from hipwise.kit.actor import Actor


def link_patient(actor: Actor, talk: Conversation, patient: Patient | None, now: datetime) -> None:
    """Link a conversation to a patient, or (None) to nobody. Both stand in the log under the patient's name."""
    with transaction.atomic():
        mine = core.locked(talk.pk)
        before = mine.patient
        if before == patient:
            return
        mine.patient = patient
        core.settle(mine)
        me = account_of(actor).get_short_name()
        if before is not None:
            record(actor, "unlinked conversation", about=before.user_id, subject=mine)
        if patient is not None:
            record(actor, "linked conversation", about=patient.user_id, subject=mine)
        said = (
            f"{me} linked this to {patient.name or 'a patient'}" if patient else f"{me} took the link to a patient off"
        )
        core.say(mine, Words(core.Side.HOUSE, said, core.Kind.EVENT, author_id=actor.user_id), now)
