"""What naming up to three suspects beforehand gives, and what it costs when they are wrong.

The same lives, asked without suspects and with three: the causes themselves, each a cause with a chance of one half, or
three factors that are none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.goals import Goal
from bench.insight.score import Score, joined, lives, merged, share
from bench.insight.tables import MEMORIES, Cell, Run, column, figure, hard, header, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.world import Life

LENGTHS = (30, 60, 120)
CHANCES = {"right": 1.0, "half right": 0.5, "useless": 0.0}
CAUSES = ("f01", "f02", "f03")
FALSE, NULL = Goal(high=0.05), Goal(high=0.06)


def named(factors: list[str], chance: float, rng: np.random.Generator) -> tuple[str, ...]:
    """Three suspects, each one of the causes with this chance."""
    right = int((rng.random(len(CAUSES)) < chance).sum())
    others = [factor for factor in factors if factor not in CAUSES]
    picked = [*rng.permutation(CAUSES)[:right], *rng.permutation(others)[: len(CAUSES) - right]]
    return tuple(sorted(str(factor) for factor in picked))


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks with none and with each kind of suspects."""

    def __call__(self, cell: Cell, numbers: range) -> dict[str, Score]:
        """A score for each."""
        result = {name: Score() for name in ("none", *CHANCES)}
        for number, life in zip(numbers, lives(cell.make, numbers, cell.seed), strict=True):
            causes = {cause.factor for cause in life.causes}
            result["none"].add(_clear(life, ()), causes, 0.0)
            for place, (name, chance) in enumerate(CHANCES.items()):
                rng = np.random.default_rng([*cell.seed, number, place])
                suspects = named([factor.name for factor in life.panel.factors], chance, rng)
                result[name].add(_clear(life, suspects), causes, 0.0)
        return result


def suspects(run: Run) -> None:
    """Print power, what is gained or lost by naming, false discovery, and journals without links that show one."""
    print(header(run, f"Three suspects named beforehand, memory {MEMORIES}, {run.moments} a day", FALSE))
    heads = ("power", "gain", f"FDR {FALSE}", f"no link {NULL}")
    print(f"{'':24}" + "".join(f"{head:>17}" for head in heads))
    done = {linked: spread(Ask(), _cells(run, linked), run.each, run.jobs) for linked in (True, False)}
    for days in LENGTHS:
        found, silent = (_row([joined(next(done[linked])) for _ in MEMORIES]) for linked in (True, False))
        for name in found:
            what = f"suspects {name}, {days} days"
            gain = share(np.subtract(found[name].found, found["none"].found).tolist())
            false, none = found[name].false_discovery, silent[name].any_wrong
            texts = (
                f"{figure(found[name].power):>17}",
                f"{figure(gain):>17}",
                column(false, run.verdicts.sign(f"FDR, {what}", false, FALSE)),
                column(none, run.verdicts.sign(f"null, {what}", none, NULL)),
            )
            print(f"{days:>4} days  {name:13}" + "".join(texts), flush=True)


def _cells(run: Run, linked: bool) -> list[Cell]:
    return [
        Cell(hard(days, m, linked, run.moments), (run.seed, 8, int(linked), days, seed_of(m)))
        for days in LENGTHS
        for m in MEMORIES
    ]


def _row(cells: list[dict[str, Score]]) -> dict[str, Score]:
    return {name: merged(cell[name] for cell in cells) for name in cells[0]}


def _clear(life: Life, suspects: tuple[str, ...]) -> set[str]:
    return {one.factor for one in explore(life.panel, suspects=suspects).findings if one.tier == "clear"}
