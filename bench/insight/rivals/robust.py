"""Least squares with errors robust to heteroscedasticity and autocorrelation (Newey & West 1987), by statsmodels.

Pain on the factor, weekday and a cubic trend, on the rows where all is written; Bartlett weights, as many lags as the
usual rule of thumb gives (4 (n / 100)^(2/9)), the small-sample correction and Student's t. Then Benjamini-Hochberg.
Rows on either side of a gap count as neighbours, the usual reading for gaps (Datta & Du 2012, "equal spacing").
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import rows
from hipwise.domain.insight.panel import Array, Panel


def hac_bh(panel: Panel) -> dict[str, float]:
    """One regression a factor and lag; the errors take care of pain's memory."""
    all_of = rows(panel)
    return discovered(panel, np.array([_p(all_of.pain, one, all_of.around) for one in (all_of.factors, all_of.before)]))


def lagged_hac_bh(panel: Panel) -> dict[str, float]:
    """The same with the last pain beside the factor, so that what pain moves is not taken for its cause."""
    all_of = rows(panel)
    around = np.column_stack([all_of.last, all_of.around])
    return discovered(panel, np.array([_p(all_of.pain, one, around) for one in (all_of.factors, all_of.before)]))


def _p(pain: Array, factors: Array, around: Array) -> Array:
    from statsmodels.regression.linear_model import OLS

    result = np.full(factors.shape[1], np.nan)
    for i in range(factors.shape[1]):
        known = np.isfinite(pain) & np.isfinite(factors[:, i]) & np.isfinite(around).all(axis=1)
        count = int(known.sum())
        table = np.column_stack([factors[known, i], _spanned(np.column_stack([np.ones(count), around[known]]))])
        if count - table.shape[1] < 3 or np.linalg.matrix_rank(table) < table.shape[1] or np.ptp(pain[known]) == 0.0:
            continue
        lags = {"maxlags": int(4.0 * (count / 100.0) ** (2.0 / 9.0)), "use_correction": True}
        result[i] = float(OLS(pain[known], table).fit(cov_type="HAC", cov_kwds=lags, use_t=True).pvalues[0])
    return result


def _spanned(table: Array) -> Array:
    """The same columns without those that repeat others, such as a weekday of which nothing is written; orthonormal."""
    left, size, _ = np.linalg.svd(table, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size.max(initial=1e-300)])
