"""The test of a link: how much likelier are the written days with this column than without it?

A likelihood ratio with pain's memory found anew with and without the column (so that the memory can't be used up
to hide or to feign a link), turned into Student's t; two lags are tried, so the p of the better of two correlated
looks is given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.given import BLIND, Given
from hipwise.domain.insight.moments import Index, Mask
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.size import guard
from hipwise.domain.stats.tails import (
    normal_point,
    normal_tail,
    point_of_two,
    smaller_of_two,
    student_point,
    student_two_sided,
)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """What the tests say.

    For each of the 2k columns: ``z`` signed and normal; ``slope`` in spreads of the outcome for one spread of the
    factor; ``error`` its standard error; ``reach`` the errors a 95 % interval takes that holds at both lags. For each
    of the k factors: ``p`` over both lags, and ``late``, whether the next day's is the better.
    """

    z: Array
    slope: Array
    error: Array
    reach: Array
    p: Array
    late: Mask


def links(given: Given) -> Links:
    """Test every column beside those given."""
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
    df = np.maximum(rows - 2.0 - given.model.clock_df[best] - len(given.taken), 1.0)
    widen = guard(given, best)
    slope = np.where(np.isfinite(left), given.xy / left, 0.0)[best, every]
    t = np.sign(slope) * np.sqrt(df * np.expm1(np.minimum(ratio / (rows - 1), 700.0))) / widen
    error = np.sqrt(rest[best, every] / df / left[best, every]) * widen
    error = np.where(np.isfinite(left[best, every]), error, np.inf)
    z = np.sign(t) * normal_point(np.minimum(student_two_sided(t, df), 1.0 - 1e-12) / 2.0)
    p, late, cut = _over_lags(given, best, z)
    reach = student_point(2.0 * normal_tail(np.tile(cut, 2)), df)
    return Links(z, slope, error, reach, p, late)


def _over_lags(given: Given, best: Index, z: Array) -> tuple[Array, Mask, Array]:
    """For each factor: p of the better lag, whether that is the next day's, and the z a 95 % interval reaches to."""
    count = z.size // 2
    late = np.abs(z[count:]) > np.abs(z[:count])
    top = np.maximum(np.abs(z[:count]), np.abs(z[count:]))
    at = np.where(late, best[count:], best[:count])
    factors = np.arange(count)
    both = np.sqrt(np.maximum(given.xx[at, factors] * given.xx[at, factors + count], 1e-300))
    seen = (given.xx > BLIND * given.whole)[at]
    open_both = seen[factors, factors] & seen[factors, factors + count]
    alike = np.where(open_both, np.clip(given.between[at, factors] / both, -1.0, 1.0), 1.0)
    together = smaller_of_two(top, alike)
    alone = np.minimum(2.0 * normal_tail(top), 1.0)
    return np.where(open_both, together, np.where(top > 0, alone, 1.0)), late, point_of_two(0.05, alike)
