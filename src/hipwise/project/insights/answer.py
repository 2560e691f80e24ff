"""One file that was answered: its table, its panel, and what the engine said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.finding import Exploration
from hipwise.domain.insight.panel import Panel
from hipwise.domain.stats.levels import quantile
from hipwise.project.insights.borrowing import fitting
from hipwise.project.insights.options import Options
from hipwise.ui.words import insight
from hipwise.ui.words.names import Voice, voice_for
from hipwise.ui.words.when import day


@dataclass(frozen=True, slots=True)
class Answer:
    """A file that could be answered.

    ``strange`` are columns that were to be ignored but are not there; ``unfit`` says why what others' journals say
    was of no use, when it was to be used.
    """

    path: Path
    table: Table
    panel: Panel
    exploration: Exploration
    strange: tuple[str, ...]
    unfit: str | None = None

    @property
    def voice(self) -> Voice:
        """How this journal is spoken of."""
        return voice_for(self.panel.outcome.name, timed=self.panel.timed)

    @property
    def stillness(self) -> str | None:
        """A sentence when the outcome hardly changed."""
        values = self.panel.outcome.values
        low, high = (quantile(values[np.isfinite(values)], share) for share in (0.25, 0.75))
        return insight.stillness(low, high, self.voice)

    @property
    def shifted(self) -> str | None:
        """A sentence about the time since something began, when it was asked about."""
        said = self.exploration
        if said.began is None:
            return None
        return insight.shift(said.shift, self.voice) if said.shift else insight.shiftless(said.began, self.voice)

    @property
    def writing(self) -> str | None:
        """A sentence when notes seem to be written more on some days than on others."""
        return insight.writing(self.exploration.writing, self.voice) if self.exploration.writing else None

    @property
    def beforehand(self) -> list[str]:
        """Sentences about what was known or suspected before the journal was looked at."""
        said = self.exploration
        told = (insight.suspects(said.suspects, self.voice), insight.borrowed(said.prior))
        return [words for words in told if words]


def find_answer(path: Path, data: bytes | Unusable, options: Options) -> Answer | Unusable:
    """Read what a file held and ask the engine."""
    from hipwise.domain.insight.explore import explore

    table = data if isinstance(data, Unusable) else read_table(data)
    if isinstance(table, Unusable):
        return table
    if options.strict and table.problem_count:
        return table.refused(Unusable("not_strict"))
    panel = table.panel(options.outcome, options.ignore)
    if isinstance(panel, Unusable):
        return panel
    if hindrance := _hindrance(panel, options):
        return table.refused(hindrance)
    prior, unfit = fitting(options.prior, panel)
    exploration = explore(
        panel,
        seed=options.seed,
        fdr=options.fdr,
        early=options.early,
        suspects=options.suspects,
        prior=prior,
        began=options.began,
    )
    known = {*table.names, *table.texts}
    strange = tuple(name for name in options.ignore if name not in known)
    return Answer(path, table, panel, exploration, strange, unfit)


def _hindrance(panel: Panel, options: Options) -> Unusable | None:
    """Why a question can't be asked of this journal."""
    names = tuple(column.name for column in panel.factors)
    for suspect in options.suspects:
        if suspect not in names:
            return Unusable("no_such_suspect", suspect, names)
    if options.began is not None:
        written = np.floor(panel.times[np.isfinite(panel.outcome.values)])
        if not written[0] < options.began <= written[-1]:
            return Unusable("began_outside", f"{day(written[0])} to {day(written[-1])}")
    return None
