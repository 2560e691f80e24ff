"""Keeping the tests honest where the pain model is not quite right."""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.given import Given
from hipwise.domain.insight.moments import Index
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.autocorrelation import lagged

LAGS = 4


def guard(given: Given, best: Index) -> Array:
    """Bartlett's factor for each column, at least 1 (Bartlett 1935; triangular weights of Newey & West 1987).

    When surprises and column are still autocorrelated alike, their product wanders and t is too large by about
    the square root of 1 + 2 sum r_e(l) r_x(l). ``best`` (2k,) is the memory at which each column is tested.
    """
    total = np.ones(best.size)
    surprises = given.left
    for memory in np.unique(best):
        those = np.flatnonzero(best == memory)
        tested = given.columns[memory][:, those]
        tested = tested - tested.mean(axis=0)
        rest = surprises[memory][:, None] - surprises[memory].mean()
        for lag in range(1, LAGS + 1):
            total[those] += 2.0 * (1.0 - lag / (LAGS + 1.0)) * lagged(rest, lag)[0] * lagged(tested, lag)
    return np.asarray(np.sqrt(np.maximum(1.0, total)))
