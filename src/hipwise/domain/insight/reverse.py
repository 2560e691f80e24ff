"""Pain first, factor later: which factors yesterday's pain foretells.

Granger's question turned round (Granger 1969): does pain at the moment before predict the factor, given the
factor's own past and the clock? For such a factor a value written after a break in the pain record may only echo the
pain of the break, and must not be read as its cause.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.fill import Filled
from hipwise.domain.insight.moments import Mask, Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.tails import student_two_sided

SUSPICIOUS = 0.10
FEWEST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """For each factor (k,): ``p`` of pain at the tick before, 1 where it can't be asked; ``slope`` in spreads of the
    factor for one spread of pain."""

    p: Array
    slope: Array

    @property
    def suspicious(self) -> Mask:
        """Which factors may echo pain, at p < .10."""
        return np.asarray(self.p < SUSPICIOUS)


def foretold_by_pain(grid: Moments, filled: Filled, given: tuple[int, ...] = ()) -> Foretold:
    """Does pain at the tick before foretell each factor, given the clock, its own past and that of those ``given``?"""
    count = filled.values.shape[1]
    result = Foretold(np.ones(count), np.zeros(count))
    if grid.times.size < FEWEST:
        return result
    pain, past = grid.outcome[:-1], filled.before[:-1] - filled.mean[:-1]
    follows = np.isfinite(pain) & (grid.gaps[1:] < 1.5)
    for column in range(count):
        now = grid.factors[1:, column]
        rows = follows & np.isfinite(now)
        around = [column, *(other for other in given if other != column)]
        if int(rows.sum()) >= FEWEST + len(around):
            rest = now[rows] - filled.mean[1:, column][rows]
            result.p[column], result.slope[column] = _regression(rest, past[rows][:, around], pain[rows])
    return result


def _regression(now: Array, past: Array, pain: Array) -> tuple[float, float]:
    """p and slope of ``pain`` (n,) in now ~ 1 + past + pain; past (n, c)."""
    pain = pain - pain.mean()
    base = np.column_stack([np.ones(now.size), past])
    onto, *_ = np.linalg.lstsq(base, np.column_stack([now, pain]), rcond=None)
    left = np.column_stack([now, pain]) - base @ onto
    strength = float(left[:, 1] @ left[:, 1])
    if strength <= 1e-9 * max(float(pain @ pain), 1e-300):
        return 1.0, 0.0
    slope = float(left[:, 1] @ left[:, 0]) / strength
    df = now.size - base.shape[1] - 1.0
    noise = float(((left[:, 0] - slope * left[:, 1]) ** 2).sum()) / df
    return float(student_two_sided(slope * np.sqrt(strength / max(noise, 1e-300)), df)), slope
