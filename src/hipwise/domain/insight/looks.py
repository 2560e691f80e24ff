"""The looks taken at each factor, and how much of the error each may spend.

A look is a pair of columns that are tested together. Most of what there is to find lies in the factor itself on the
same day and the next, and that look gets most of the error; later days and steps (above or not) get a little each, so
that they cost hardly any power and yet can be found when they are plain (weighted Bonferroni: Genovese, Roeder &
Wasserman 2006). Where a look is closed to a factor the others share what it would have had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hipwise.domain.insight.finding import Lag
from hipwise.domain.insight.moments import Mask, Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.levels import levels

Shape = Literal["line", "high", "low"]

FEWEST_LEVELS = 4
"""A number with fewer different values has no steps worth asking about beside its line."""

HIGH, LOW = 0.25, 0.75
"""Share of days above the step that a look at high, or at low, values is taken at, as nearly as the values allow."""

FEWEST_BEYOND = 5
"""Ticks that must lie on either side of a step."""


@dataclass(frozen=True, slots=True)
class Look:
    """Two lags of a shape; ``share`` of the error when every look is open."""

    lags: tuple[Lag, Lag]
    shape: Shape
    share: float


LINE = Look(("same", "next"), "line", 28 / 32)
LATER = Look(("second", "third"), "line", 2 / 32)
ABOVE = Look(("same", "next"), "high", 1 / 32)
BELOW = Look(("same", "next"), "low", 1 / 32)


MOST_CELLS = 120_000
"""Journals with more values than this get the first look alone: the others would take four times the memory."""


def looks(grid: Moments) -> tuple[Look, ...]:
    """The looks at a journal; a line at the moment itself and the next day is always the first."""
    if grid.factors.size > MOST_CELLS:
        return (LINE,)
    return (LINE, ABOVE, BELOW) if grid.timed else (LINE, LATER, ABOVE, BELOW)


def steps(values: Array, wanted: float) -> Array:
    """For each column of (ticks, k; NaN unwritten) the value above which the share of ticks is nearest ``wanted``.

    NaN where there are too few levels or ticks to either side. Shape (k,).
    """
    return np.array([_step(column[np.isfinite(column)], wanted) for column in values.T])


def _step(written: Array, wanted: float) -> float:
    values, counts = levels(written)
    if values.size < FEWEST_LEVELS:
        return np.nan
    beyond = written.size - np.cumsum(counts)[:-1]
    fit = (beyond >= FEWEST_BEYOND) & (written.size - beyond >= FEWEST_BEYOND)
    if not bool(fit.any()):
        return np.nan
    miss = np.where(fit, np.abs(beyond - wanted * written.size), np.inf)
    return float(values[int(np.argmin(miss))])


def stepped(values: Array, at: Array) -> Array:
    """1 where a value lies above its column's step, else 0; NaN where unwritten or without a step; (ticks, k)."""
    known = np.isfinite(values) & np.isfinite(at)
    return np.where(known, values > np.where(np.isfinite(at), at, 0.0), np.nan)


def open_share(looked: tuple[Look, ...], opened: Mask) -> Array:
    """Share of the error of each look (looks, k) among those open to a factor; ``opened`` (looks, k); 0 when closed."""
    share = np.where(opened, np.array([look.share for look in looked])[:, None], 0.0)
    return np.asarray(share / np.maximum(share.sum(axis=0), 1e-300))
