"""Which factors have an effect of their own: let them in one at a time, then put each to the test again.

Forward and backward selection, each step at the Benjamini-Hochberg level of its place (Benjamini & Hochberg
1995), so that a factor that is linked only through another falls away once the other is given. What is expected
beforehand needs less evidence and all else a little more (weights of mean one: Genovese, Roeder & Wasserman 2006). A
factor that points one way alone and the other way beside the chosen is not let in: such a suppressor (Horst 1941) is
more often two columns that say nearly the same than a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.given import Given
from hipwise.domain.insight.links import Links, links
from hipwise.domain.insight.looks import Look
from hipwise.domain.insight.moments import Mask
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.tails import normal_point

MOST_CAUSES = 6

LARGEST_P = 0.05
"""However few factors there are to choose from, so that what is declared keeps its interval clear of zero."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A factor let in: its index, the column of its better look, and its p given the other chosen.

    ``weighed`` is p over its weight. ``doubt`` is the chance that another factor stands behind what was seen, ``rival``
    the likeliest of the others.
    """

    factor: int
    column: int
    p: float
    weighed: float
    doubt: float = 0.0
    rival: int | None = None


class Chooser:
    """Selects among factors with several looks each. Keeps the tests already made, since steps repeat."""

    def __init__(self, start: Given, looked: tuple[Look, ...], alike: Mask, weights: Array) -> None:
        """``alike`` (k, k) says which factors are nearly the same thing, so that only one of them may be chosen;
        ``weights`` (k, 2), of mean one, how much is expected of each factor downwards and upwards."""
        self._start, self._looked, self.alike, self._weights = start, looked, alike, weights
        self._made: dict[tuple[int, ...], tuple[Given, Links]] = {}
        self.count: int = alike.shape[0]

    def given(self, columns: Iterable[int]) -> Links:
        """The tests of all columns, given these."""
        return self._tested(tuple(columns))[1]

    def given_others(self, choice: Choice, chosen: Iterable[Choice]) -> Links:
        """The tests of all columns, given all chosen but this one."""
        return self.given(other.column for other in chosen if other.factor != choice.factor)

    def _tested(self, columns: tuple[int, ...]) -> tuple[Given, Links]:
        if columns not in self._made:
            before = self._tested(columns[:-1])[0].also(columns[-1]) if columns else self._start
            self._made[columns] = before, links(before, self._looked)
        return self._made[columns]

    def choose(self, rate: float, sure: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
        """The factors with an effect of their own at false discovery rate ``rate``.

        Those ``sure`` come first and stay as they are.
        """
        chosen = list(sure)
        while len(chosen) < MOST_CAUSES and (added := self._next(chosen, rate)) is not None:
            chosen.append(added)
        kept = {choice.factor for choice in sure}
        while True:
            chosen = [choice if choice.factor in kept else self._again(choice, chosen) for choice in chosen]
            loose = [choice for choice in chosen if choice.factor not in kept]
            worst = max(loose, key=lambda choice: choice.weighed, default=None)
            if worst is None or worst.weighed <= self._level(rate, len(chosen)):
                return tuple(c if c.factor in kept else self._doubted(c, chosen) for c in chosen)
            chosen.remove(worst)

    def weighed(self, tests: Links) -> Array:
        """p of each factor over the weight of the side it points to, at most 1; 1 where p itself says nothing. (k,)"""
        up = (tests.z[tests.column] > 0.0).astype(np.intp)
        weights = self._weights[np.arange(self.count), up]
        return np.where(tests.p <= LARGEST_P, np.minimum(tests.p / weights, 1.0), 1.0)

    def _next(self, chosen: list[Choice], rate: float) -> Choice | None:
        tests = self.given(choice.column for choice in chosen)
        weighed = np.where(self._agrees(tests)[tests.column], self.weighed(tests), 1.0)
        left = np.flatnonzero(~self.alike[[choice.factor for choice in chosen]].any(axis=0))
        levels = [self._level(rate, place) for place in range(len(chosen) + 1, len(chosen) + left.size + 1)]
        if not bool((np.sort(weighed[left]) <= levels).any()):
            return None
        factor = int(left[np.argmin(weighed[left])])
        return Choice(factor, int(tests.column[factor]), float(tests.p[factor]), float(weighed[factor]))

    def _level(self, rate: float, place: int) -> float:
        return rate * place / self.count

    def _again(self, choice: Choice, chosen: list[Choice]) -> Choice:
        tests = self.given_others(choice, chosen)
        agrees = bool(self._agrees(tests)[choice.column])
        weighed = float(self.weighed(tests)[choice.factor])
        return replace(choice, p=float(tests.p[choice.factor]), weighed=weighed if agrees else 1.0)

    def _doubted(self, choice: Choice, chosen: list[Choice]) -> Choice:
        """How likely another factor would explain in its place what it explains: their likelihoods, each weighed alike.

        A factor that merely goes along with a cause is by chance at times the better witness; this is the chance.
        """
        tests = self.given_others(choice, chosen)
        evidence = normal_point(np.minimum(tests.p, 1.0 - 1e-12) / 2.0) ** 2
        others = ~self.alike[[other.factor for other in chosen]].any(axis=0)
        odds = np.where(others, np.exp((evidence - evidence[choice.factor]) / 2.0), 0.0)
        total = float(odds.sum())
        rival = int(odds.argmax()) if total > 0.0 else None
        return replace(choice, doubt=total / (1.0 + total), rival=rival)

    def _agrees(self, tests: Links) -> Mask:
        """Which columns point the same way as they do alone; (c,) bool."""
        return np.asarray(tests.z * self.given(()).z > 0.0)
