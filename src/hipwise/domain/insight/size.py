"""Keeping the tests honest where the pain model is not quite right.

Two things make a product of surprise and factor wander more than the model says: both still remember a little
(Bartlett 1935; triangular weights of Newey & West 1987), or both are wild in the same weeks (White 1980). Each widens
the error of the test; neither ever narrows it.
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.given import Given
from hipwise.domain.insight.moments import Index
from hipwise.domain.insight.panel import Array

LAGS = 4


def guard(given: Given, best: Index) -> Array:
    """What to widen the error of each column by, (2k,), at least 1. ``best`` (2k,) is the memory it is tested at."""
    widen = np.ones(best.size)
    surprises = given.left
    for memory in np.unique(best):
        those = np.flatnonzero(best == memory)
        tested = given.columns[memory][:, those]
        rest = surprises[memory] - surprises[memory].mean()
        tested = tested - tested.mean(axis=0)
        rest = rest[:, None] - tested * ((rest @ tested) / _sums(tested, tested))
        widen[those] = np.sqrt(_shared_memory(rest, tested) * _shared_wildness(rest, tested))
    return widen


def _shared_memory(rest: Array, tested: Array) -> Array:
    """1 + 2 sum of w(l) r_e(l) r_x(l), at least 1; (n, c) and (n, c) -> (c,)."""
    total = np.ones(tested.shape[1])
    size = _sums(rest, rest) * _sums(tested, tested)
    for lag in range(1, min(LAGS, rest.shape[0] - 1) + 1):
        weight = 2.0 * (1.0 - lag / (LAGS + 1.0))
        together = np.einsum("nc,nc->c", rest[lag:], rest[:-lag]) * np.einsum("nc,nc->c", tested[lag:], tested[:-lag])
        total += weight * together / size
    return np.asarray(np.maximum(total, 1.0))


def _shared_wildness(rest: Array, tested: Array) -> Array:
    """Mean of e^2 x^2 over the product of the means, less one standard error, at least 1; (n, c) twice -> (c,)."""
    e, x = rest**2, tested**2
    e, x = e / np.maximum(e.mean(axis=0), 1e-300), x / np.maximum(x.mean(axis=0), 1e-300)
    ratio = (e * x).mean(axis=0)
    error = np.sqrt(e.var(axis=0) * x.var(axis=0) / rest.shape[0])
    return np.asarray(np.maximum(ratio - error, 1.0))


def _sums(one: Array, other: Array) -> Array:
    return np.maximum(np.einsum("nc,nc->c", one, other), 1e-300)
