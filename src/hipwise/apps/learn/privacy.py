"""Signatures are kept about those who work here: they leave with the person's download, and stay as a record."""

from __future__ import annotations

from collections.abc import Mapping

from hipwise.apps.learn.models import SignOff
from hipwise.apps.privacy.claims import Claim, Content, Subject, register

STAYS = (
    "If you signed a catalogue of the clinic's (evidence, or words that must not wait), that signature stays, with the "
    "name and registration number you signed with: people were told things on the strength of it."
)


def claim_signatures() -> None:
    """Say what the pages keep about people."""
    register(Claim(name="learn", tables=(SignOff,), export=export, erase=erase, stays=STAYS))


def export(subject: Subject) -> Mapping[str, Content]:
    """``signatures.json``, for those who signed."""
    signed = SignOff.objects.filter(clinician=subject.user_id).order_by("at")
    rows = [
        {
            "catalogue": each.catalogue,
            "version": each.version,
            "digest": each.digest,
            "name": each.name,
            "registration": each.registration,
            "at": each.at.isoformat(),
        }
        for each in signed
    ]
    return {"signatures.json": rows} if rows else {}


def erase(subject: Subject) -> None:
    """Cut the way from the signature to the account; the signature itself stays."""
    SignOff.objects.filter(clinician=subject.user_id).update(clinician=None)
