"""Many lives, the same for every method: what was declared, what was true, how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bench.insight.face import RATE, Method, Rival, at
from hipwise.domain.insight.world import Life, World, live

Make = Callable[[np.random.Generator], World]
_awake: set[str] = set()


@dataclass(slots=True)
class Score:
    """Sums over lives: how many, with any false link, false discovery share, causes found and there, CPU seconds.

    ``levels`` and ``causes`` hold, for methods that say them, the levels of each life and what was true in it.
    """

    lives: int = 0
    wrong: int = 0
    share: list[float] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    seconds: float = 0.0
    levels: list[dict[str, float]] = field(default_factory=list)
    causes: list[set[str]] = field(default_factory=list)

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
        return rate, _error(rate * (1.0 - rate), self.lives)

    @property
    def false_discovery(self) -> tuple[float, float]:
        """Mean share of false among declared, and its error."""
        return share(self.share)

    @property
    def power(self) -> tuple[float, float]:
        """Mean share of causes found, and its error."""
        return share(self.found)

    @property
    def milliseconds(self) -> float:
        """CPU time for one journal."""
        return 1000.0 * self.seconds / max(self.lives, 1)


def share(values: Iterable[float]) -> tuple[float, float]:
    """Mean of shares between 0 and 1, and its error, which is never taken for nothing because nothing was seen."""
    seen = list(values)
    return (float(np.mean(seen)), _error(float(np.var(seen)), len(seen))) if seen else (0.0, 1.0)


def _error(variance: float, count: int) -> float:
    count = max(count, 1)
    return float(np.sqrt(max(variance, 0.25 / count) / count))


def merged(parts: Iterable[Score]) -> Score:
    """One score of all parts."""
    result = Score()
    for part in parts:
        result.lives += part.lives
        result.wrong += part.wrong
        result.share += part.share
        result.found += part.found
        result.seconds += part.seconds
        result.levels += part.levels
        result.causes += part.causes
    return result


def joined(pieces: list[dict[str, Score]]) -> dict[str, Score]:
    """The pieces of a cell as one."""
    return {name: merged([piece[name] for piece in pieces]) for name in pieces[0]}


def lives(make: Make, count: int | range, seed: tuple[int, ...]) -> Iterator[Life]:
    """``count`` lives, each from its own seed, so that a cell can be enlarged or cut up without changing a life."""
    for number in range(count) if isinstance(count, int) else count:
        rng = np.random.default_rng([*seed, number])
        yield live(make(rng), rng)


def scores(
    make: Make, count: int | range, seed: tuple[int, ...], methods: Mapping[str, Method | Rival]
) -> dict[str, Score]:
    """Every method on the same lives.

    Each is asked once for nothing in each process, so that no time is counted that goes by once, for loading libraries.
    """
    result = {name: Score() for name in methods}
    for life in lives(make, count, seed):
        causes = {cause.factor for cause in life.causes}
        for name, method in methods.items():
            if name not in _awake:
                method(life.panel)
                _awake.add(name)
            start = time.process_time()
            if isinstance(method, Rival):
                levels = method.levels(life.panel)
                declared = at(levels, RATE)
                result[name].levels.append(levels)
                result[name].causes.append(causes)
            else:
                declared = method(life.panel)
            result[name].add(declared, causes, time.process_time() - start)
    return result
