"""An answer that holds every kind of finding and silence there is, made by hand."""

from __future__ import annotations

from dataclasses import replace

from hipwise.domain.insight.finding import Change, Finding, Shift, Silence, Writing
from hipwise.project.insights.answer import Answer, find_answer
from hipwise.project.insights.options import Options
from hipwise.ui.words.insight import ABOVE, EVENT, STEP
from tests.command.kit import START, journal, write_bytes

COLUMNS = ("argument", "walk", "steps", "stress", "mood", "rest", "swim", "yoga", "work", "tea")
BEGAN = 60
"""Days after the journal's first."""


def every_kind() -> Answer:
    """The answer; its journal has 150 days."""
    lines = journal().splitlines()
    more = ",".join(COLUMNS[3:])
    rows = [f"{line},{at % 9},{at % 7},{at % 2},0,{at % 3},{at % 5},{at % 4}" for at, line in enumerate(lines[1:])]
    found = find_answer(*write_bytes("\n".join([f"{lines[0]},{more}", *rows, ""])), Options())
    assert isinstance(found, Answer)
    began = float(found.panel.times[0] + BEGAN)
    exploration = replace(
        found.exploration,
        findings=_findings(),
        silences=_silences(),
        suspects=("stress",),
        prior="ab" * 32,
        began=began,
        shift=Shift(began, -0.8, -1.4, -0.2, 0.006, 60, 90),
        writing=Writing(-0.8, -1.2, -0.3, 0.002, 20),
    )
    return replace(found, exploration=exploration)


def _findings() -> tuple[Finding, ...]:
    begun = Change("begun", (0.02, -0.3, 0.4), (1.2, 0.6, 1.8), 0.01)
    return (
        Finding("argument", "same", "clear", 1.04, 0.5, 1.7, EVENT, 1.0, 0.0004, 0.004, 140, change=begun),
        Finding("steps", "second", "clear", -0.7, -1.2, -0.3, STEP, 1830.0, 0.001, 0.006, 130, "forward"),
        Finding("stress", "next", "clear", 0.9, 0.4, 1.5, ABOVE, 1.8, 0.002, 0.008, 130, "both", 7.0),
        Finding("walk", "third", "early", 0.4, 0.05, 0.8, EVENT, 1.0, 0.02, 0.09, 120, "forward"),
    )


def _silences() -> tuple[Silence, ...]:
    return (
        Silence("mood", "same", "after_pain", -0.2, 0.3, STEP, 1.8, None, 140, after=-0.31),
        Silence("rest", "same", "explained_by", through="stress"),
        Silence("swim", "same", "no_variation"),
        Silence("tea", "second", "not_clear", -0.6, 0.9, STEP, 1.2, (40, 90), 140),
        Silence("work", "same", "either", through="yoga"),
        Silence("yoga", "same", "either", through="work"),
    )


def first_day() -> str:
    """When the thing asked about began."""
    return str(START.fromordinal(START.toordinal() + BEGAN))
