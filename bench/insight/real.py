"""Links that cannot exist, on real journals: pain moved far away from everything else, and one person's pain beside
another's days.

The moved journals are drawn from one person's few hundred days and overlap, so the error printed is too small; it says
how far chance in the draws may go, not how other people's journals would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.goals import Goal
from bench.insight.face import Method
from bench.insight.methods import hipwise_clear
from bench.insight.rivals.days import by_day
from bench.insight.score import Score, joined
from bench.insight.tables import Cell, Run, figure, hard, header, spread
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.panel import Column, Panel

NEAREST = 15
"""Days by which pain is moved at least, from either end."""

OTHERS = "pain of another person"
OUTCOMES = ("pain", "hip_pain", "knee_pain")
GOAL = Goal(high=0.06)
MOST_FACTORS = 20
"""Journals with more columns are not given to tigramite, which takes half a minute for one of 47."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Makes journals in which no link can exist, and asks ``methods``. ``other`` gives the pain when it is given."""

    methods: dict[str, Method]
    panel: Panel
    other: Panel | None = None

    def __call__(self, cell: Cell, numbers: range) -> dict[str, Score]:
        """A score for each of them."""
        result = {name: Score() for name in self.methods}
        for number in numbers:
            rng = np.random.default_rng([*cell.seed, number])
            panel = moved(self.panel, rng) if self.other is None else paired(self.panel, self.other, rng)
            for name, method in self.methods.items():
                result[name].add(method(panel), set(), 0.0)
        return result


def real(run: Run, folder: Path, outcomes: Sequence[str] = OUTCOMES) -> None:
    """Print for every CSV of ``folder`` and every outcome it has the share of impossible journals with a link."""
    journals = read(folder, outcomes)
    print(header(run, "Real journals with pain moved round by random offsets: any link (none can exist)", GOAL))
    for title, panel in journals.items():
        _report(run, title, panel, None)
    print(header(run, "One person's pain beside another's days, from random days on: any link (none can exist)", GOAL))
    days = {title.split()[0]: panel for title, panel in journals.items()}
    for name, panel in days.items():
        for title, other in journals.items():
            if title.split()[0] != name:
                _report(run, f"{title} by {name}", panel, other)


def read(folder: Path, outcomes: Sequence[str]) -> dict[str, Panel]:
    """File and outcome -> panel."""
    result = {}
    for path in sorted(folder.glob("*.csv")):
        table = read_table(path.read_bytes())
        for outcome in outcomes if isinstance(table, Table) else ():
            panel = table.panel(outcome) if isinstance(table, Table) else None
            if isinstance(panel, Panel):
                result[f"{path.stem} {outcome}"] = panel
    return result


def _report(run: Run, title: str, panel: Panel, other: Panel | None) -> None:
    wide = len(panel.factors) > MOST_FACTORS
    asked: dict[str, Method] = {one.name: one for one in run.rivals if not (wide and one.needs == "tigramite")}
    ask = Impossible({**asked, "hipwise": hipwise_clear}, panel, other)
    cell = Cell(hard(1, 0.0, False), (run.seed, 7, *title.encode()))
    score = joined(next(iter(spread(ask, [cell], run.each, run.jobs))))
    for name, one in score.items():
        sign = run.verdicts.sign(f"real, {title}", one.any_wrong, GOAL) if name == "hipwise" else ""
        print(f"{title:40.40}{name:32}{figure(one.any_wrong, sign)}", flush=True)
    if wide:
        print(f"{title:40.40}left out: PCMCI, PCMCI+ (with more than {MOST_FACTORS} factors they take too long)")


def moved(panel: Panel, rng: np.random.Generator) -> Panel:
    """The same journal with its outcome moved round by a random number of whole days' entries."""
    days = np.floor(panel.times)
    starts = np.flatnonzero(np.append(True, np.diff(days) > 0))
    shift = int(starts[rng.integers(NEAREST, max(starts.size - NEAREST, NEAREST + 1))])
    return replace(panel, outcome=replace(panel.outcome, values=np.roll(panel.outcome.values, -shift)))


def paired(panel: Panel, other: Panel, rng: np.random.Generator) -> Panel:
    """The days of ``panel`` from a random one on, beside the pain of ``other`` from a random one of its days on.

    The person's own pain becomes a factor. Days of several entries are their means. As many days as the shorter has.
    """
    factors, pain = np.column_stack(by_day(panel)), by_day(other)[0]
    count = min(pain.size, factors.shape[0])
    here, there = (int(rng.integers(0, size - count + 1)) for size in (factors.shape[0], pain.size))
    kept = factors[here : here + count]
    written = (panel.outcome, *panel.factors)
    columns = tuple(Column(column.name, kept[:, i]) for i, column in enumerate(written))
    times = np.floor(panel.times[0]) + here + np.arange(count, dtype=np.float64)
    return Panel(times, Column(OTHERS, pain[there : there + count]), columns)
