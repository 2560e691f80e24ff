"""Permutation by circular shifts, which keeps each series' own memory (time-shifted surrogates, Lancaster et al. 2018).

Weekday and trend are taken out of both series, and out of pain what yesterday's pain foretells (else a factor that pain
moves would seem to move pain). The statistic of a factor is the larger of its two correlations with what is left of
pain, on the same day and the next; it is compared with the same after the factor has been moved round against pain by
every offset of a week or more. Benjamini-Hochberg over factors.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import by_day, calendar, later, less
from hipwise.domain.insight.panel import Array, Panel

NEAREST = 7
"""Days by which a factor is moved at least, either way."""

FEWEST_PAIRS = 8


def shifts_bh(panel: Panel) -> dict[str, float]:
    """One p a factor."""
    pain, factors = by_day(panel)
    calm = less(pain[:, None], np.column_stack([later(pain, 1), calendar(panel, pain.size)]))[:, 0]
    left = less(factors, calendar(panel, pain.size))
    return discovered(panel, np.array([[shift_p(calm, column) for column in left.T]]))


def shift_p(pain: Array, factor: Array) -> float:
    """p of the larger of both correlations among all shifts; NaN where nothing can be compared."""
    by_shift = np.abs(circular(pain, factor))
    either = np.fmax(by_shift, np.roll(by_shift, -1))
    others = either[NEAREST : max(either.size - NEAREST, NEAREST)]
    others = others[np.isfinite(others)]
    if others.size == 0 or not np.isfinite(either[0]):
        return float("nan")
    return float((1 + (others >= either[0] - 1e-12).sum()) / (1 + others.size))


def circular(pain: Array, factor: Array) -> Array:
    """Correlation of pain with the factor moved s days on, for s = 0 .. n-1, over the days where both are written."""
    x, y = np.where(np.isfinite(factor), factor, 0.0), np.where(np.isfinite(pain), pain, 0.0)
    in_x, in_y = np.isfinite(factor).astype(np.float64), np.isfinite(pain).astype(np.float64)
    pairs = np.maximum(np.round(_moved(in_x, in_y)), 1.0)
    sum_x, sum_y = _moved(x, in_y) / pairs, _moved(in_x, y) / pairs
    spread_x = _moved(x**2, in_y) / pairs - sum_x**2
    spread_y = _moved(in_x, y**2) / pairs - sum_y**2
    both = np.sqrt(np.maximum(spread_x, 0.0) * np.maximum(spread_y, 0.0))
    known = (pairs >= FEWEST_PAIRS) & (both > 1e-9)
    return np.where(known, (_moved(x, y) / pairs - sum_x * sum_y) / np.where(known, both, 1.0), np.nan)


def _moved(x: Array, y: Array) -> Array:
    """Sum over days of x moved s days on, round the end, times y; for every s."""
    return np.asarray(np.fft.irfft(np.conj(np.fft.rfft(x)) * np.fft.rfft(y), x.size), dtype=np.float64)
