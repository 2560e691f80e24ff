"""From filled factors to what they should do to pain at each written moment, for both lags.

A factor kicks pain's state and the kick fades with pain's memory, so that a row after a break gathers all that
happened during the break. ``same``: the value of the moment itself. ``next``, daily: the value of the day
before. ``next``, timed: the mean over the day before, as a standing level for the whole day after (a mean has
no moment to kick at).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.fill import Filled
from hipwise.domain.insight.fit import Fit
from hipwise.domain.insight.memory import carry, whiten
from hipwise.domain.insight.moments import Moments
from hipwise.domain.insight.panel import Array


def columns(grid: Moments, filled: Filled, reverse: NDArray[np.bool_], model: Fit) -> Array:
    """Whitened columns (memories, rows, 2k): the k factors at lag same, then at lag next."""
    same, after = kicks(grid, filled, reverse)
    if grid.timed:
        held = np.broadcast_to(after[grid.rows], (model.memories.size, grid.rows.size, after.shape[1]))
        carried = np.concatenate([carry(same, model.memories, grid.gaps)[:, grid.rows], held], axis=2)
    else:
        carried = carry(np.concatenate([same, after], axis=1), model.memories, grid.gaps)[:, grid.rows]
    return whiten(carried, model.gains)


def kicks(grid: Moments, filled: Filled, reverse: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Values at each tick (ticks, k) for same and next. Columns pain foretells use, after a break in the pain record,
    only what was known before the break."""
    guarded = _known_before_breaks(grid, filled)
    same = np.where(reverse, guarded, filled.values)
    if grid.timed:
        return same, _day_before(grid, filled.before)
    source = np.where(reverse, np.where(np.isfinite(grid.outcome)[:, None], filled.before, guarded), filled.values)
    after = np.zeros_like(same)
    follows = np.flatnonzero(np.diff(grid.times) == 1.0)
    after[follows + 1] = source[follows]
    return same, after


def _known_before_breaks(grid: Moments, filled: Filled) -> Array:
    """As ``before``, but from a break in the pain record to its end only forecasts made at its beginning."""
    ticks = grid.times.size
    written = np.isfinite(grid.outcome)
    last = np.maximum.accumulate(np.where(written, np.arange(ticks), -1))
    anchor = np.concatenate([[-1], last[:-1]])
    adjacent = (
        (anchor == np.arange(ticks) - 1) & (grid.gaps < 1.5) if not grid.timed else anchor == np.arange(ticks) - 1
    )
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
