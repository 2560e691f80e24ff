"""One file, from its bytes to the reply that is printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.finding import Exploration
from hipwise.domain.insight.panel import Panel
from hipwise.project.insights.options import Options, Reply
from hipwise.project.insights.sources import read_source
from hipwise.ui.words import insight, tables
from hipwise.ui.words.names import Voice, voice_for

COMPLAINTS = 10
"""So many slips of a file are told on the error stream; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A file that could be answered."""

    path: Path
    table: Table
    panel: Panel
    exploration: Exploration
    strange: tuple[str, ...]
    """Columns that were to be ignored but are not there."""

    @property
    def voice(self) -> Voice:
        """How this journal is spoken of."""
        return voice_for(self.panel.outcome.name, timed=self.panel.timed)

    @property
    def stillness(self) -> str | None:
        """A sentence when the outcome hardly changed."""
        values = self.panel.outcome.values
        low, high = np.quantile(values[np.isfinite(values)], (0.25, 0.75))
        return insight.stillness(float(low), float(high), self.voice)


def reply_to(path: Path, options: Options) -> Reply:
    """The reply about one file. What goes wrong inside is told as a complaint about this file alone."""
    try:
        answer = find_answer(path, options)
        return _failed(path, answer, options) if isinstance(answer, Unusable) else _told(answer, options)
    except Exception as error:  # one file must never take the others down
        return crashed(path, f"{type(error).__name__}: {error}", options)


def find_answer(path: Path, options: Options) -> Answer | Unusable:
    """Read a file and ask the engine."""
    from hipwise.domain.insight.explore import explore

    data = read_source(path)
    table = data if isinstance(data, Unusable) else read_table(data)
    if isinstance(table, Unusable):
        return table
    if options.strict and table.problem_count:
        return table.refused(Unusable("not_strict"))
    panel = table.panel(options.outcome, options.ignore)
    if isinstance(panel, Unusable):
        return panel
    exploration = explore(panel, seed=options.seed, fdr=options.fdr, early=options.early)
    known = {*table.names, *table.texts}
    return Answer(path, table, panel, exploration, tuple(name for name in options.ignore if name not in known))


def crashed(path: Path, what: str, options: Options) -> Reply:
    """The reply about a file on which the program itself failed."""
    return replace(_failed(path, Unusable("crashed", what), options), crashed=True)


def _told(answer: Answer, options: Options) -> Reply:
    table = answer.table
    complaints = [f"{answer.path}: {tables.note(note)}" for note in table.notes]
    complaints += [f"{answer.path}: no column is called “{tables.safe(name)}”" for name in answer.strange]
    complaints += _lines(answer.path, Unusable("not_strict", "", (), table.problems, table.problem_count))
    return Reply(True, _rendered(answer, options), tuple(complaints))


def _failed(path: Path, refusal: Unusable, options: Options) -> Reply:
    text = ""
    if options.format == "json":
        from hipwise.project.insights.as_json import refusal_json

        text = refusal_json(path, refusal, options)
    return Reply(False, text, (*_lines(path, refusal), f"{path}: {tables.unusable(refusal)}"))


def _lines(path: Path, refusal: Unusable) -> list[str]:
    told = [f"{path}:{slip.line}: {tables.problem(slip)}" for slip in refusal.problems[:COMPLAINTS]]
    rest = refusal.problem_count - len(told)
    return [*told, f"{path}: and {rest:,} more like these"] if rest else told


def _rendered(answer: Answer, options: Options) -> str:
    if options.format == "json":
        from hipwise.project.insights.as_json import answer_json

        return answer_json(answer, options)
    if options.format == "html":
        from hipwise.project.insights.report.page import answer_html

        return answer_html(answer)
    from hipwise.project.insights.as_text import answer_text

    return answer_text(answer)
