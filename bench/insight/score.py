"""Many lives, the same for every method: what was declared, what was true, how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bench.insight.methods import Method
from hipwise.domain.insight.world import Life, World, live

Make = Callable[[np.random.Generator], World]


@dataclass(slots=True)
class Score:
    """Sums over lives: how many, with any false link, false discovery share, causes found and there, CPU seconds."""

    lives: int = 0
    wrong: int = 0
    share: list[float] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, declared: set[str], causes: set[str], seconds: float) -> None:
        """Count one life."""
        false = len(declared - causes)
        self.lives += 1
        self.wrong += false > 0
        self.share.append(false / max(len(declared), 1))
        self.found.append(len(declared & causes) / max(len(causes), 1))
        self.seconds += seconds

    @property
    def any_wrong(self) -> tuple[float, float]:
        """Share of lives with any false link, and its Monte-Carlo error."""
        rate = self.wrong / max(self.lives, 1)
        return rate, float(np.sqrt(max(rate * (1.0 - rate), 0.25 / max(self.lives, 1)) / max(self.lives, 1)))

    @property
    def false_discovery(self) -> tuple[float, float]:
        """Mean share of false among declared, and its error."""
        return _mean(self.share)

    @property
    def power(self) -> tuple[float, float]:
        """Mean share of causes found, and its error."""
        return _mean(self.found)

    @property
    def milliseconds(self) -> float:
        """CPU time for one journal."""
        return 1000.0 * self.seconds / max(self.lives, 1)


def lives(make: Make, count: int, seed: tuple[int, ...]) -> Iterator[Life]:
    """``count`` lives, each from its own seed, so that a cell can be enlarged without changing its beginning."""
    for number in range(count):
        rng = np.random.default_rng([*seed, number])
        yield live(make(rng), rng)


def scores(make: Make, count: int, seed: tuple[int, ...], methods: Mapping[str, Method]) -> dict[str, Score]:
    """Every method on the same lives."""
    result = {name: Score() for name in methods}
    for life in lives(make, count, seed):
        causes = {cause.factor for cause in life.causes}
        for name, method in methods.items():
            start = time.process_time()
            declared = method(life.panel)
            result[name].add(declared, causes, time.process_time() - start)
    return result


def _mean(values: list[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 0.0
    return float(np.mean(values)), float(np.std(values) / np.sqrt(len(values)))
