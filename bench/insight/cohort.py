"""What others' summaries give: five people of a group, each asked with a prior pooled from twenty others' summaries.

They are asked without a prior, with an empty one, with a right one (the others have the same causes, each person a
little more or less of them) and with a misleading one (the others' causes are factors that are strangers here). The
same is asked of people without any link. People of one group share their priors, so the error is counted by groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bench.insight.goals import Goal
from bench.insight.score import Score, share
from bench.insight.tables import MEMORIES, Cell, Run, column, figure, header, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.prior import Estimate, Prior, pooled, summary
from hipwise.domain.insight.world import Life, World, hard_life, live

LENGTHS = (60, 120)
OTHERS = 20
ASKED = 5
"""People of a group whose summaries are borrowed, and people who are asked; nobody is both."""

UNLIKE = 0.3
"""By how much, as a share of it, the same effect differs from person to person."""

STRANGERS = {"f01": "f09", "f02": "f11", "f03": "f10"}
PRIORS = ("none", "empty", "right", "misleading")
FALSE, NULL = Goal(high=0.05), Goal(high=0.06)


@dataclass(frozen=True, slots=True)
class Group:
    """Makes the world that a group shares; the ``linked`` ones who are asked have its causes."""

    days: int
    memory: float
    linked: bool

    def __call__(self, rng: np.random.Generator) -> World:
        """The shared world, causes included."""
        return hard_life(days=self.days, memory=self.memory, rng=rng)


def one_of(world: World, rng: np.random.Generator) -> Life:
    """A person of this world, whose effects are a little larger or smaller than the others'."""
    causes = [replace(cause, effect=cause.effect * (1.0 + UNLIKE * float(rng.normal()))) for cause in world.causes]
    return live(replace(world, causes=tuple(causes)), rng)


def astray(world: World) -> World:
    """The same world with strangers for causes."""
    return replace(world, causes=tuple(replace(cause, factor=STRANGERS[cause.factor]) for cause in world.causes))


def groups(cell: Cell, numbers: range) -> list[dict[str, Score]]:
    """For each group, a score by kind of prior over the people asked."""
    return [_group(cell, number) for number in numbers]


def _group(cell: Cell, number: int) -> dict[str, Score]:
    group = cell.make
    assert isinstance(group, Group)
    rng = np.random.default_rng([*cell.seed, number])
    world = group(rng)
    alike = [_told(one_of(world, rng)) for _ in range(OTHERS)]
    misled = [_told(one_of(astray(world), rng)) for _ in range(OTHERS)]
    mine = world if group.linked else replace(world, causes=())
    result = {name: Score() for name in PRIORS}
    for _ in range(ASKED):
        life = one_of(mine, rng)
        priors: dict[str, Prior | None] = {
            "none": None,
            "empty": Prior(world.outcome, ()),
            "right": pooled(world.outcome, alike),
            "misleading": pooled(world.outcome, misled),
        }
        causes = {cause.factor for cause in life.causes}
        for name, prior in priors.items():
            found = explore(life.panel, prior=prior).findings
            result[name].add({one.factor for one in found if one.tier == "clear"}, causes, 0.0)
    return result


def cohort(run: Run) -> None:
    """Print power, gain, false discovery, and people without links who are shown one."""
    print(header(run, f"A prior from {OTHERS} others, {ASKED} people asked a group, memory {MEMORIES}", FALSE))
    heads = ("power", "gain", f"FDR {FALSE}", f"no link {NULL}")
    print(f"{'':30}" + "".join(f"{head:>17}" for head in heads))
    done = {linked: spread(groups, _cells(run, linked), run.each, run.jobs) for linked in (True, False)}
    for days in LENGTHS:
        found, silent = (_row([next(done[linked]) for _ in MEMORIES]) for linked in (True, False))
        for name in PRIORS:
            what = f"prior {name}, {days} days"
            power, plain = _by_group(found, name, "found"), _by_group(found, "none", "found")
            gain = share(np.subtract(power, plain).tolist())
            false = share(_by_group(found, name, "share"))
            none = share([one[name].wrong / one[name].lives for one in silent])
            texts = (
                f"{figure(share(power)):>17}",
                f"{figure(gain):>17}",
                column(false, run.verdicts.sign(f"FDR, {what}", false, FALSE)),
                column(none, run.verdicts.sign(f"null, {what}", none, NULL)),
            )
            print(f"{days:>4} days  {f'prior: {name}':19}" + "".join(texts), flush=True)


def _cells(run: Run, linked: bool) -> list[Cell]:
    return [
        Cell(Group(days, m, linked), (run.seed, 9, int(linked), days, seed_of(m))) for days in LENGTHS for m in MEMORIES
    ]


def _row(cells: list[list[list[dict[str, Score]]]]) -> list[dict[str, Score]]:
    """All groups of the cells of a row."""
    return [group for pieces in cells for piece in pieces for group in piece]


def _by_group(row: list[dict[str, Score]], name: str, what: Literal["found", "share"]) -> list[float]:
    """The mean of each group."""
    return [float(np.mean(group[name].found if what == "found" else group[name].share)) for group in row]


def _told(life: Life) -> Mapping[str, Estimate]:
    return summary(explore(life.panel))
