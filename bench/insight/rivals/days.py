"""A journal as regular rows, which is what the textbook methods take: one a day, or as many as a day has entries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.panel import Array, Panel


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """n rows, ``a_day`` for each day of the span, NaN where nothing is written.

    ``pain`` (n,) and ``factors`` (n, k); ``last`` (n,) is the pain of the row before, ``before`` (n, k) the factors of
    the day before (their means where a day has several rows), ``around`` (n, c) weekday, trend and place in the day.
    """

    pain: Array
    factors: Array
    last: Array
    before: Array
    around: Array
    a_day: int


def rows(panel: Panel) -> Rows:
    """The rows of a journal: a day has as many as its fullest day has entries, filled in the order of the entries."""
    day = (np.floor(panel.times) - np.floor(panel.times[0])).astype(np.int64)
    rank = np.arange(day.size) - np.searchsorted(day, day)
    a_day = int(rank.max(initial=0)) + 1 if panel.timed else 1
    pain, factors = _gridded(panel, day * a_day + (rank if panel.timed else 0), (int(day[-1]) + 1) * a_day)
    before = later(np.repeat(by_day(panel)[1], a_day, axis=0), a_day)
    return Rows(pain, factors, later(pain, 1), before, _around(panel, pain.size, a_day), a_day)


def by_day(panel: Panel) -> tuple[Array, Array]:
    """Outcome (days,) and factors (days, k) on every day of the span; the mean where a day has several entries."""
    day = (np.floor(panel.times) - np.floor(panel.times[0])).astype(np.int64)
    return _gridded(panel, day, int(day[-1]) + 1)


def _gridded(panel: Panel, row: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> tuple[Array, Array]:
    table = np.column_stack([panel.outcome.values, *(column.values for column in panel.factors)])
    known = np.isfinite(table)
    seen, total = np.zeros((count, table.shape[1])), np.zeros((count, table.shape[1]))
    np.add.at(seen, row, known)
    np.add.at(total, row, np.where(known, table, 0.0))
    mean = np.where(seen > 0, total / np.maximum(seen, 1), np.nan)
    return mean[:, 0], mean[:, 1:]


def later(values: Array, lag: int) -> Array:
    """Each row moved ``lag`` rows on, NaN in front."""
    empty = np.full((lag, *values.shape[1:]), np.nan)
    return np.concatenate([empty, values[: values.shape[0] - lag]])


def _around(panel: Panel, count: int, a_day: int) -> Array:
    """What a careful analyst puts beside a factor: weekdays (6), powers of time (3), places in the day (a_day - 1)."""
    number = np.arange(count)
    weekday = (np.floor(panel.times[0]) + number // a_day) % 7
    trend = (number / count)[:, None] ** np.arange(1, 4)
    places = (number % a_day)[:, None] == np.arange(1, a_day)
    return np.column_stack([weekday[:, None] == np.arange(1, 7), trend, places]).astype(np.float64)


def less(values: Array, around: Array) -> Array:
    """What is left of each column (n, k) when its mean and ``around`` are taken out, by least squares.

    NaN where the value or something around it is not written.
    """
    base = np.column_stack([np.ones(values.shape[0]), around])
    left = np.full(values.shape, np.nan)
    for i in range(values.shape[1]):
        known = np.isfinite(values[:, i]) & np.isfinite(around).all(axis=1)
        if known.any():
            fitted = base[known] @ np.linalg.lstsq(base[known], values[known, i], rcond=None)[0]
            left[known, i] = values[known, i] - fitted
    return left
