"""Factors without holes: what a missing value most likely was, from the clock and from its neighbours.

Mean by ridge regression on the clock (Hoerl & Kennard 1970), the rest by AR(1) interpolation between the nearest
written values (the bridge of an Ornstein-Uhlenbeck process). ``before`` uses the past only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.clock import Clock
from hipwise.domain.insight.moments import Index
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
    """Fill (ticks, k) columns, NaN where unwritten. ``gaps`` (ticks,) in units of memory, the first infinite.

    Columns written at the same ticks are filled together.
    """
    known = np.isfinite(factors)
    values, before, mean = (np.zeros(factors.shape) for _ in range(3))
    memories = np.zeros(factors.shape[1])
    place = np.concatenate([[0.0], np.cumsum(gaps[1:])])
    patterns: dict[bytes, list[int]] = {}
    for column in range(factors.shape[1]):
        patterns.setdefault(known[:, column].tobytes(), []).append(column)
    for alike in patterns.values():
        written = np.flatnonzero(known[:, alike[0]])
        if written.size:
            mean[:, alike] = _clock_mean(factors[:, alike], written, hours)
            rest = factors[:, alike] - mean[:, alike]
            memories[alike] = memory(rest)
            both, past = _bridge(rest[written], written, place, memories[alike])
            values[:, alike] = mean[:, alike] + both
            before[:, alike] = mean[:, alike] + past
    np.copyto(values, factors, where=known)
    np.copyto(before, factors, where=known)
    return Filled(values, before, mean, memories)


def _clock_mean(factors: Array, written: Index, hours: Clock) -> Array:
    basis = np.column_stack([np.ones(hours.basis.shape[0]), hours.basis])
    penalty = np.diag(np.concatenate([[1e-6], 1.0 / (CLOCK_STRENGTH * hours.prior)]))
    seen = basis[written]
    weights = np.linalg.solve(seen.T @ seen + penalty, seen.T @ factors[written])
    return np.asarray(basis @ weights)


def _bridge(rest: Array, written: Index, place: Array, memories: Array) -> tuple[Array, Array]:
    """Expected deviations at every tick, from both neighbours and from the one before; (ticks, k) each."""
    after = np.searchsorted(written, np.arange(place.size))
    has_left, has_right = after > 0, after < written.size
    left, right = np.maximum(after - 1, 0), np.minimum(after, written.size - 1)
    to_left = np.where(has_left, place - place[written[left]], np.inf)[:, None]
    to_right = np.where(has_right, place[written[right]] - place, np.inf)[:, None]
    fade_left, fade_right = np.power(memories, to_left), np.power(memories, to_right)
    whole = np.maximum(1.0 - (fade_left * fade_right) ** 2, 1e-12)
    from_left = fade_left * (1.0 - fade_right**2) / whole
    from_right = fade_right * (1.0 - fade_left**2) / whole
    return from_left * rest[left] + from_right * rest[right], fade_left * rest[left]
