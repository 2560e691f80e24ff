"""Pain first, factor later: which factors yesterday's pain foretells.

Granger's question turned round (Granger 1969): does pain at the moment before predict the factor, given the
factor's own past and the clock? For such a factor a value written after a break in the pain record may only echo the
pain of the break, and must not be read as its cause.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.fill import Filled
from hipwise.domain.insight.memory import Gains
from hipwise.domain.insight.moments import Mask, Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.tails import student_two_sided

SUSPICIOUS = 0.10
FEWEST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """For each factor (k,): ``p`` of pain at the tick before, 1 where it can't be asked; ``slope`` in spreads of the
    factor for one spread of pain."""

    p: Array
    slope: Array

    @property
    def suspicious(self) -> Mask:
        """Which factors may echo pain, at p < .10."""
        return np.asarray(self.p < SUSPICIOUS)


def foretold_by_pain(grid: Moments, filled: Filled, given: tuple[int, ...] = ()) -> Foretold:
    """Does pain at the tick before foretell each factor, given the clock, its own past and that of those ``given``?"""
    count = filled.values.shape[1]
    nothing = Foretold(np.ones(count), np.zeros(count))
    if grid.times.size < FEWEST:
        return nothing
    pain, past = grid.outcome[:-1], filled.before[:-1] - filled.mean[:-1]
    now = grid.factors[1:] - filled.mean[1:]
    rows = np.isfinite(now) & (np.isfinite(pain) & (grid.gaps[1:] < 1.5))[:, None]
    around = 1 + len(given)
    asked = np.flatnonzero(rows.sum(axis=0) >= FEWEST + around)
    if asked.size == 0:
        return nothing
    shared = np.column_stack([np.ones(pain.size), past[:, list(given)]])
    base = (
        np.concatenate([np.broadcast_to(shared, (asked.size, *shared.shape)), past.T[asked][:, :, None]], axis=2)
        * rows.T[asked][:, :, None]
    )
    both = np.where(
        rows.T[asked][:, :, None], np.stack([now.T[asked], np.broadcast_to(pain, (asked.size, pain.size))], axis=2), 0.0
    )
    p, slope = _regressions(base, both, rows.sum(axis=0)[asked] - around - 2.0)
    nothing.p[asked], nothing.slope[asked] = p, slope
    return nothing


def leak(foretold: Foretold, by: Gains, gaps: Array, noise: Array) -> Array:
    """What a factor that pain foretells says of pain's state that the rounded notes don't, as a sum of products (m, k).

    Such a factor knows the pain before it as it was felt, the notes only know it rounded; so the factor foretells a
    part of the next surprise without having moved it. That part is its slope on pain times the variance that rounding
    leaves in the state (errors in variables; Fuller 1987). ``gaps`` (n,) between rows, ``noise`` (m,) the variance of
    fresh noise.
    """
    follows = (gaps[1:] < 1.5)[:, None]
    left = by.rounding * (np.where(follows, by.learn[:-1] * by.scale[1:] ** 2, 0.0)).sum(axis=0)
    return np.asarray((noise * left)[:, None] * np.where(foretold.suspicious, foretold.slope, 0.0))


def _regressions(base: Array, both: Array, df: Array) -> tuple[Array, Array]:
    """p and slope of the second of ``both`` (k, n, 2) in the first, beside ``base`` (k, n, c)."""
    across = np.swapaxes(base, 1, 2)
    ridge = 1e-9 * np.trace(across @ base, axis1=1, axis2=2)[:, None, None] * np.eye(base.shape[2])
    left = both - base @ np.linalg.solve(across @ base + ridge, across @ both)
    now, pain = left[:, :, 0], left[:, :, 1]
    strength = (pain**2).sum(axis=1)
    seen = strength > 1e-9 * np.maximum((both[:, :, 1] ** 2).sum(axis=1), 1e-300)
    slope = np.where(seen, (pain * now).sum(axis=1) / np.where(seen, strength, 1.0), 0.0)
    noise = ((now - slope[:, None] * pain) ** 2).sum(axis=1) / df
    t = slope * np.sqrt(strength / np.maximum(noise, 1e-300))
    return np.where(seen, student_two_sided(t, df), 1.0), slope
