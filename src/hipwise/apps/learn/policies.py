"""Who may. Deny by default."""

from __future__ import annotations

from hipwise.apps.people.policies import may_treat, may_work_here
from hipwise.kit.actor import Actor


def may_read_catalogue(actor: Actor) -> bool:
    """Staff see what the pages rest on, and whether a clinician signed it."""
    return may_work_here(actor)


def may_sign_catalogue(actor: Actor) -> bool:
    """Only a clinician puts their name under it."""
    return may_treat(actor)
