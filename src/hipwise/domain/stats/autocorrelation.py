"""How long a series remembers: autocorrelation with gaps, and simulated memories."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HIGHEST = 0.98
"""No memory above this is believed: it can't be told from a slow curve."""


def lagged(values: Array, lag: int) -> Array:
    """Autocorrelation of each column at ``lag`` steps; shape (n, k) with NaN where unknown -> (k,).

    Products are averaged over the pairs that are both known and divided by the variance of all known
    values; 0 where there is no pair or no variance.
    """
    if values.shape[0] <= lag:
        return np.zeros(values.shape[1])
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    pairs = (known[lag:] & known[:-lag]).sum(axis=0)
    products = (filled[lag:] * filled[:-lag]).sum(axis=0)
    variance = (filled**2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    usable = (pairs > 0) & (variance > 0)
    return np.where(usable, products / np.where(usable, pairs * variance, 1.0), 0.0)


def memory(values: Array) -> Array:
    """AR(1) memory of each centred column; shape (n, k) with NaN -> (k,), within 0 and HIGHEST.

    The lag-one autocorrelation r1, or r2/r1 when that is larger and r1 clear: noise in the writing
    lowers both r alike and leaves their ratio alone.
    """
    first, second = lagged(values, 1), lagged(values, 2)
    clear = first > 2.0 / np.sqrt(np.maximum(np.isfinite(values).sum(axis=0), 1))
    ratio = np.where(clear, second / np.where(clear, first, 1.0), first)
    return np.clip(np.maximum(first, ratio), 0.0, HIGHEST)


def wander(memories: Array, steps: int, rng: np.random.Generator) -> Array:
    """Stationary unit-variance AR(1) series, one a memory; shape (k,) -> (steps, k)."""
    shocks = rng.standard_normal((steps, memories.size))
    fresh = np.sqrt(1.0 - memories**2)
    series = np.empty_like(shocks)
    state = shocks[0]
    series[0] = state
    for step in range(1, steps):
        state = memories * state + fresh * shocks[step]
        series[step] = state
    return series
