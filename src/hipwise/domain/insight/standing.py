"""How much higher the outcome stands while something holds, allowing for memory, clock and slow curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.links import tested
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.study import Study
from hipwise.domain.stats.tails import normal_point, normal_tail, student_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference in level with its 95 % interval, in points of the outcome, and its p."""

    effect: float
    low: float
    high: float
    p: float


def standing(study: Study, holds: Array) -> Standing | None:
    """The outcome while ``holds`` (ticks,; 1 or 0) less while not; None when the days can't tell them apart."""
    one = tested(study.ask(holds[:, None] - 0.5, None, []))
    if not np.isfinite(one.error[0]):
        return None
    effect, reach = float(one.slope[0]), float(one.error[0] * student_of(normal_point(0.025), one.df[0]))
    low, high = ((effect + side * reach) * study.grid.points for side in (-1.0, 1.0))
    return Standing(effect * study.grid.points, low, high, float(2.0 * normal_tail(abs(one.z[0]))))
