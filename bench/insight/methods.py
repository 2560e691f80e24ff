"""The engine and its plainer rivals, all with one face: a journal in, the names of the factors declared out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.panel import Array, Panel
from hipwise.domain.stats.discovery import q_values
from hipwise.domain.stats.tails import student_two_sided

Method = Callable[[Panel], set[str]]
RATE = 0.05


def hipwise_clear(panel: Panel) -> set[str]:
    """This engine's clear findings."""
    return {one.factor for one in explore(panel).findings if one.tier == "clear"}


def hipwise_early(panel: Panel) -> set[str]:
    """Its clear findings and early signs."""
    return {one.factor for one in explore(panel).findings}


def pearson(panel: Panel) -> set[str]:
    """What journal apps do: any correlation with p < .05, on the same day or the next."""
    return {panel.factors[i].name for i in np.flatnonzero(_pearson(panel).min(axis=0) < RATE)}


def pearson_bh(panel: Panel) -> set[str]:
    """The same with Benjamini-Hochberg over all factors and lags."""
    return _declared(panel, _pearson(panel))


def lagged_ols(panel: Panel) -> set[str]:
    """One regression a factor and lag: pain on the factor, yesterday's pain, weekday and trend; then BH."""
    pain, factors = _by_day(panel)
    days = np.arange(pain.size, dtype=np.float64)
    hours = clock(days + float(np.floor(panel.times[0])), timed=False)
    trend = (days / days.size)[:, None] ** np.arange(1, 4)
    around = np.column_stack([np.append(np.nan, pain[:-1]), hours.basis[:, :6], trend])
    p = [_ols_p(pain, _shifted(factors, lag), around) for lag in (0, 1)]
    return _declared(panel, np.array(p))


METHODS: dict[str, Method] = {
    "Pearson p < .05": pearson,
    "Pearson + BH": pearson_bh,
    "lagged OLS, clock, trend + BH": lagged_ols,
    "hipwise": hipwise_clear,
}


def _declared(panel: Panel, p: Array) -> set[str]:
    open_looks = np.isfinite(p)
    q = np.ones(p.shape)
    q[open_looks] = q_values(p[open_looks])
    return {panel.factors[i].name for i in np.flatnonzero(q.min(axis=0) <= RATE)}


def _by_day(panel: Panel) -> tuple[Array, Array]:
    """Outcome (days,) and factors (days, k) on every day of the span; the mean where a day has several entries."""
    day = (np.floor(panel.times) - np.floor(panel.times[0])).astype(np.int64)
    table = np.column_stack([panel.outcome.values, *(column.values for column in panel.factors)])
    known = np.isfinite(table)
    count, total = np.zeros((day[-1] + 1, table.shape[1])), np.zeros((day[-1] + 1, table.shape[1]))
    np.add.at(count, day, known)
    np.add.at(total, day, np.where(known, table, 0.0))
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean[:, 0], mean[:, 1:]


def _shifted(factors: Array, lag: int) -> Array:
    return np.concatenate([np.full((lag, factors.shape[1]), np.nan), factors[: factors.shape[0] - lag]])


def _pearson(panel: Panel) -> Array:
    """p of each correlation, (2, k); NaN where there is none."""
    pain, factors = _by_day(panel)
    return np.array([_ols_p(pain, _shifted(factors, lag), np.empty((pain.size, 0))) for lag in (0, 1)])


def _ols_p(pain: Array, factors: Array, around: Array) -> Array:
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
        size = float(np.sqrt((left[:, 0] @ left[:, 0]) * (left[:, 1] @ left[:, 1])))
        if size > 0.0:
            r = min(max(float(left[:, 0] @ left[:, 1]) / size, -1.0 + 1e-12), 1.0 - 1e-12)
            result[i] = float(student_two_sided(r * np.sqrt(df / (1.0 - r * r)), df))
    return result
