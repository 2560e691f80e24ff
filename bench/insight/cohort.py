"""What others' summaries give: people of a group, each asked with a prior pooled from twenty others' summaries.

They are asked without a prior, with an empty one, with a right one (the others have the same causes, each person a
little more or less of them) and with a misleading one (the others' causes are factors that are strangers here). The
same is asked of people without any link. People of one group share their priors, so the error is counted by groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from bench.goals import Goal
from bench.insight.score import Make, Score, share
from bench.insight.tables import MEMORIES, Cell, Run, column, figure, header, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.prior import Estimate, Prior, pooled, summary
from hipwise.domain.insight.world import Life, World, hard_life, live

LENGTHS = (60, 120)
OTHERS = 20
ASKED = 8
"""People of a group whose summaries are borrowed, and people who are asked; nobody is both."""

UNLIKE = 0.3
"""By how much, as a share of it, the same effect differs from person to person."""

STRANGERS = {"f01": "f09", "f02": "f11", "f03": "f10"}
PRIORS = ("none", "empty", "right", "misleading")
FALSE, NULL = Goal(high=0.05), Goal(high=0.06)


@dataclass(frozen=True, slots=True)
class Group:
    """Makes the world that a group shares, causes included."""

    days: int
    memory: float

    def __call__(self, rng: np.random.Generator) -> World:
        """The world of the next group."""
        return hard_life(days=self.days, memory=self.memory, rng=rng)


def one_of(world: World, rng: np.random.Generator) -> Life:
    """A person of this world, whose effects are a little larger or smaller than the others'."""
    causes = [replace(cause, effect=cause.effect * (1.0 + UNLIKE * float(rng.normal()))) for cause in world.causes]
    return live(replace(world, causes=tuple(causes)), rng)


def astray(world: World) -> World:
    """The same world with strangers for causes."""
    return replace(world, causes=tuple(replace(cause, factor=STRANGERS[cause.factor]) for cause in world.causes))


def groups(cell: Cell, numbers: range) -> list[dict[str, tuple[Score, Score]]]:
    """For each group, by kind of prior, a score over the people with the causes and one over those without any."""
    return [_group(cell.make, np.random.default_rng([*cell.seed, number])) for number in numbers]


def _group(make: Make, rng: np.random.Generator) -> dict[str, tuple[Score, Score]]:
    world = make(rng)
    priors: dict[str, Prior | None] = {
        "none": None,
        "empty": Prior(world.outcome, ()),
        "right": pooled(world.outcome, [_told(one_of(world, rng)) for _ in range(OTHERS)]),
        "misleading": pooled(world.outcome, [_told(one_of(astray(world), rng)) for _ in range(OTHERS)]),
    }
    result = {name: (Score(), Score()) for name in priors}
    for place, mine in enumerate((world, replace(world, causes=()))):
        for life in [one_of(mine, rng) for _ in range(ASKED)]:
            causes = {cause.factor for cause in life.causes}
            for name, prior in priors.items():
                found = explore(life.panel, prior=prior).findings
                result[name][place].add({one.factor for one in found if one.tier == "clear"}, causes, 0.0)
    return result


def cohort(run: Run) -> None:
    """Print power, gain, false discovery, and people without links who are shown one."""
    about = f"A prior from {OTHERS} others, {ASKED} people of a group with links and {ASKED} without, memory {MEMORIES}"
    print(header(run, f"{about}; a journal is a group", FALSE))
    heads = ("power", "gain", f"FDR {FALSE}", f"no link {NULL}")
    print(f"{'':30}" + "".join(f"{head:>17}" for head in heads))
    cells = [Cell(Group(days, m), (run.seed, 9, days, seed_of(m))) for days in LENGTHS for m in MEMORIES]
    done = spread(groups, cells, run.each, run.jobs)
    for days in LENGTHS:
        row = [group for _ in MEMORIES for piece in next(done) for group in piece]
        for name in PRIORS:
            what = f"prior {name}, {days} days"
            power, plain = ([float(np.mean(group[one][0].found)) for group in row] for one in (name, "none"))
            false = share(float(np.mean(group[name][0].share)) for group in row)
            silent = share(group[name][1].any_wrong[0] for group in row)
            texts = (
                f"{figure(share(power)):>17}",
                f"{figure(share(np.subtract(power, plain).tolist())):>17}",
                column(false, run.verdicts.sign(f"FDR, {what}", false, FALSE)),
                column(silent, run.verdicts.sign(f"null, {what}", silent, NULL)),
            )
            print(f"{days:>4} days  {f'prior: {name}':19}" + "".join(texts), flush=True)


def _told(life: Life) -> Mapping[str, Estimate]:
    return summary(explore(life.panel))
