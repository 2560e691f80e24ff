"""Keeping the tests honest where the pain model is not quite right.

Two things make a product of surprise and factor wander more than the model says: both still remember a little
(Bartlett 1935; triangular weights of Newey & West 1987), or both are wild in the same weeks (White 1980). Each widens
the error of the test; neither ever narrows it.
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.given import Given
from hipwise.domain.insight.moments import Index, Mask
from hipwise.domain.insight.panel import Array

FARTHEST_LAG = 56
"""Eight weeks: cycles of about a month, the longest that the slow curve can't follow, are seen twice."""

LONGEST_SHARE = 4
"""No lag longer than this fraction of the rows, one in so many."""


def guard(given: Given, best: Index, asked: Mask) -> Array:
    """What to widen the error of each column by, (c,), at least 1; 1 for those not ``asked`` (c,).

    ``best`` (c,) is the memory a column is tested at.
    """
    widen = np.ones(best.size)
    surprises = given.left
    for memory in np.flatnonzero(np.bincount(best[asked])):
        those = np.flatnonzero(asked & (best == memory))
        tested = given.columns[memory][:, those]
        rest = surprises[memory] - surprises[memory].mean()
        tested = tested - tested.mean(axis=0)
        widen[those] = np.sqrt(_shared_memory(rest, tested) * _shared_wildness(rest, tested))
    return widen


def _shared_memory(rest: Array, tested: Array) -> Array:
    """1 + 2 sum of w(l) r_e(l) r_x(l), less one standard error of it, at least 1; (n,) and (n, c) -> (c,)."""
    last = min(FARTHEST_LAG, rest.size // LONGEST_SHARE)
    weights = 2.0 * (1.0 - np.arange(1.0, last + 1.0) / (last + 1.0))
    own, other = _remembered(rest[:, None], last), _remembered(tested, last)
    error = float(np.sqrt((weights**2).sum())) / rest.size
    return np.asarray(np.maximum(1.0 + weights @ (own * other) - error, 1.0))


def _remembered(series: Array, last: int) -> Array:
    """Autocorrelations at lags 1 to ``last`` of each centred column, by the fast Fourier transform; (last, c)."""
    size = 1 << int(series.shape[0] + last).bit_length()
    spectrum = np.fft.rfft(series, size, axis=0)
    products = np.fft.irfft(np.abs(spectrum) ** 2, size, axis=0)
    return np.asarray(products[1 : last + 1] / np.maximum(products[0], 1e-300))


def _shared_wildness(rest: Array, tested: Array) -> Array:
    """Mean of e^2 x^2 over the product of the means, less one standard error, at least 1; (n,) and (n, c) -> (c,).

    e is what the column leaves of the surprises: a true link must not count as wildness of its own. Where it leaves
    little because x is far out, e counts as much more (MacKinnon & White 1985, HC3).
    """
    x = tested / np.sqrt(np.maximum((tested**2).mean(axis=0), 1e-300))
    slope, square = rest @ x / rest.size, x**2
    fourth = (square**2).mean(axis=0)
    far = square / np.maximum(1.0 - square / rest.size, 0.1) ** 2
    together = (rest**2) @ far + slope * (slope * (square * far).sum(axis=0) - 2.0 * (rest @ (x * far)))
    left = np.maximum((rest**2).mean() - slope**2, 1e-300)
    error = np.sqrt(
        (rest**2).var() / max(float((rest**2).mean()) ** 2, 1e-300) * np.maximum(fourth - 1.0, 0.0) / rest.size
    )
    return np.asarray(np.maximum(together / rest.size / left - error, 1.0))
