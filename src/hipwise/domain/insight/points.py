"""Effects in points of the outcome, with their intervals, per step of the factor."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from hipwise.domain.insight.finding import Unit
from hipwise.domain.insight.links import Links
from hipwise.domain.insight.study import Study
from hipwise.domain.stats.shrink import selected

NO_MATTER = 0.5
"""Points of pain; an interval within this of zero rules out an effect that would matter."""

TAIL = 0.05 / 4.0
"""Chance to either side of a finding's interval: 95 %, at the better of two lags."""


@dataclass(frozen=True, slots=True)
class Size:
    """An effect in points with its standard error and 95 % interval, per ``step`` of the factor.

    ``per`` turns an effect of the scaled grid into one in points.
    """

    effect: float
    low: float
    high: float
    error: float
    unit: Unit
    step: float
    per: float

    @property
    def no_matter(self) -> bool:
        """Whether an effect that would matter is ruled out."""
        return self.low >= -NO_MATTER and self.high <= NO_MATTER

    def given_chosen(self, z: float, cut: float) -> Size:
        """The same knowing that it was declared because its ``z`` lay beyond ``cut``; at the sign it was declared with.

        The effect is kept an eighth of the interval's width from its ends: one at an end reads as a slip.
        """
        per = self.effect / z * math.copysign(1.0, z)
        low, middle, high = selected(abs(z), cut, TAIL)
        edge = (high - low) / 8.0
        middle = min(max(middle, low + edge), high - edge)
        ends = sorted((low * per, high * per))
        return replace(self, effect=middle * per, low=ends[0], high=ends[1])


def size_of(study: Study, tests: Links, column: int) -> Size:
    """Effect and interval of a column: an event yes against no, a number one usual step up or above its step."""
    place = study.place(column)
    unit, step, per = in_points(study, place.factor, stepped=place.shape != "line")
    effect, error = float(tests.slope[column]) * per, float(tests.error[column]) * per
    reach = float(tests.reach[column]) * error
    return Size(effect, effect - reach, effect + reach, error, unit, step, per)


def in_points(study: Study, factor: int, *, stepped: bool) -> tuple[Unit, float, float]:
    """The unit of a factor's effect, its step, and what turns an effect of the scaled grid into points."""
    spread, points = float(study.grid.spread[factor]), study.grid.points
    if stepped:
        return "points, above against not above", 1.0, points
    if study.kinds[factor] == "event":
        return "points, yes against no", 1.0, points / spread
    return "points, one usual step up", spread, points
