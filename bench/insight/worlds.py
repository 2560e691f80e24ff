"""Lives an engine's model does not foresee: is it silent where there is no link, and does it find the odd ones?

A factor that pain moves, or that is linked only through another written one, counts as false; one that is linked only
through something unwritten is counted apart, since nobody who reads the journal alone can know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from bench.insight.methods import Method, lagged_ols, pearson_bh
from bench.insight.score import Score
from bench.insight.tables import figure, merged
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Finding
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.world import Cause, Habit, World, hard_life, live, odd_life, truths

Made = TypeVar("Made")
Make = Callable[[int], World]
"""Days of a life -> its world."""

GOAL = 0.08
"""The share of journals with a false link that is not to be passed in any world."""

LENGTHS = (60, 120, 365)
ENGINE = "hipwise"
RIVALS: Mapping[str, Method] = {"Pearson + BH": pearson_bh, "lagged OLS, clock, trend + BH": lagged_ols}


def _clocked(days: int) -> World:
    """Pain and every factor go with week and year, and have nothing else in common."""
    world = odd_life(days=days)
    pulls = [((-1.0, 0.8)[i % 2], (0.9, -0.7)[i // 2 % 2]) for i in range(len(world.habits))]
    habits = (replace(h, weekend=week, season=year) for h, (week, year) in zip(world.habits, pulls, strict=True))
    return replace(world, habits=tuple(habits), weekday=0.8, season=1.4, drift=0.0)


NULL: Mapping[str, Make] = {
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


LINKED: Mapping[str, Make] = {
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


@dataclass(slots=True)
class Told:
    """What one method said over many lives: its score, how often what something unwritten moves was named, and for
    the engine's findings that are own effects, whether the lag was right."""

    score: Score = field(default_factory=Score)
    shared: list[float] = field(default_factory=list)
    at_lag: list[float] = field(default_factory=list)

    def add(self, world: World, declared: set[str], found: tuple[Finding, ...] = ()) -> None:
        """Count one life. ``found`` are the engine's findings themselves."""
        true = truths(world)
        own = {name for name, truth in true.items() if truth == "own"}
        apart = {name for name, truth in true.items() if truth == "shared"}
        self.score.add(declared - apart, own, 0.0)
        if apart:
            self.shared.append(len(declared & apart) / len(apart))
        lags = {(cause.factor, cause.lag) for cause in world.causes}
        self.at_lag += [float((one.factor, one.lag) in lags) for one in found if one.factor in own]


def worlds(each: int, seed: int, jobs: int = 1) -> None:
    """Print the share of journals with a false link by world and length, and what is found in worlds with a cause.

    ``jobs`` is the number of processes; the figures do not depend on it.
    """
    _print_null(_cells(_null_cell, [(name, days, each, seed) for name in NULL for days in LENGTHS], jobs))
    _print_linked(_cells(_linked_cell, [(name, days, each, seed) for name in LINKED for days in LENGTHS[1:]], jobs))


def null_score(name: str, days: int, each: int, seed: int, methods: Mapping[str, Method]) -> dict[str, Score]:
    """Every method on ``each`` journals of one world without links."""
    world, result = NULL[name](days), {method: Score() for method in methods}
    for panel in (live(world, rng).panel for rng in _rngs(each, seed, 6, name, days)):
        for title, method in methods.items():
            result[title].add(method(panel), set(), 0.0)
    return result


def linked_told(name: str, days: int, each: int, seed: int, methods: Mapping[str, Method]) -> dict[str, Told]:
    """The engine and every method on ``each`` journals of one world with a cause."""
    world, result = LINKED[name](days), {method: Told() for method in (*methods, ENGINE)}
    for panel in (live(world, rng).panel for rng in _rngs(each, seed, 7, name, days)):
        for title, method in methods.items():
            result[title].add(world, method(panel))
        found = _clear(panel)
        result[ENGINE].add(world, {one.factor for one in found}, found)
    return result


def _rngs(each: int, seed: int, table: int, name: str, days: int) -> list[np.random.Generator]:
    """A generator for each life, the same whatever other worlds there are."""
    return [np.random.default_rng([seed, table, *name.encode(), days, number]) for number in range(each)]


def _clear(panel: Panel) -> tuple[Finding, ...]:
    return tuple(one for one in explore(panel).findings if one.tier == "clear")


def _declared(panel: Panel) -> set[str]:
    return {one.factor for one in _clear(panel)}


def _null_cell(task: tuple[str, int, int, int]) -> dict[str, Score]:
    return null_score(*task, {**RIVALS, ENGINE: _declared})


def _linked_cell(task: tuple[str, int, int, int]) -> dict[str, Told]:
    return linked_told(*task, RIVALS)


Task = tuple[str, int, int, int]


def _cells(cell: Callable[[Task], Made], tasks: list[Task], jobs: int) -> dict[tuple[str, int], Made]:
    """World and days -> what ``cell`` makes of it."""
    if jobs == 1:
        return {task[:2]: cell(task) for task in tasks}
    with ProcessPoolExecutor(jobs) as pool:
        return {task[:2]: made for task, made in zip(tasks, pool.map(cell, tasks), strict=True)}


def _print_null(cells: Mapping[tuple[str, int], Mapping[str, Score]]) -> None:
    each = next(iter(cells.values()))[ENGINE].lives
    print(f"\nNo link: share of journals with a false one ({each} a cell; the goal is {GOAL} in every world)")
    print(f"{'':58}" + "".join(f"{f'{days} days':>15}" for days in LENGTHS) + f"{'all':>15}")
    for world in NULL:
        for name in (*RIVALS, ENGINE):
            row = [cells[world, days][name] for days in LENGTHS]
            figures = "".join(f"{figure(score.any_wrong):>15}" for score in (*row, merged(row)))
            print(f"{world:26}{name:32}{figures}{_verdict(merged(row)) if name == ENGINE else ''}")


def _verdict(score: Score) -> str:
    """Whether the goal is met as far as so many journals can tell."""
    rate, error = score.any_wrong
    if rate <= GOAL:
        return "  within the goal"
    return "  above the goal" if rate > GOAL + 2.0 * error else "  above the goal, may be chance"


def _print_linked(cells: Mapping[tuple[str, int], Mapping[str, Told]]) -> None:
    each = next(iter(cells.values()))[ENGINE].score.lives
    print(f"\nA cause, decoys, and factors that come after pain ({each} journals a cell)")
    heads = ("FDR", "power", "at its lag", "unwritten named")
    print(f"{'':66}" + "".join(f"{head:>17}" for head in heads))
    for (world, days), told in cells.items():
        for name, one in told.items():
            rates = (one.score.false_discovery, one.score.power, _rate(one.at_lag), _rate(one.shared))
            print(f"{world:26}{days:>4} days  {name:30}" + "".join(f"{_text(rate):>17}" for rate in rates))


def _rate(values: list[float]) -> tuple[float, float] | None:
    return (float(np.mean(values)), float(np.std(values) / np.sqrt(len(values)))) if values else None


def _text(rate: tuple[float, float] | None) -> str:
    return "-" if rate is None else figure(rate)
