"""A journal as daily columns, which is what the textbook methods take."""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.panel import Array, Panel


def by_day(panel: Panel) -> tuple[Array, Array]:
    """Outcome (days,) and factors (days, k) on every day of the span; the mean where a day has several entries."""
    day = (np.floor(panel.times) - np.floor(panel.times[0])).astype(np.int64)
    table = np.column_stack([panel.outcome.values, *(column.values for column in panel.factors)])
    known = np.isfinite(table)
    count, total = np.zeros((day[-1] + 1, table.shape[1])), np.zeros((day[-1] + 1, table.shape[1]))
    np.add.at(count, day, known)
    np.add.at(total, day, np.where(known, table, 0.0))
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean[:, 0], mean[:, 1:]


def later(values: Array, lag: int) -> Array:
    """Each day's row moved ``lag`` days on, NaN in front."""
    empty = np.full((lag, *values.shape[1:]), np.nan)
    return np.concatenate([empty, values[: values.shape[0] - lag]])


def calendar(panel: Panel, days: int) -> Array:
    """Weekday indicators and a cubic trend, (days, 9): what a careful analyst puts beside a factor."""
    number = np.arange(days, dtype=np.float64)
    hours = clock(number + float(np.floor(panel.times[0])), timed=False)
    return np.column_stack([hours.basis[:, :6], (number / days)[:, None] ** np.arange(1, 4)])


def less(values: Array, around: Array) -> Array:
    """What is left of each column (days, k) when its mean and ``around`` are taken out, by least squares.

    NaN where the value or something around it is not written.
    """
    base = np.column_stack([np.ones(values.shape[0]), around])
    left = np.full(values.shape, np.nan)
    for i in range(values.shape[1]):
        rows = np.isfinite(values[:, i]) & np.isfinite(around).all(axis=1)
        if rows.any():
            fitted = base[rows] @ np.linalg.lstsq(base[rows], values[rows, i], rcond=None)[0]
            left[rows, i] = values[rows, i] - fitted
    return left
