"""Permutation by circular shifts, which keeps each series' own memory (time-shifted surrogates, Lancaster et al. 2018).

Weekday and trend are taken out of both series, and out of pain what the last pain foretells (else a factor that pain
moves would seem to move pain). The statistic of a factor is the larger of its two correlations with what is left of
pain, on the same day and the next; it is compared with the same after the factor has been moved round against pain by
every offset of a week or more. Benjamini-Hochberg over factors.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import less, rows
from hipwise.domain.insight.panel import Array, Panel

NEAREST = 7
"""Days by which a factor is moved at least, either way."""

FEWEST_PAIRS = 8


def shifts_bh(panel: Panel) -> dict[str, float]:
    """One p a factor."""
    all_of = rows(panel)
    calm = less(all_of.pain[:, None], np.column_stack([all_of.last, all_of.around]))[:, 0]
    same, after = less(all_of.factors, all_of.around), less(all_of.before, all_of.around)
    p = [shift_p(calm, same[:, i], after[:, i], all_of.a_day) for i in range(same.shape[1])]
    return discovered(panel, np.array([p]))


def shift_p(pain: Array, same: Array, after: Array, a_day: int = 1) -> float:
    """p of the larger of both correlations among all shifts by whole days; NaN where nothing can be compared."""
    either = np.fmax(np.abs(circular(pain, same)), np.abs(circular(pain, after)))[::a_day]
    others = either[NEAREST : max(either.size - NEAREST, NEAREST)]
    others = others[np.isfinite(others)]
    if others.size == 0 or not np.isfinite(either[0]):
        return float("nan")
    return float((1 + (others >= either[0] - 1e-12).sum()) / (1 + others.size))


def circular(pain: Array, factor: Array) -> Array:
    """Correlation of pain with the factor moved s rows on, for s = 0 .. n-1, over the rows where both are written."""
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
    """Sum over rows of x moved s rows on, round the end, times y; for every s."""
    return np.asarray(np.fft.irfft(np.conj(np.fft.rfft(x)) * np.fft.rfft(y), x.size), dtype=np.float64)
