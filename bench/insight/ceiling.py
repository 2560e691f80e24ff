"""How far one can go: the engine handed what it must otherwise find out, namely which factors are the other causes.

Each factor is tested beside all true causes but itself, at their true lags, with the engine's own tests; then
Benjamini-Hochberg. Decoys so lose what they borrow from a cause, and no doubt between rivals is left. What the engine
misses of this is the price of not knowing; what this misses of everything is the price of few and noisy days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.goals import Goal
from bench.insight.methods import hipwise_clear
from bench.insight.score import Score, joined, lives, merged
from bench.insight.tables import DAYS, MEMORIES, Cell, Run, column, hard, header, seed_of, spread
from hipwise.domain.insight.choose import Chooser
from hipwise.domain.insight.finding import LAGS
from hipwise.domain.insight.moments import moments
from hipwise.domain.insight.study import study
from hipwise.domain.insight.twins import nearly_same
from hipwise.domain.insight.usable import outcome_reason, uses
from hipwise.domain.insight.weights import weights
from hipwise.domain.insight.world import Life
from hipwise.domain.stats.discovery import declared

RATE = 0.05
FALSE = Goal(high=RATE)
ROWS = ("handed the other causes", "hipwise")


def handed(life: Life) -> set[str]:
    """The factors declared when each is tested beside the true causes."""
    grid = moments(life.panel)
    if outcome_reason(grid) is not None:
        return set()
    kinds = {factor.name: factor.kind for factor in life.panel.factors}
    one = study(grid, tuple(kinds[name] for name in grid.names), tuple(uses(grid)))
    chooser = Chooser(one.start(), one.looked, nearly_same(one.filled.values), weights(grid.names, (), None))
    place = {name: number for number, name in enumerate(grid.names)}
    columns = {cause.factor: LAGS.index(cause.lag) * one.count + place[cause.factor] for cause in life.causes}
    p = [
        chooser.given(sorted(column for factor, column in columns.items() if factor != name)).p[number]
        for name, number in place.items()
    ]
    return {grid.names[number] for number in np.flatnonzero(declared(np.array(p), RATE))}


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks both ways about the same lives."""

    def __call__(self, cell: Cell, numbers: range) -> dict[str, Score]:
        """A score for each."""
        result = {name: Score() for name in ROWS}
        for life in lives(cell.make, numbers, cell.seed):
            causes = {cause.factor for cause in life.causes}
            for name, named in zip(ROWS, (handed(life), hipwise_clear(life.panel)), strict=True):
                result[name].add(named, causes, 0.0)
        return result


def ceiling(run: Run) -> None:
    """Print false discovery and power of both, by length."""
    print(header(run, f"Three causes among twelve, the others handed over, memory {MEMORIES}", FALSE))
    print(f"{'':42}{'FDR':>17}{'power':>17}")
    cells = [Cell(hard(days, m, True), (run.seed, 1, days, seed_of(m))) for days in DAYS for m in MEMORIES]
    done = spread(Ask(), cells, run.each, run.jobs)
    for days in DAYS:
        found = [joined(next(done)) for _ in MEMORIES]
        for name in ROWS:
            row = merged([one[name] for one in found])
            sign = run.verdicts.sign(f"false discovery, {name}, {days} days", row.false_discovery, FALSE)
            print(f"{days:>4} days  {name:32}{column(row.false_discovery, sign)}{column(row.power)}")
