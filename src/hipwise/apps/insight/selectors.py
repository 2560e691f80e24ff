"""What is read before the engine is asked: what a person said, and whether they are still to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hipwise.apps.insight.models import Answer, Beginning, Hunch
from hipwise.apps.people.models import Patient
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.usable import FEWEST_DAYS

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about their journal, and the engine's last answer; None for what there is none of."""

    hunch: Hunch | None
    beginning: Beginning | None
    answer: Answer | None

    def suspects_in(self, panel: Panel) -> tuple[str, ...]:
        """The factors named beforehand that the journal still holds, by name."""
        if self.hunch is None:
            return ()
        return tuple(sorted({column.name for column in panel.factors}.intersection(self.hunch.suspects)))

    @property
    def began(self) -> float | None:
        """The day something began, in days since 1970-01-01."""
        return None if self.beginning is None else float((self.beginning.day - EPOCH).days)


def said_by(patient_id: int) -> Said:
    """What one person said, in one query."""
    found = Patient.objects.select_related("hunch", "beginning", "answer").defer("name").get(pk=patient_id)
    return Said(*(getattr(found, name, None) for name in ("hunch", "beginning", "answer")))


def beginning_of(patient_id: int) -> Beginning | None:
    """The day something began for one person; None when they named none."""
    return Beginning.objects.filter(patient_id=patient_id).first()


def is_question_due(said: Said, panel: Panel) -> bool:
    """Whether the days can be compared, and the person has not yet said what they suspect."""
    return said.hunch is None and panel.days >= FEWEST_DAYS
