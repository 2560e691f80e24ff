"""Granger causality (Granger 1969), by statsmodels.

The next day: does yesterday's factor add to what yesterday's pain foretells? The same day (Granger's instantaneous
causality): does today's factor add to what yesterday's pain and factor foretell? F tests of nested least squares
with a lag of one day, as ``grangercausalitytests`` makes them; that function itself takes no gaps, so the rows are put
together here, only days of which all is written. Then Benjamini-Hochberg over both questions of all factors.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import by_day, later
from hipwise.domain.insight.panel import Array, Panel


def granger_bh(panel: Panel) -> dict[str, float]:
    """Both questions for every factor."""
    pain, factors = by_day(panel)
    p = [granger_p(pain, factors[:, i]) for i in range(factors.shape[1])]
    return discovered(panel, np.array(p).T)


def granger_p(pain: Array, factor: Array) -> tuple[float, float]:
    """p of the same day and of the next; NaN where too little is written."""
    before = np.column_stack([later(pain, 1), later(factor, 1)])
    return _adds(pain, factor, before), _adds(pain, before[:, 1], before[:, :1])


def _adds(pain: Array, column: Array, given: Array) -> float:
    """p of the F test whether ``column`` adds to ``given``."""
    from statsmodels.regression.linear_model import OLS

    table = np.column_stack([given, np.ones(pain.size), column])
    rows = np.isfinite(pain) & np.isfinite(table).all(axis=1)
    if int(rows.sum()) - table.shape[1] < 3 or np.linalg.matrix_rank(table[rows]) < table.shape[1]:
        return float("nan")
    whole, part = OLS(pain[rows], table[rows]).fit(), OLS(pain[rows], table[rows][:, :-1]).fit()
    return float(whole.compare_f_test(part)[1])
