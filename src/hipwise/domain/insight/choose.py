"""Which factors have an effect of their own: let them in one at a time, then put each to the test again.

Forward and backward selection, each step at the Benjamini-Hochberg level of its place (Benjamini & Hochberg
1995), so that a factor that is linked only through another falls away once the other is given. A factor that
points one way alone and the other way beside the chosen is not let in: such a suppressor (Horst 1941) is more
often two columns that say nearly the same than a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.given import Given
from hipwise.domain.insight.links import Links, links
from hipwise.domain.insight.moments import Mask

MOST_CAUSES = 6

LARGEST_P = 0.05
"""However few factors there are to choose from, so that what is declared keeps its interval clear of zero."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A factor let in: its index, the column of its better lag, and its p given the other chosen."""

    factor: int
    column: int
    p: float


class Chooser:
    """Selects among ``count`` factors of two columns each. Keeps the tests already made, since steps repeat."""

    def __init__(self, start: Given, alike: Mask) -> None:
        """``alike`` (k, k) says which factors are nearly the same thing, so that only one of them may be chosen."""
        self._start, self.alike = start, alike
        self._made: dict[tuple[int, ...], tuple[Given, Links]] = {}
        self.count: int = alike.shape[0]

    def given(self, columns: Iterable[int]) -> Links:
        """The tests of all columns, given these."""
        return self._tested(tuple(columns))[1]

    def _tested(self, columns: tuple[int, ...]) -> tuple[Given, Links]:
        if columns not in self._made:
            before = self._tested(columns[:-1])[0].also(columns[-1]) if columns else self._start
            self._made[columns] = before, links(before)
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
            worst = max(loose, key=lambda choice: choice.p, default=None)
            if worst is None or worst.p <= self._level(rate, len(chosen)):
                return tuple(chosen)
            chosen.remove(worst)

    def _next(self, chosen: list[Choice], rate: float) -> Choice | None:
        tests = self.given(choice.column for choice in chosen)
        columns = np.arange(self.count) + np.where(tests.late, self.count, 0)
        p = np.where(self._agrees(tests)[columns], tests.p, 1.0)
        left = np.flatnonzero(~self.alike[[choice.factor for choice in chosen]].any(axis=0))
        levels = [self._level(rate, place) for place in range(len(chosen) + 1, len(chosen) + left.size + 1)]
        if not bool((np.sort(p[left]) <= levels).any()):
            return None
        factor = int(left[np.argmin(p[left])])
        return Choice(factor, int(columns[factor]), float(p[factor]))

    def _level(self, rate: float, place: int) -> float:
        return min(rate * place / self.count, LARGEST_P)

    def _again(self, choice: Choice, chosen: list[Choice]) -> Choice:
        tests = self.given(other.column for other in chosen if other.factor != choice.factor)
        agrees = bool(self._agrees(tests)[choice.column])
        return Choice(choice.factor, choice.column, float(tests.p[choice.factor]) if agrees else 1.0)

    def _agrees(self, tests: Links) -> Mask:
        """Which columns point the same way as they do alone; (2k,) bool."""
        return np.asarray(tests.z * self.given(()).z > 0.0)
