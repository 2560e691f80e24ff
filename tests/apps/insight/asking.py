"""People who have said what they suspect, and answers of every kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hipwise.apps.insight import services
from hipwise.apps.insight.models import Beginning, Hunch
from hipwise.apps.insight.selectors import Said
from hipwise.apps.insight.services import Reading
from hipwise.apps.journal import services as journal
from hipwise.domain.insight.finding import Change, Exploration, Finding, Shift, Silence, Writing
from hipwise.domain.insight.panel import Column, Panel
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

FOUND = Finding(
    factor="walk", lag="next", tier="clear", effect=-1.0, low=-1.6, high=-0.4,
    unit="points, yes against no", step=1.0, p=0.001, q=0.01, days_used=5, direction="forward",
)  # fmt: skip
LATER = replace(FOUND, lag="second", effect=0.9, low=0.3, high=1.5)
ABOVE = replace(
    FOUND, factor="stress", lag="same", unit="points, above against not above", above=2.5, effect=1.2, low=0.5,
    high=1.9, direction="together",
)  # fmt: skip
BOTH = replace(
    FOUND, factor="stress", unit="points, one usual step up", direction="both", effect=0.8, low=0.2, high=1.4
)
FADED = replace(FOUND, change=Change("faded", (-1.8, -2.6, -1.0), (-0.1, -0.6, 0.4), 0.004))
AFTER = Silence("rest", "same", "after_pain", unit="points, yes against no", after=0.2)
SHIFT = Shift(began=4.0, effect=-0.9, low=-1.5, high=-0.3, p=0.004, days_before=60, days_after=48)
WRITING = Writing(difference=-0.8, low=-1.3, high=-0.3, p=0.002, unwritten=14)


def panel() -> Panel:
    """Six written days, one left out after the third."""
    return Panel(
        times=np.array([0.0, 1, 2, 4, 5, 6]),
        outcome=Column("pain", np.array([3.0, 4, np.nan, 5, 6, 2])),
        factors=(
            Column("walk", np.array([1.0, 0, 1, 1, 0, 1])),
            Column("stress", np.array([1.0, 4, np.nan, 3, 2, 0])),
        ),
    )


def said(findings: tuple[Finding, ...], silences: tuple[Silence, ...] = ()) -> Exploration:
    """An answer about 20 days."""
    return Exploration("pain", 20, 21, "e", 0, 0.05, 0.1, "d", findings, silences)


def reading(exploration: Exploration, beginning: Beginning | None = None) -> Reading:
    """An answer to the panel above, of somebody who had been asked."""
    return Reading(panel(), exploration, Said(Hunch(suspects=[]), beginning, None))


def write_days(person: Person, count: int) -> None:
    """A journal in which arguments bring pain; its person has not been asked yet."""
    journal.bring_in_entries(person.actor, patient_of(person), days(count), now=NOW)


def answer(person: Person, *suspects: str) -> None:
    """Say what this person suspects; nothing for "I don't know"."""
    hunch = services.name_suspects(person.actor, patient_of(person), suspects, now=NOW)
    assert isinstance(hunch, Hunch), hunch
