"""One file that was answered: its table, its panel, and what the engine said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.finding import Exploration
from hipwise.domain.insight.panel import Panel
from hipwise.project.insights.options import Options
from hipwise.project.insights.sources import read_source
from hipwise.ui.words import insight
from hipwise.ui.words.names import Voice, voice_for


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
