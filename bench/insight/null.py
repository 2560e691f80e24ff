"""Journals without any true link: in how many is one declared all the same?"""

from __future__ import annotations

from dataclasses import dataclass

from bench.goals import Goal
from bench.insight.face import Method
from bench.insight.methods import hipwise_clear
from bench.insight.score import Score, joined, merged, scores
from bench.insight.tables import DAYS, MEMORIES, Cell, Run, column, figure, hard, header, seed_of, spread

GOAL = Goal(high=0.06)


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks these methods about the lives of a cell."""

    methods: dict[str, Method]

    def __call__(self, cell: Cell, numbers: range) -> dict[str, Score]:
        """A score for each of them."""
        return scores(cell.make, numbers, cell.seed, self.methods)


def null(run: Run) -> dict[str, Score]:
    """Print the share of journals with a false link, by length and memory; the goal holds for every cell."""
    asked: dict[str, Method] = {rival.name: rival for rival in run.rivals}
    ask = Ask({**asked, "hipwise": hipwise_clear})
    cells = [Cell(hard(days, m, False, run.moments), (run.seed, days, seed_of(m))) for days in DAYS for m in MEMORIES]
    print(header(run, f"No link: share of journals with a false one, {run.moments} a day", GOAL))
    print(f"{'':38}" + "".join(f"{f'memory {m}':>17}" for m in MEMORIES) + f"{'all':>17}")
    done = spread(ask, cells, run.each, run.jobs)
    total = {name: Score() for name in ask.methods}
    largest = (0.0, 0.0)
    for days in DAYS:
        row = [joined(next(done)) for _ in MEMORIES]
        for name in ask.methods:
            found = [cell[name] for cell in row]
            total[name] = merged([total[name], *found])
            figures = [one.any_wrong for one in found]
            signs = [""] * len(found)
            if name == "hipwise":
                largest = max(largest, *figures)
                names = [f"null, {run.moments} a day, {days} days, memory {m}" for m in MEMORIES]
                signs = [run.verdicts.sign(what, pair, GOAL) for what, pair in zip(names, figures, strict=True)]
            line = "".join(map(column, [*figures, merged(found).any_wrong], [*signs, ""]))
            print(f"{days:>4} days  {name:30.30}{line}", flush=True)
    for name, score in total.items():
        print(f"{'all':>9}  {name:30.30}{figure(score.any_wrong):>15}")
    print(f"{'largest':>9}  {'hipwise, of all cells':27}{figure(largest):>15}")
    return total
