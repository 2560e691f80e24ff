"""What of the insights leaves with a person, and goes with them."""

from __future__ import annotations

from collections.abc import Mapping

from hipwise.apps.insight.models import Answer, Beginning, Hunch
from hipwise.apps.insight.selectors import said_by
from hipwise.apps.journal.selectors import factor_names
from hipwise.apps.privacy.claims import Claim, Content, Subject, register


def claim_insight() -> None:
    """Say what the insights keep about people."""
    register(Claim(name="insight", tables=(Answer, Hunch, Beginning), export=export, erase=erase))


def export(subject: Subject) -> Mapping[str, Content]:
    """The engine's last answer with what it takes to make it again, what was suspected and when something began."""
    if subject.patient_id is None:
        return {}
    said, files = said_by(subject.patient_id), dict[str, Content]()
    if said.answer is not None:
        files["insight.json"] = {"made_at": said.answer.made_at.isoformat(), **said.answer.exploration}
    if said.hunch is not None:
        own = factor_names(subject.patient_id)
        files["suspects.json"] = {
            "answered_at": said.hunch.answered_at.isoformat(),
            "suspects": [own.get(factor, factor) for factor in said.hunch.suspects],
        }
    if said.beginning is not None:
        files["beginning.json"] = {"day": said.beginning.day.isoformat(), "label": said.beginning.label}
    return files


def erase(subject: Subject) -> None:
    """Remove the answer, and what was said before and beside it."""
    if subject.patient_id is not None:
        for table in (Answer, Hunch, Beginning):
            table.objects.filter(patient_id=subject.patient_id).delete()
