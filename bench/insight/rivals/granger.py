"""Granger causality (Granger 1969), by statsmodels.

The next day: does yesterday's factor add to what the last pain foretells? The same day (Granger's instantaneous
causality): does today's factor add to what the last pain and yesterday's factor foretell? F tests of nested least
squares with a lag of one day, as ``grangercausalitytests`` makes them; that function itself takes no gaps, so the rows
are put together here, only those of which all is written. Then Benjamini-Hochberg over both questions of all factors.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered
from bench.insight.rivals.days import Rows, rows
from hipwise.domain.insight.panel import Array, Panel


def granger_bh(panel: Panel) -> dict[str, float]:
    """Both questions for every factor."""
    all_of = rows(panel)
    p = [granger_p(all_of, i) for i in range(all_of.factors.shape[1])]
    return discovered(panel, np.array(p).T)


def granger_p(all_of: Rows, factor: int) -> tuple[float, float]:
    """p of the same day and of the next; NaN where too little is written."""
    past = np.column_stack([all_of.last, all_of.before[:, factor]])
    return _adds(all_of.pain, all_of.factors[:, factor], past), _adds(all_of.pain, past[:, 1], past[:, :1])


def _adds(pain: Array, column: Array, given: Array) -> float:
    """p of the F test whether ``column`` adds to ``given``."""
    from statsmodels.regression.linear_model import OLS

    table = np.column_stack([given, np.ones(pain.size), column])
    known = np.isfinite(pain) & np.isfinite(table).all(axis=1)
    if int(known.sum()) - table.shape[1] < 3 or np.linalg.matrix_rank(table[known]) < table.shape[1]:
        return float("nan")
    whole, part = OLS(pain[known], table[known]).fit(), OLS(pain[known], table[known][:, :-1]).fit()
    return float(whole.compare_f_test(part)[1])
