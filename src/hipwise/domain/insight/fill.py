"""Factors without holes: what a missing value most likely was, from the clock and from its neighbours.

Mean by ridge regression on the clock (Hoerl & Kennard 1970), the rest by AR(1) interpolation between the nearest
written values (the bridge of an Ornstein-Uhlenbeck process). ``before`` uses the past only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.clock import Clock
from hipwise.domain.insight.moments import Mask
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.autocorrelation import memory

CLOCK_STRENGTH = 0.25
"""Prior variance of a factor's weekday and slow effects, in units of its own variance."""


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """``values`` filled from both sides, ``before`` from the past, ``mean`` by the clock alone: (ticks, k) each.

    Written values stay as they are. ``memories`` (k,) of what the clock leaves.
    """

    values: Array
    before: Array
    mean: Array
    memories: Array

    def only(self, those: slice) -> Filled:
        """Some of the columns."""
        return Filled(self.values[:, those], self.before[:, those], self.mean[:, those], self.memories[those])


def fill(factors: Array, gaps: Array, hours: Clock) -> Filled:
    """Fill (ticks, k) columns, NaN where unwritten. ``gaps`` (ticks,) in units of memory, the first infinite."""
    known = np.isfinite(factors)
    place = np.concatenate([[0.0], np.cumsum(gaps[1:])])
    mean = _clock_mean(factors, known, hours)
    rest = factors - mean
    memories = memory(rest)
    both, past = _bridge(np.where(known, rest, 0.0), known, place, memories)
    values, before = mean + both, mean + past
    np.copyto(values, factors, where=known)
    np.copyto(before, factors, where=known)
    return Filled(values, before, mean, memories)


def _clock_mean(factors: Array, known: Mask, hours: Clock) -> Array:
    """Ridge regression of each column on the clock over the ticks where it is written; 0 for one never written."""
    basis = np.column_stack([np.ones(hours.basis.shape[0]), hours.basis])
    ticks, size = basis.shape
    penalty = np.diag(np.concatenate([[1e-6], 1.0 / (CLOCK_STRENGTH * hours.prior)]))
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(ticks, size * size)
    grams = (known.T.astype(np.float64) @ squares).reshape(-1, size, size)
    onto = np.where(known, factors, 0.0).T @ basis
    weights = np.linalg.solve(grams + penalty, onto[:, :, None])[:, :, 0]
    return np.asarray(basis @ weights.T)


def _bridge(rest: Array, known: Mask, place: Array, memories: Array) -> tuple[Array, Array]:
    """Expected deviations at every tick, from both neighbours and from the one before; (ticks, k) each."""
    ticks = place.size
    order = np.arange(ticks)[:, None]
    left = np.maximum.accumulate(np.where(known, order, -1), axis=0)
    right = np.minimum.accumulate(np.where(known, order, ticks)[::-1], axis=0)[::-1]
    has_left, has_right = left >= 0, right < ticks
    left, right = np.maximum(left, 0), np.minimum(right, ticks - 1)
    to_left = np.where(has_left, place[:, None] - place[left], np.inf)
    to_right = np.where(has_right, place[right] - place[:, None], np.inf)
    fade_left, fade_right = np.power(memories, to_left), np.power(memories, to_right)
    whole = np.maximum(1.0 - (fade_left * fade_right) ** 2, 1e-12)
    from_left = np.take_along_axis(rest, left, axis=0) * fade_left
    from_right = np.take_along_axis(rest, right, axis=0) * fade_right
    both = (from_left * (1.0 - fade_right**2) + from_right * (1.0 - fade_left**2)) / whole
    return np.where(known, rest, both), from_left
