"""The pain model without factors, fitted: memory by profile, weekday and curve strength by REML.

REML over grids (Patterson & Thompson 1971): for each memory the best weekday and curve strengths are kept, and
each memory within reach of the best stays in play, because a factor may change which memory fits best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.clock import Clock
from hipwise.domain.insight.memory import Gains, gains, whiten
from hipwise.domain.insight.moments import Index, Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.levels import levels, quantile

MEMORIES = np.array([0.0, 0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56, 0.64, 0.72, 0.8, 0.86, 0.91, 0.95, 0.98])
WEEKDAY = (0.0, 0.1, 0.25, 0.5, 1.0)
CURVE = (0.0, 0.3, 0.8, 2.0, 5.0)
"""Grids of the strengths, as standard deviations in units of pain's fresh noise."""

REACH = 14.0
"""Log units below the best at which a memory is given up."""

MOST_ROUNDING = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The model at each memory kept (m of them).

    ``score`` (m,) REML log-likelihood; ``basis`` (m, n, p) whitened columns of the clock times their prior
    spread; ``middle`` (m, p, p) inverse of I + basis' basis; ``level`` and ``pain`` (m, n) whitened;
    ``clock_df`` (m,) effective number of clock columns used.
    """

    memories: Array
    score: Array
    gains: Gains
    basis: Array
    middle: Array
    level: Array
    pain: Array
    clock_df: Array

    def only(self, kept: Index) -> Fit:
        """The same at some of its memories."""
        by = self.gains
        return Fit(
            memories=self.memories[kept],
            score=self.score[kept],
            gains=Gains(by.scale[:, kept], by.keep[:, kept], by.learn[:, kept], by.log_scale[kept], by.rounding),
            basis=self.basis[kept],
            middle=self.middle[kept],
            level=self.level[kept],
            pain=self.pain[kept],
            clock_df=self.clock_df[kept],
        )


def fit(grid: Moments, hours: Clock) -> Fit:
    """Fit the pain model to the written outcomes of ``grid``; needs two different outcomes at least."""
    rows = grid.rows
    gaps = np.concatenate([[np.inf], np.diff(grid.times[rows]) / grid.unit])
    pain = grid.outcome[rows] - grid.outcome[rows].mean()
    rounding = _rounding(pain, gaps)
    by = gains(MEMORIES, gaps, rounding)
    count = hours.basis.shape[1]
    white = whiten(np.column_stack([hours.basis[rows], np.ones(rows.size), pain]), by)
    score, strength = _strengths(white, hours, by.log_scale)
    kept = np.flatnonzero(score >= score.max() - REACH)
    basis = white[kept, :, :count] * strength[kept, None, :]
    middle: Array = np.asarray(np.linalg.inv(np.eye(count) + np.swapaxes(basis, 1, 2) @ basis), dtype=np.float64)
    return Fit(
        memories=MEMORIES[kept],
        score=score[kept],
        gains=Gains(by.scale[:, kept], by.keep[:, kept], by.learn[:, kept], by.log_scale[kept], by.rounding),
        basis=basis,
        middle=middle,
        level=white[kept, :, count],
        pain=white[kept, :, count + 1],
        clock_df=count - np.trace(middle, axis1=1, axis2=2),
    )


def _strengths(white: Array, hours: Clock, log_scale: Array) -> tuple[Array, Array]:
    """For each memory the best REML score, and the prior spread of each clock column at that best."""
    rows = white.shape[1]
    count = hours.basis.shape[1]
    gram = np.swapaxes(white, 1, 2) @ white
    pairs = np.array([(week, curve) for week in WEEKDAY for curve in CURVE])
    spread = np.where(hours.weekly, pairs[:, :1], pairs[:, 1:]) * np.sqrt(hours.prior)
    inner = spread[:, :, None] * gram[:, None, :count, :count] * spread[:, None, :] + np.eye(count)
    lower = np.linalg.cholesky(inner)
    determinant = 2.0 * np.log(np.diagonal(lower, axis1=2, axis2=3)).sum(axis=2)
    half = np.linalg.solve(lower, spread[:, :, None] * gram[:, None, :count, count:])
    rest = gram[:, None, count:, count:] - np.swapaxes(half, 2, 3) @ half
    level, cross, pain = rest[..., 0, 0], rest[..., 0, 1], rest[..., 1, 1]
    residual = np.maximum(pain - cross**2 / level, 1e-12 * gram[:, None, count + 1, count + 1])
    scores = -0.5 * ((rows - 1) * np.log(residual) + determinant + np.log(level) + log_scale[:, None])
    best = scores.argmax(axis=1)
    return scores[np.arange(best.size), best], spread[best]


def _rounding(pain: Array, gaps: Array) -> float:
    """Variance of rounding to the scale's step (Sheppard 1898), relative to the fresh noise of a plain AR(1)."""
    values, _ = levels(pain)
    if values.size < 2:
        return 0.0
    step = quantile(np.diff(values), 0.5)
    white = whiten(np.column_stack([np.ones(pain.size), pain]), by := gains(MEMORIES, gaps, 0.0))
    level, values = white[:, :, 0], white[:, :, 1]
    cross = (level * values).sum(axis=1)
    residual = (values**2).sum(axis=1) - cross**2 / (level**2).sum(axis=1)
    worst = np.log(np.maximum(residual, 1e-300)) * (pain.size - 1) + by.log_scale
    fresh = float(residual[worst.argmin()]) / max(pain.size - 1, 1)
    return min(MOST_ROUNDING, step**2 / 12.0 / fresh) if fresh > 0 else MOST_ROUNDING
