"""Pain first, factor later: which factors yesterday's pain foretells.

Granger's question turned round (Granger 1969): does pain at the moment before predict the factor, given the
factor's own past and the clock? For such a factor a value written after a break in the pain record may only echo the
pain of the break, and must not be read as its cause.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.fill import Filled
from hipwise.domain.insight.moments import Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.tails import student_two_sided

SUSPICIOUS = 0.10
FEWEST = 12


def foretold_by_pain(grid: Moments, filled: Filled) -> NDArray[np.bool_]:
    """Which columns pain at the tick before foretells at p < .10; shape (k,)."""
    result = np.zeros(filled.values.shape[1], dtype=bool)
    if grid.times.size < FEWEST:
        return result
    pain = grid.outcome[:-1]
    for column in range(result.size):
        now, past = grid.factors[1:, column], filled.before[:-1, column] - filled.mean[:-1, column]
        rows = np.isfinite(now) & np.isfinite(pain) & (grid.gaps[1:] < 1.5)
        if int(rows.sum()) >= FEWEST:
            result[column] = _p(now[rows] - filled.mean[1:, column][rows], past[rows], pain[rows]) < SUSPICIOUS
    return result


def _p(now: Array, past: Array, pain: Array) -> float:
    """p of ``pain`` in now ~ 1 + past + pain."""
    pain = pain - pain.mean()
    base = np.column_stack([np.ones(now.size), past])
    onto, *_ = np.linalg.lstsq(base, np.column_stack([now, pain]), rcond=None)
    left = np.column_stack([now, pain]) - base @ onto
    strength = float(left[:, 1] @ left[:, 1])
    if strength <= 1e-9 * max(float(pain @ pain), 1e-300):
        return 1.0
    slope = float(left[:, 1] @ left[:, 0]) / strength
    noise = float(((left[:, 0] - slope * left[:, 1]) ** 2).sum()) / (now.size - 3)
    return float(student_two_sided(slope * np.sqrt(strength / max(noise, 1e-300)), now.size - 3.0))
