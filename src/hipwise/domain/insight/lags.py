"""From filled factors to what they should do to pain at each written moment, for every look and lag.

A factor kicks pain's state and the kick fades with pain's memory, so that a row after a break gathers all that
happened during the break. ``same``: the value of the moment itself. ``next``, ``second``, ``third``, daily: the value
of so many days before. ``next``, timed: the mean over the day before, as a standing level for the whole day after (a
mean has no moment to kick at).
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.fill import Filled
from hipwise.domain.insight.finding import LAGS, Lag
from hipwise.domain.insight.fit import Fit
from hipwise.domain.insight.looks import Look, Shape
from hipwise.domain.insight.memory import carry, whiten
from hipwise.domain.insight.moments import Mask, Moments
from hipwise.domain.insight.panel import Array


def columns(grid: Moments, shapes: dict[Shape, Filled], reverse: Mask, model: Fit, looked: tuple[Look, ...]) -> Array:
    """Whitened columns (memories, rows, looks x 2 lags x k factors)."""
    wanted = [(look.shape, lag) for look in looked for lag in look.lags]
    by_shape = {shape: kicks(grid, filled, reverse, shape_lags(looked, shape)) for shape, filled in shapes.items()}
    parts = [by_shape[shape][lag] for shape, lag in wanted]
    if not grid.timed:
        return whiten(carry(np.concatenate(parts, axis=1), model.memories, grid.gaps)[:, grid.rows], model.gains)
    kicking = carry(np.concatenate(parts[::2], axis=1), model.memories, grid.gaps)[:, grid.rows]
    shape = (model.memories.size, grid.rows.size, 1, -1)
    count = parts[0].shape[1]
    standing = np.concatenate(parts[1::2], axis=1)[grid.rows].reshape(1, grid.rows.size, len(looked), 1, count)
    kicking = kicking.reshape(*shape[:2], len(looked), 1, count)
    both = np.concatenate([kicking, np.broadcast_to(standing, kicking.shape)], axis=3)
    return whiten(both.reshape(*shape[:2], -1), model.gains)


def shape_lags(looked: tuple[Look, ...], shape: Shape) -> tuple[Lag, ...]:
    """The lags at which this shape is looked at."""
    return tuple(lag for look in looked if look.shape == shape for lag in look.lags)


def kicks(grid: Moments, filled: Filled, reverse: Mask, lags: tuple[Lag, ...]) -> dict[Lag, Array]:
    """Values at each tick (ticks, k) for each lag. Columns pain foretells use, after a break in the pain record, only
    what was known before the break."""
    guarded = _known_before_breaks(grid, filled)
    result: dict[Lag, Array] = {"same": np.where(reverse, guarded, filled.values)}
    if grid.timed:
        return result | {"next": _day_before(grid, filled.before)}
    source = np.where(reverse, np.where(np.isfinite(grid.outcome)[:, None], filled.before, guarded), filled.values)
    return result | {lag: _earlier(grid, source, LAGS.index(lag)) for lag in lags if lag != "same"}


def _earlier(grid: Moments, source: Array, days: int) -> Array:
    """The values of so many days before each tick; 0 (the usual) where that day is no tick."""
    at = np.searchsorted(grid.times, grid.times - days)
    there = grid.times[at] == grid.times - days
    return np.where(there[:, None], source[at], 0.0)


def _known_before_breaks(grid: Moments, filled: Filled) -> Array:
    """As ``before``, but from a break in the pain record to its end only forecasts made at its beginning."""
    ticks = grid.times.size
    written = np.isfinite(grid.outcome)
    last = np.maximum.accumulate(np.where(written, np.arange(ticks), -1))
    anchor = np.concatenate([[-1], last[:-1]])
    near = grid.gaps * grid.unit < (1.0 if grid.timed else 1.5)
    adjacent = (anchor == np.arange(ticks) - 1) & near
    start = np.maximum(anchor, 0)
    place = np.concatenate([[0.0], np.cumsum(grid.gaps[1:])])
    fade = np.power(filled.memories, (place - place[start])[:, None])
    forecast = filled.mean + fade * (filled.before - filled.mean)[start]
    forecast = np.where((anchor >= 0)[:, None], forecast, filled.mean)
    return np.where(adjacent[:, None], filled.before, forecast)


def _day_before(grid: Moments, values: Array) -> Array:
    """Mean of each column over the day before each tick, 0 (the usual) where that day has no entry."""
    days, where = np.unique(grid.days, return_inverse=True)
    total = np.zeros((days.size, values.shape[1]))
    np.add.at(total, where, values)
    mean = total / np.bincount(where)[:, None]
    before = np.zeros_like(mean)
    follows = np.flatnonzero(np.diff(days) == 1.0)
    before[follows + 1] = mean[follows]
    return before[where]
