"""Patients a conversation may be about."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.people.models import Patient
from hipwise.apps.people.selectors import patients, patients_named

MOST = 8


def suggested(talk: Conversation) -> Patient | None:
    """The patient whose account, or whose proven address, this conversation has; None where staff have to look."""
    if talk.patient_id is not None:
        return None
    if talk.user_id is not None:
        return patients().filter(user=talk.user_id).first()
    if not talk.proved or not talk.email:
        return None
    known = EmailAddress.objects.filter(email=talk.email.strip().lower(), verified=True).values("user")
    return patients().filter(user__in=known).first()


def found(words: str) -> tuple[list[Patient], bool]:
    """Patients with these words in their name, or this address; and whether there are more."""
    rows = patients_named("".join(letter for letter in words[:120] if letter.isprintable()))
    return rows[:MOST], len(rows) > MOST
