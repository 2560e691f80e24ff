"""Many simulated people at once: each lives, asks the engine, and what it said is kept beside the truth.

Two processes at most, one BLAS thread each. Every person has a seed of their own, so that a crowd can grow without
changing those already in it, and its figures do not depend on how it was shared out.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from unittest import mock

import numpy as np

from bench.insight.face import RATE, at
from bench.insight.rivals.correlation import pearson_bh
from hipwise.domain.insight import fit
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Exploration, Finding, Silence
from hipwise.domain.insight.world import Cause, World, live, truths

Make = Callable[[np.random.Generator], World]
"""Draws a world. Sent to other processes, so a function of a module or a ``partial`` of one."""

PROCESSES = min(2, os.cpu_count() or 1)
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Person:
    """What one engine said of one life, and what was true: the factors with an effect of their own, and their causes.

    ``apart`` are factors linked through something unwritten, which nobody can know to be false.
    """

    own: frozenset[str]
    apart: frozenset[str]
    causes: tuple[Cause, ...]
    said: Exploration
    pearson: frozenset[str]

    @property
    def clear(self) -> tuple[Finding, ...]:
        """The clear findings."""
        return tuple(one for one in self.said.findings if one.tier == "clear")

    @property
    def answers(self) -> tuple[Finding | Silence, ...]:
        """What was said of every factor."""
        return (*self.said.findings, *self.said.silences)

    @property
    def named(self) -> frozenset[str]:
        """The factors of the clear findings that count, true or false."""
        return frozenset(one.factor for one in self.clear) - self.apart


@dataclass(frozen=True, slots=True)
class Crowd:
    """``size`` people of one kind.

    ``began`` is the day of their lives (the first is 0) before and after which they ask about. ``forgetful`` people ask
    an engine that holds pain to have no memory.
    """

    make: Make
    size: int
    seed: tuple[int, ...]
    suspects: tuple[str, ...] = ()
    began: int | None = None
    forgetful: bool = False


def people(*crowds: Crowd) -> tuple[Person, ...]:
    """All people of these crowds, in order."""
    tasks = [(crowd, number) for crowd in crowds for number in range(crowd.size)]
    return tuple(_pool().map(_person, tasks, chunksize=5))


@cache
def _pool() -> ProcessPoolExecutor:
    with mock.patch.dict(os.environ, ONE_THREAD):
        pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"))
        for _ in pool.map(abs, range(4 * PROCESSES)):  # starts all of them while the threads are limited
            continue
    return pool


def _person(task: tuple[Crowd, int]) -> Person:
    crowd, number = task
    rng = np.random.default_rng([*crowd.seed, number])
    world = crowd.make(rng)
    panel = live(world, rng).panel
    began = None if crowd.began is None else world.first_day + crowd.began
    with _engine(crowd):
        said = explore(panel, suspects=crowd.suspects, began=began)
    true = truths(world)
    own, apart = (frozenset(n for n, truth in true.items() if truth == kind) for kind in ("own", "shared"))
    return Person(own, apart, world.causes, said, frozenset(at(pearson_bh(panel), RATE)))


@contextmanager
def _engine(crowd: Crowd) -> Iterator[None]:
    if not crowd.forgetful:
        yield
        return
    with mock.patch.object(fit, "MEMORIES", np.array([0.0])):
        yield
