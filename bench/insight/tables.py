"""What the tables share: the cells they are made of, how figures are printed, and how a run is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import TypeVar

import numpy as np

from bench.goals import Goal, Verdicts
from bench.insight.face import Rival
from bench.insight.methods import rivals
from bench.insight.score import Make, merged
from hipwise.domain.insight.world import World, hard_life

__all__ = (
    "DAYS",
    "MEMORIES",
    "Cell",
    "Hard",
    "Run",
    "column",
    "figure",
    "hard",
    "header",
    "merged",
    "seed_of",
    "spread",
)

MEMORIES = (0.0, 0.3, 0.6, 0.9, 0.95)
DAYS = (30, 60, 120, 365)
PIECE = 5
"""Journals that one process takes at a time."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """How a run is to be done: journals a cell, seed, processes, whom to ask; and the marks given on the way."""

    each: int = 15
    seed: int = 1
    jobs: int = 1
    moments: int = 1
    rivals: tuple[Rival, ...] = field(default_factory=rivals)
    verdicts: Verdicts = field(default_factory=Verdicts)


@dataclass(frozen=True, slots=True)
class Hard:
    """Makes hard lives of one kind. ``open_scale`` lets pain leave 0 to 10; ``factors`` beyond twelve are strangers."""

    days: int
    memory: float
    linked: bool
    moments: int = 1
    open_scale: bool = False
    factors: int = 12

    def __call__(self, rng: np.random.Generator) -> World:
        """The world of the next life."""
        world = hard_life(days=self.days, memory=self.memory, rng=rng, linked=self.linked, moments=self.moments)
        habits = [*world.habits]
        habits += [replace(habits[8], name=f"f{number:02d}") for number in range(13, self.factors + 1)]
        return replace(world, habits=tuple(habits), scale=(-99.0, 99.0) if self.open_scale else world.scale)


def hard(days: int, memory: float, linked: bool, moments: int = 1) -> Hard:
    """Makes hard lives of this kind."""
    return Hard(days, memory, linked, moments)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: how its lives are made, and where their seeds begin."""

    make: Make
    seed: tuple[int, ...]


def seed_of(memory: float) -> int:
    """A memory as part of a seed."""
    return int(100 * memory)


def spread(
    work: Callable[[Cell, range], Result], cells: Sequence[Cell], each: int, jobs: int
) -> Iterator[list[Result]]:
    """For each cell in turn, what ``work`` made of its journals, piece by piece.

    With several ``jobs`` pieces are done side by side by processes of their own; the lives are the same.
    """
    pieces = [range(start, min(start + PIECE, each)) for start in range(0, each, PIECE)]
    tasks = [(cell, piece) for cell in cells for piece in pieces]
    if jobs == 1:
        for cell in cells:
            yield [work(cell, piece) for piece in pieces]
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        done = pool.map(work, *zip(*tasks, strict=True))
        for _ in cells:
            yield [next(done) for _ in pieces]


def figure(value: tuple[float, float], sign: str = "") -> str:
    """A rate with its error, and the sign of its goal if it has one."""
    return f"{value[0]:.3f} ±{value[1]:.3f}{f' {sign}' if sign else ''}"


def column(value: tuple[float, float], sign: str = "", width: int = 17) -> str:
    """The same as a column of a table; room is left where there is no sign."""
    return figure(value, sign or " ").rjust(width)


def header(run: Run, title: str, goal: Goal | None = None) -> str:
    """The first line of a table."""
    aim = "" if goal is None else f"; goal {goal}: ✓ met, ~ missed by less than two errors, ✗ not met"
    return f"\n{title} ({run.each} journals a cell, seed {run.seed}{aim})"
