"""PCMCI (Runge et al. 2019) and PCMCI+ (Runge 2020), by their authors' library tigramite.

Linear partial correlation (``ParCorr``, analytic), lags 0 and 1 (of several entries a day: the same entry and the one
before), every other setting as the library has it. Weekday and trend are taken out of every series beforehand, since
the method asks for stationary ones. What is not written is marked by ``missing_flag``: each test then uses the rows in
which all that it needs is written.

Both give one p for every pair and lag. They are adjusted by Benjamini-Hochberg over the links into pain, which are what
is asked: adjusted over the whole graph (``fdr_method``), where every series' memory of itself is one sure discovery
more, PCMCI named a false link in 18 of 36 journals of 60 days without any, and in 2 of them as it is adjusted here. Of
the same day PCMCI reads no direction, so its links count; PCMCI+ may orient a link away from pain, and that one
doesn't count.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.insight.face import discovered
from bench.insight.rivals.days import less, rows
from hipwise.domain.insight.panel import Array, Panel

MISSING = 999_999.0
INTO_PAIN = ("-->", "o-o", "x-x")
"""How PCMCI+ writes a link that may run from the first to the second: so it does, can't be told, told both ways."""


def pcmci(panel: Panel) -> dict[str, float]:
    """PCMCI at its defaults."""
    return _levels(panel, plus=False)


def pcmci_plus(panel: Panel) -> dict[str, float]:
    """PCMCI+ at its defaults; what its graph leaves out is never declared."""
    return _levels(panel, plus=True)


def _levels(panel: Panel, *, plus: bool) -> dict[str, float]:
    all_of = rows(panel)
    pain, factors = all_of.pain, all_of.factors
    varies = np.array([_varies(column) for column in factors.T])
    p, linked = np.full((2, varies.size), np.nan), np.zeros(varies.size, dtype=bool)
    if _varies(pain) and varies.any():
        table = less(np.column_stack([pain, factors[:, varies]]), all_of.around)
        p[:, varies], linked[varies] = _tested(table, plus=plus)
    open_factors = {column.name for column, one in zip(panel.factors, linked, strict=True) if one}
    return {factor: level for factor, level in discovered(panel, p).items() if factor in open_factors}


def _varies(values: Array) -> bool:
    known = values[np.isfinite(values)]
    return known.size > 2 and bool(np.ptp(known) > 0.0)


def _tested(table: Array, *, plus: bool) -> tuple[Array, NDArray[np.bool_]]:
    """The same as ``_into_pain``, NaN and False for factors that had to be left out.

    The library refuses the whole journal when the columns of one test are never written together. Then the factor
    written least often is left out, until it takes the rest.
    """
    written = np.isfinite(table[:, 1:]).sum(axis=0)
    kept = np.argsort(-written, kind="stable")
    p, linked = np.full((2, written.size), np.nan), np.zeros(written.size, dtype=np.bool_)
    while kept.size:
        try:
            p[:, kept], linked[kept] = _into_pain(table[:, np.append(0, kept + 1)], plus=plus)
        except ValueError as error:
            if "No valid samples" not in str(error):
                raise
            kept = kept[:-1]
        else:
            break
    return p, linked


def _into_pain(table: Array, *, plus: bool) -> tuple[Array, NDArray[np.bool_]]:
    """p of each link into the first column, (2, k), and of which factors there may be one, (k,)."""
    found = _run(table, plus=plus)
    p: Array = np.asarray(found["p_matrix"], dtype=np.float64)[1:, 0, :].T
    shown: NDArray[np.bool_] = np.isin(np.asarray(found["graph"])[1:, 0, :], INTO_PAIN)
    return p, np.asarray(shown.any(axis=1)) if plus else np.ones(p.shape[1], dtype=np.bool_)


def _run(table: Array, *, plus: bool) -> dict[str, Any]:
    from tigramite.data_processing import DataFrame
    from tigramite.independence_tests.parcorr import ParCorr
    from tigramite.pcmci import PCMCI

    frame = DataFrame(np.where(np.isfinite(table), table, MISSING), missing_flag=MISSING)
    search = PCMCI(dataframe=frame, cond_ind_test=ParCorr(significance="analytic"), verbosity=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of columns constant on the days of one test: it then has no p and no link
        found: dict[str, Any] = search.run_pcmciplus(tau_max=1) if plus else search.run_pcmci(tau_max=1)
    return found
