"""Lives an engine's model does not foresee: is it silent where there is no link, and does it find the odd ones?

A factor that pain moves, or that is linked only through another written one, counts as false; one that is linked only
through something unwritten is counted apart, since nobody who reads the journal alone can know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from bench.goals import SIGNS, Goal
from bench.insight.asides import asides
from bench.insight.face import Method, Rival
from bench.insight.methods import hipwise_clear, rivals
from bench.insight.score import Score, joined, lives, merged, scores, share
from bench.insight.tables import Cell, Run, column, header, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Finding
from hipwise.domain.insight.world import Cause, Habit, World, hard_life, odd_life, truths

Days = Callable[[int], World]
"""Days of a life -> its world."""

SILENT = Goal(high=0.08)
"""Share of journals with a false link, in every world."""

TRUE = Goal(high=0.05)
"""False discovery rate."""

LENGTHS = (60, 120, 365)
ENGINE = "hipwise"


def _clocked(days: int) -> World:
    """Pain and every factor go with week and year, and have nothing else in common."""
    world = odd_life(days=days)
    pulls = [((-1.0, 0.8)[i % 2], (0.9, -0.7)[i // 2 % 2]) for i in range(len(world.habits))]
    habits = (replace(h, weekend=week, season=year) for h, (week, year) in zip(world.habits, pulls, strict=True))
    return replace(world, habits=tuple(habits), weekday=0.8, season=1.4, drift=0.0)


NULL: Mapping[str, Days] = {
    "AR(1)": lambda days: odd_life(days=days),
    "momentum (ARMA)": lambda days: odd_life(days=days, movement="arma", memory=0.8),
    "long memory": lambda days: odd_life(days=days, movement="long"),
    "random walk": lambda days: odd_life(days=days, movement="walk"),
    "monthly cycles": lambda days: odd_life(days=days, movement="cycles"),
    "slow state and day noise": lambda days: odd_life(days=days, movement="slow_and_noise"),
    "outliers (t, 3 df)": lambda days: odd_life(days=days, movement="heavy"),
    "flares": lambda days: odd_life(days=days, movement="flares"),
    "variance in slow waves": lambda days: odd_life(days=days, movement="waves"),
    "variance in spells": lambda days: odd_life(days=days, movement="spells"),
    "regime switches": lambda days: odd_life(days=days, movement="regimes"),
    "five words for pain": lambda days: replace(odd_life(days=days), cuts=(1.5, 3.5, 4.5, 7.5)),
    "pain at its floor": lambda days: replace(odd_life(days=days), level=1.0),
    "written on bad days": lambda days: replace(odd_life(days=days), missing_days=0.05, missing_on_good_days=0.5),
    "week and season in common": _clocked,
    "three entries a day": lambda days: replace(odd_life(days=days), moments=3),
}
"""Worlds without any link."""


def _one(days: int, *causes: Cause) -> World:
    """A hard life with these causes instead of its own: decoys f04 to f06 follow f01 to f03, pain moves f07 and f08."""
    return replace(hard_life(days=days, memory=0.6, rng=np.random.default_rng(0), linked=False), causes=causes)


def _rare(days: int) -> World:
    """An event once in three weeks, and another beside it that comes with it."""
    world = _one(days, Cause("f02", "same", 2.5))
    habits = [replace(h, rate=1.0 / 21.0, memory=0.0) if h.name in ("f02", "f11") else h for h in world.habits]
    return replace(world, habits=tuple(habits))


def _unwritten(days: int) -> World:
    """Something nobody writes down moves pain and two factors; f03 has an effect of its own."""
    world = _one(days, Cause("unwritten", "same", 0.8), Cause("f03", "same", 0.7))
    habits = [replace(h, follows=("unwritten", 0.7)) if h.name in ("f01", "f02") else h for h in world.habits]
    return replace(world, habits=(Habit("unwritten", memory=0.6, hidden=True), *habits))


LINKED: Mapping[str, Days] = {
    "steady, same day": lambda days: _one(days, Cause("f01", "same", 0.65)),
    "steady, next day": lambda days: _one(days, Cause("f01", "next", 0.65)),
    "second day": lambda days: _one(days, Cause("f01", "second", 0.65)),
    "third day": lambda days: _one(days, Cause("f01", "third", 0.65)),
    "only above 5": lambda days: _one(days, Cause("f01", "same", 1.6, above=5.0)),
    "only above 6, next day": lambda days: _one(days, Cause("f01", "next", 2.0, above=6.0)),
    "once in three weeks": _rare,
    "begun half-way": lambda days: _one(days, Cause("f01", "same", 1.0, begins=days // 2)),
    "faded half-way": lambda days: _one(days, Cause("f01", "same", 1.0, ends=days // 2)),
    "unwritten common cause": _unwritten,
}
"""Worlds with a cause, decoys of it, and factors that come after pain. Pain's fresh noise is 1.28 points."""


@dataclass(frozen=True, slots=True)
class Odd:
    """Makes lives of the world of this name."""

    name: str
    days: int

    def __call__(self, rng: np.random.Generator) -> World:
        """The world; nothing in it is drawn."""
        del rng
        return self.world

    @property
    def world(self) -> World:
        """The world itself."""
        return {**NULL, **LINKED}[self.name](self.days)

    def cell(self, seed: int) -> Cell:
        """Its place in a table, with seeds of its own whatever other worlds there are."""
        return Cell(self, (seed, 6, *self.name.encode(), self.days))


@dataclass(slots=True)
class Told:
    """What one method said over many lives with a cause.

    ``named`` counts how many of the factors moved by something unwritten were named. For the engine, of the causes it
    named: ``at_lag``, how many at their lag; ``as_they_are``, how many with a threshold, a beginning or an end where
    there is one, and without where there is none.
    """

    score: Score = field(default_factory=Score)
    named: list[float] = field(default_factory=list)
    at_lag: list[float] = field(default_factory=list)
    as_they_are: list[float] = field(default_factory=list)

    def add(self, world: World, declared: set[str], found: tuple[Finding, ...] = ()) -> None:
        """Count one life. ``found`` are the engine's findings themselves."""
        true = truths(world)
        own = {name for name, truth in true.items() if truth == "own"}
        apart = {name for name, truth in true.items() if truth == "shared"}
        self.score.add(declared - apart, own, 0.0)
        if apart:
            self.named.append(len(declared & apart) / len(apart))
        causes = {cause.factor: cause for cause in world.causes}
        true_ones = [(one, causes[one.factor]) for one in found if one.factor in own]
        self.at_lag += [float(one.lag == cause.lag) for one, cause in true_ones]
        self.as_they_are += [float(told_as_it_is(one, cause)) for one, cause in true_ones]


def told_as_it_is(one: Finding, cause: Cause) -> bool:
    """Whether a finding says that there is a threshold, a beginning or an end where there is one, and only there."""
    kinds = {"begun", "stronger"} if cause.begins else {"faded", "weaker"} if cause.ends is not None else {None}
    said = None if one.change is None else one.change.kind
    return (one.above is None) == (cause.above is None) and said in kinds


def worlds(each: int, seed: int, jobs: int = 1) -> None:
    """Print in how many journals there is a false link by world and length, what is found in worlds with a cause, and
    what is said besides.

    ``jobs`` is the number of processes; the figures do not depend on it.
    """
    run = Run(each, seed, jobs, rivals=rivals(quick=True))
    _silent(run)
    _linked(run)
    asides(run)


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks the engine and these rivals."""

    rivals: tuple[Rival, ...]

    def silent(self, cell: Cell, numbers: range) -> dict[str, Score]:
        """About lives without a link."""
        methods: dict[str, Method | Rival] = {**{rival.name: rival for rival in self.rivals}, ENGINE: hipwise_clear}
        return scores(cell.make, numbers, cell.seed, methods)

    def linked(self, cell: Cell, numbers: range) -> dict[str, Told]:
        """About lives with a cause."""
        result = {name: Told() for name in (*(rival.name for rival in self.rivals), ENGINE)}
        world = cell.make(np.random.default_rng(0))
        for life in lives(cell.make, numbers, cell.seed):
            for rival in self.rivals:
                result[rival.name].add(world, rival(life.panel))
            found = tuple(one for one in explore(life.panel).findings if one.tier == "clear")
            result[ENGINE].add(world, {one.factor for one in found}, found)
        return result


def _silent(run: Run) -> None:
    print(header(run, "Odd lives without a link: share of journals with a false one", SILENT))
    print(f"{'':58}" + "".join(f"{f'{days} days':>17}" for days in LENGTHS) + f"{'all':>17}")
    ask = Ask(run.rivals)
    done = spread(ask.silent, [Odd(name, days).cell(run.seed) for name in NULL for days in LENGTHS], run.each, run.jobs)
    for name in NULL:
        row = [joined(next(done)) for _ in LENGTHS]
        for method in row[0]:
            by_length = [cell[method] for cell in row]
            figures = [score.any_wrong for score in (*by_length, merged(by_length))]
            signs = [SIGNS[SILENT.mark(*figure)] if method == ENGINE else "" for figure in figures]
            print(f"{name:26}{method:32}" + "".join(map(column, figures, signs)), flush=True)


def _linked(run: Run) -> None:
    print(header(run, "Odd lives with a cause, decoys, and factors that come after pain", TRUE))
    heads = ("FDR", "power", "at its lag", "told as it is", "unwritten named")
    print(f"{'':66}" + "".join(f"{head:>17}" for head in heads))
    kinds = [Odd(name, days) for name in LINKED for days in LENGTHS[1:]]
    done = spread(Ask(run.rivals).linked, [kind.cell(run.seed) for kind in kinds], run.each, run.jobs)
    for kind, pieces in zip(kinds, done, strict=True):
        for method in pieces[0]:
            told = [piece[method] for piece in pieces]
            score = merged(one.score for one in told)
            sign = SIGNS[TRUE.mark(*score.false_discovery)] if method == ENGINE else ""
            parts = ([one.at_lag for one in told], [one.as_they_are for one in told], [one.named for one in told])
            line = column(score.false_discovery, sign) + column(score.power) + "".join(map(_share, parts))
            print(f"{kind.name:26}{kind.days:>4} days  {method:30}{line}", flush=True)


def _share(parts: list[list[float]]) -> str:
    values = [value for part in parts for value in part]
    return column(share(values)) if values else "-".rjust(17)
