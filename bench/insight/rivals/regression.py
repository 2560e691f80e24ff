"""Ordinary least squares with the last pain, weekday and a cubic trend: a careful textbook analysis.

One regression a factor and lag on the rows where all is written, then Benjamini-Hochberg over all.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import rows
from hipwise.domain.insight.panel import Array, Panel
from hipwise.domain.stats.tails import student_two_sided


def lagged_ols(panel: Panel) -> dict[str, float]:
    """Pain on the factor, the last pain, weekday and trend."""
    all_of = rows(panel)
    around = np.column_stack([all_of.last, all_of.around])
    return discovered(panel, np.array([partial_p(all_of.pain, one, around) for one in (all_of.factors, all_of.before)]))


def partial_p(pain: Array, factors: Array, around: Array) -> Array:
    """p of each column of ``factors`` (n, k) in pain ~ 1 + around + column, on the rows where all is known."""
    result = np.full(factors.shape[1], np.nan)
    for i in range(factors.shape[1]):
        known = np.isfinite(pain) & np.isfinite(factors[:, i]) & np.isfinite(around).all(axis=1)
        df = int(known.sum()) - around.shape[1] - 2
        if df < 3:
            continue
        base = np.column_stack([np.ones(int(known.sum())), around[known]])
        both = np.column_stack([pain[known], factors[known, i]])
        left = both - base @ np.linalg.lstsq(base, both, rcond=None)[0]
        sizes = np.linalg.norm(left, axis=0)
        if bool((sizes > 1e-9 * np.linalg.norm(both, axis=0)).all()):
            r = float(np.clip(left[:, 0] @ left[:, 1] / sizes.prod(), -1.0 + 1e-12, 1.0 - 1e-12))
            result[i] = float(student_two_sided(r * np.sqrt(df / (1.0 - r * r)), df))
    return result
