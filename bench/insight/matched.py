"""Power at equal false discovery: every method at the loosest level that keeps the rate on these very journals.

That is a flattering threshold, picked with the truth in hand, and flatters every method alike: it asks how well a
method tells causes from others, leaving aside whether it knows how sure it may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.insight.face import at
from bench.insight.score import Score, share
from hipwise.domain.insight.panel import Array


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """``level`` chosen, the false discovery rate at it, and the share of causes found in each life, (lives,)."""

    level: float
    false_discovery: tuple[float, float]
    found: Array

    @property
    def power(self) -> tuple[float, float]:
        """Mean share of causes found, and its error."""
        return share(self.found.tolist())


def matched(score: Score, rate: float) -> Matched:
    """The method of ``score`` at the loosest level whose false discovery rate is at most ``rate``."""
    seen = [-1.0, *sorted({level for levels in score.levels for level in levels.values()})]
    rates = _false_rates(score, seen)
    best = int(np.flatnonzero(rates.mean(axis=1) <= rate)[-1])
    found = [len(at(levels, seen[best]) & true) / max(len(true), 1) for levels, true in _lives(score)]
    return Matched(seen[best], share(rates[best].tolist()), np.array(found))


def _lives(score: Score) -> list[tuple[dict[str, float], set[str]]]:
    return list(zip(score.levels, score.causes, strict=True))


def _false_rates(score: Score, seen: list[float]) -> Array:
    """False discovery share of each life at each level, (levels, lives)."""
    columns = []
    for levels, true in _lives(score):
        ordered = sorted((level, factor not in true) for factor, level in levels.items())
        place = np.searchsorted([level for level, _ in ordered], seen, side="right")
        false = np.concatenate([[0.0], np.cumsum([wrong for _, wrong in ordered])])
        columns.append(false[place] / np.maximum(place, 1))
    return np.array(columns).T
