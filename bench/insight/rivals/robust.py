"""Least squares with errors robust to heteroscedasticity and autocorrelation (Newey & West 1987), by statsmodels.

Pain on the factor, weekday and a cubic trend, on the days where all is written; Bartlett weights, as many lags as the
usual rule of thumb gives (4 (n / 100)^(2/9)), the small-sample correction and Student's t. Then Benjamini-Hochberg.
Days on either side of a gap count as neighbours, the usual reading for gaps (Datta & Du 2012, "equal spacing").
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import by_day, calendar, later
from hipwise.domain.insight.panel import Array, Panel


def hac_bh(panel: Panel) -> dict[str, float]:
    """One regression a factor and lag; the errors take care of pain's memory."""
    pain, factors = by_day(panel)
    around = calendar(panel, pain.size)
    return discovered(panel, np.array([_p(pain, later(factors, lag), around) for lag in (0, 1)]))


def lagged_hac_bh(panel: Panel) -> dict[str, float]:
    """The same with yesterday's pain beside the factor, so that what pain moves is not taken for its cause."""
    pain, factors = by_day(panel)
    around = np.column_stack([later(pain, 1), calendar(panel, pain.size)])
    return discovered(panel, np.array([_p(pain, later(factors, lag), around) for lag in (0, 1)]))


def _p(pain: Array, factors: Array, around: Array) -> Array:
    from statsmodels.regression.linear_model import OLS

    result = np.full(factors.shape[1], np.nan)
    for i in range(factors.shape[1]):
        rows = np.isfinite(pain) & np.isfinite(factors[:, i]) & np.isfinite(around).all(axis=1)
        count = int(rows.sum())
        table = np.column_stack([factors[rows, i], _spanned(np.column_stack([np.ones(count), around[rows]]))])
        if count - table.shape[1] < 3 or np.linalg.matrix_rank(table) < table.shape[1] or np.ptp(pain[rows]) == 0.0:
            continue
        lags = {"maxlags": int(4.0 * (count / 100.0) ** (2.0 / 9.0)), "use_correction": True}
        result[i] = float(OLS(pain[rows], table).fit(cov_type="HAC", cov_kwds=lags, use_t=True).pvalues[0])
    return result


def _spanned(table: Array) -> Array:
    """The same columns without those that repeat others, such as a weekday of which nothing is written; orthonormal."""
    left, size, _ = np.linalg.svd(table, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size.max(initial=1e-300)])
