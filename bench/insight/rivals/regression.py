"""Ordinary least squares with yesterday's pain, weekday and a cubic trend: a careful textbook analysis.

One regression a factor and lag on the days where all is written, then Benjamini-Hochberg over all.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import by_day, calendar, later
from hipwise.domain.insight.panel import Array, Panel
from hipwise.domain.stats.tails import student_two_sided


def lagged_ols(panel: Panel) -> dict[str, float]:
    """Pain on the factor, yesterday's pain, weekday and trend."""
    pain, factors = by_day(panel)
    around = np.column_stack([later(pain, 1), calendar(panel, pain.size)])
    return discovered(panel, np.array([partial_p(pain, later(factors, lag), around) for lag in (0, 1)]))


def partial_p(pain: Array, factors: Array, around: Array) -> Array:
    """p of each column of ``factors`` (n, k) in pain ~ 1 + around + column, on the rows where all is known."""
    result = np.full(factors.shape[1], np.nan)
    for i in range(factors.shape[1]):
        rows = np.isfinite(pain) & np.isfinite(factors[:, i]) & np.isfinite(around).all(axis=1)
        df = int(rows.sum()) - around.shape[1] - 2
        if df < 3:
            continue
        base = np.column_stack([np.ones(int(rows.sum())), around[rows]])
        both = np.column_stack([pain[rows], factors[rows, i]])
        left = both - base @ np.linalg.lstsq(base, both, rcond=None)[0]
        sizes = np.linalg.norm(left, axis=0)
        if bool((sizes > 1e-9 * np.linalg.norm(both, axis=0)).all()):
            r = float(np.clip(left[:, 0] @ left[:, 1] / sizes.prod(), -1.0 + 1e-12, 1.0 - 1e-12))
            result[i] = float(student_two_sided(r * np.sqrt(df / (1.0 - r * r)), df))
    return result
