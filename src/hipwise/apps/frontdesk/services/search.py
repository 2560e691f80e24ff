"""Searching conversations, written down where it opens what a patient said."""

from __future__ import annotations

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.selectors.search import Found, search
from hipwise.kit.actor import Actor


def search_conversations(actor: Actor, words: str) -> Found:
    """Search; each conversation shown that is a known person's leaves a line in the log. What was sought does not."""
    found = search(words)
    for hit in found.hits:
        patient_user = hit.talk.patient.user_id if hit.talk.patient else None
        about = patient_user or hit.talk.user_id
        if about is not None and hit.places:
            record(actor, "read conversation in search", about=about, subject=hit.talk)
    return found
