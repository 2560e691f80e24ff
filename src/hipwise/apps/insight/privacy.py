"""What of the insights leaves with a person, and goes with them."""

from __future__ import annotations

from collections.abc import Mapping

from hipwise.apps.insight.models import Answer
from hipwise.apps.privacy.claims import Claim, Content, Subject, register


def claim_insight() -> None:
    """Say what the insights keep about people."""
    register(Claim(name="insight", tables=(Answer,), export=export, erase=erase))


def export(subject: Subject) -> Mapping[str, Content]:
    """The engine's last answer, with what it takes to make it again."""
    kept = Answer.objects.filter(patient_id=subject.patient_id).first() if subject.patient_id else None
    if kept is None:
        return {}
    return {"insight.json": {"made_at": kept.made_at.isoformat(), **kept.exploration}}


def erase(subject: Subject) -> None:
    """Remove the answer."""
    if subject.patient_id is not None:
        Answer.objects.filter(patient_id=subject.patient_id).delete()
