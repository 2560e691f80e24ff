"""What the engine says besides its findings: before and after something began, and whether writing depends on pain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from bench.goals import SIGNS, Goal
from bench.insight.score import lives, share
from bench.insight.tables import Cell, Run, column, header, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.world import Treatment, World, hard_life

COVERED = Goal(low=0.93, high=0.97)
FALSE_STEP = Goal(high=0.05)
FALSE_WRITING = Goal(high=0.02)
MEMORIES = (0.0, 0.6, 0.9)
LENGTHS = (60, 120, 365)

POINTS: Mapping[str, float] = {"nothing began": 0.0, "a treatment of -1.5 points": -1.5}
BAD_DAYS: Mapping[str, float] = {"one day in five unwritten": 0.0, "half of the good days unwritten": 0.5}


@dataclass(frozen=True, slots=True)
class Aside:
    """Makes hard lives without links: ``points`` move pain half-way, ``good_unwritten`` of good days go unwritten."""

    days: int
    memory: float
    points: float = 0.0
    good_unwritten: float = 0.0

    def __call__(self, rng: np.random.Generator) -> World:
        """The world of the next life, with an open scale, since at a floor a step has no single size."""
        world = hard_life(days=self.days, memory=self.memory, rng=rng, linked=False)
        world = replace(world, scale=(-99.0, 99.0), treatment=Treatment(self.days // 2, self.points))
        if self.good_unwritten:
            world = replace(world, missing_days=0.0, missing_on_good_days=self.good_unwritten)
        return world

    def cell(self, seed: int) -> Cell:
        """Its place in a table."""
        return Cell(self, (seed, 8, self.days, seed_of(self.memory)))


@dataclass(slots=True)
class Heard:
    """What was said over many lives.

    Whether the interval of the step held it, whether a step was seen, how large it was shown, and whether anything was
    said of how days are written: of which bad ones more (days beside unwritten ones are then better than others).
    """

    covered: list[bool] = field(default_factory=list)
    seen: list[bool] = field(default_factory=list)
    effect: list[float] = field(default_factory=list)
    writing: list[bool] = field(default_factory=list)
    bad_days: list[bool] = field(default_factory=list)


def hear(cell: Cell, numbers: range) -> Heard:
    """Asks about these lives, with the day half-way as the day something began."""
    heard = Heard()
    for life in lives(cell.make, numbers, cell.seed):
        world = cell.make(np.random.default_rng(0))
        treatment = world.treatment or Treatment(0, 0.0)
        said = explore(life.panel, began=world.first_day + treatment.day)
        if said.shift is not None:
            heard.covered.append(said.shift.low <= treatment.points <= said.shift.high)
            heard.seen.append(said.shift.p < 0.05)
            heard.effect.append(said.shift.effect)
        heard.writing.append(said.writing is not None)
        heard.bad_days.append(said.writing is not None and said.writing.difference < 0.0)
    return heard


def asides(run: Run) -> None:
    """Print how often the step is covered and seen, and how often it is said that writing depends on pain."""
    print(header(run, "Before and after half-way: 95 % intervals, steps seen (p < .05)", COVERED))
    print(f"{'':47}{'covered':>17}{'seen':>17}{'mean shown':>17}")
    for name, points in POINTS.items():
        for days, memory, heard in _heard(run, {"points": points}):
            sign = SIGNS[COVERED.mark(*share(heard.covered))]
            false = SIGNS[FALSE_STEP.mark(*share(heard.seen))] if points == 0.0 else ""
            shown = f"{np.mean(heard.effect):.2f} ±{np.std(heard.effect) / np.sqrt(len(heard.effect)):.2f}"
            line = column(share(heard.covered), sign) + column(share(heard.seen), false) + shown.rjust(17)
            print(f"{name:32}{days:>4} days  {memory:>7}{line}", flush=True)
    print(header(run, "Said that writing depends on pain, and that bad days are written more", FALSE_WRITING))
    for name, unwritten in BAD_DAYS.items():
        for days, memory, heard in _heard(run, {"good_unwritten": unwritten}):
            sign = SIGNS[FALSE_WRITING.mark(*share(heard.writing))] if unwritten == 0.0 else ""
            line = column(share(heard.writing), sign) + column(share(heard.bad_days))
            print(f"{name:32}{days:>4} days  {memory:>7}{line}", flush=True)


def _heard(run: Run, what: Mapping[str, float]) -> list[tuple[int, float, Heard]]:
    kinds = [Aside(days, memory, **what) for days in LENGTHS for memory in MEMORIES]
    done = spread(hear, [kind.cell(run.seed) for kind in kinds], run.each, run.jobs)
    return [(kind.days, kind.memory, _joined(pieces)) for kind, pieces in zip(kinds, done, strict=True)]


def _joined(pieces: list[Heard]) -> Heard:
    result = Heard()
    for piece in pieces:
        result.covered += piece.covered
        result.seen += piece.seen
        result.effect += piece.effect
        result.writing += piece.writing
        result.bad_days += piece.bad_days
    return result
