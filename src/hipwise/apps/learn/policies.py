"""Who may. Deny by default."""

from __future__ import annotations

from hipwise.kit.actor import Actor


def may_read_catalogue(actor: Actor) -> bool:
    """Staff see what the pages rest on, and whether a clinician signed it."""
    return actor.user_id is not None and actor.is_staff


def may_sign_catalogue(actor: Actor) -> bool:
    """Only a clinician puts their name under it."""
    return actor.user_id is not None and "practitioner" in actor.roles
