"""The test of a link: how much likelier are the written days with this column than without it?

A likelihood ratio with pain's memory found anew with and without the column (so that the memory can't be used up
to hide or to feign a link), turned into Student's t; the two lags of a look are tried together, so the p of the better
of two correlated columns is given; and each look has its share of the error.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hipwise.domain.insight.given import BLIND, Given, halves
from hipwise.domain.insight.looks import Look, open_share
from hipwise.domain.insight.moments import Index, Mask
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.size import guard
from hipwise.domain.stats.tails import normal_tail, point_of_two, smaller_of_two, student_normal, student_of

FEWEST_DF = 3.0

SELDOM = 1.6
"""Below this z the p-value of the better of two looks is not worth its exact sum: twice that of one look stands in."""


PLAINLY_NOTHING = 1.5
"""Columns of the later looks below this t are not worth a guard: their intervals are never told."""


@dataclass(frozen=True, eq=False)
class Links:
    """What the tests say.

    For each of the c columns: ``z`` signed and normal; ``slope`` in spreads of the outcome for one spread of the
    factor; ``error`` its standard error; ``df`` its degrees of freedom; ``alike`` (c / 2,) the correlation of the two
    lags of each look. For each of the k factors: ``p`` over all looks, ``column``, the better, and ``late``, whether at
    the first look the second lag is better.
    """

    z: Array
    slope: Array
    error: Array
    df: Array
    alike: Array
    p: Array
    column: Index
    late: Mask

    @cached_property
    def reach(self) -> Array:
        """Errors to either side of a 95 % interval that holds at both lags of its look; (c,)."""
        cut = point_of_two(0.05, self.alike).reshape(-1, 1, self.p.size)
        return student_of(np.concatenate([cut, cut], axis=1).ravel(), self.df)


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Tests of c columns, each for itself; fields as in :class:`Links`, ``best`` (c,) the memory each is tested at."""

    z: Array
    slope: Array
    error: Array
    df: Array
    best: Index


def tested(given: Given) -> Tested:
    """Test every column beside those given, each for itself."""
    rows = given.pain.shape[1]
    left = np.where(given.xx > BLIND * given.whole, given.xx, np.inf)
    gain = np.where(np.isfinite(left), given.xy**2 / left, 0.0)
    rest = np.maximum(given.yy[:, None] - gain, 1e-9 * given.first[:, None])
    without = given.score
    base = (without + 0.5 * (rows - 1) * np.log(np.maximum(given.yy, 1e-300)))[:, None]
    score = base - 0.5 * (rows - 1) * np.log(rest)
    best = score.argmax(axis=0)
    every = np.arange(best.size)
    ratio = np.maximum(2.0 * (score[best, every] - without.max()), 0.0)
    df = np.maximum(rows - 2.0 - given.model.clock_df[best] - given.taken, FEWEST_DF)
    slope = np.where(np.isfinite(left), given.xy / left, 0.0)[best, every]
    t = np.sign(slope) * np.sqrt(df * np.expm1(np.minimum(ratio / (rows - 1), 700.0)))
    widen = guard(given, best, (np.abs(t) > PLAINLY_NOTHING) | (given.count == 0) | (every < 2 * given.count))
    t = t / widen
    error = np.sqrt(rest[best, every] / df / left[best, every]) * widen
    error = np.where(np.isfinite(left[best, every]), error, np.inf)
    return Tested(student_normal(t, df), slope, error, df, best)


def links(given: Given, looked: tuple[Look, ...]) -> Links:
    """Test every column beside those given, and sum up each factor's looks."""
    one = tested(given)
    return Links(one.z, one.slope, one.error, one.df, *_over_looks(given, one.best, one.z, looked))


def _over_looks(given: Given, best: Index, z: Array, looked: tuple[Look, ...]) -> tuple[Array, Array, Index, Mask]:
    """Correlations of the lags (looks x k,), and for each factor p over its looks, its best column, and ``late``."""
    count = given.count
    first, second = halves(z, count)
    late = np.abs(second) > np.abs(first)
    top = np.maximum(np.abs(first), np.abs(second))
    first_at, second_at = halves(best, count)
    at = np.where(late, second_at, first_at)
    pairs = np.arange(top.size)
    sizes, wholes = halves(given.xx, count), halves(given.whole, count)
    seen = [(size > BLIND * whole)[at, pairs] for size, whole in zip(sizes, wholes, strict=True)]
    both = np.sqrt(np.maximum(sizes[0][at, pairs] * sizes[1][at, pairs], 1e-300))
    alike = np.where(seen[0] & seen[1], np.clip(given.between[at, pairs] / both, -1.0, 1.0), 1.0)
    p = np.minimum(2.0 * normal_tail(top) * np.where(seen[0] & seen[1], 2.0, 1.0), 1.0)
    close = np.flatnonzero(seen[0] & seen[1] & (top > SELDOM))
    p[close] = smaller_of_two(top[close], alike[close])
    share = open_share(looked, (seen[0] | seen[1]).reshape(-1, count))
    dear = np.where(share > 0.0, p.reshape(-1, count) / np.maximum(share, 1e-300), 2.0)
    look, factors = dear.argmin(axis=0), np.arange(count)
    column = (2 * look + late.reshape(-1, count)[look, factors]) * count + factors
    return alike, np.minimum(dear[look, factors], 1.0), column, late[:count]
