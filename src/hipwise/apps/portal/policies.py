"""Who may enter the first screens."""

from __future__ import annotations

from hipwise.apps.people.policies import may_be_patient, may_work_here
from hipwise.kit.actor import Actor


def may_come_in(actor: Actor) -> bool:
    """Whoever has a side of their own here: patients and staff."""
    return may_be_patient(actor) or may_work_here(actor)
