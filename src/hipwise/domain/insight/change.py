"""Was a link the same all along, or has it begun, faded, grown or shrunk?

The effect is let run along a straight line through the days (Hastie & Tibshirani 1993 for effects that vary); a change
is said when the slope of that line is clear. The effect is then given in the middle of the first and of the last third.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hipwise.domain.insight.links import Tested, tested
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.study import Place, Study
from hipwise.domain.stats.tails import normal_point, normal_tail, student_of

EARLY, LATE = -2.0 / 3.0, 2.0 / 3.0
"""The middles of the first and the last third, on a scale from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Course:
    """An effect early and late, each with half the width of its 95 % interval, in spreads of the outcome for one spread
    of the factor; ``p`` of their difference."""

    p: float
    early: tuple[float, float]
    late: tuple[float, float]

    @property
    def kind(self) -> Literal["begun", "faded", "stronger", "weaker"]:
        """What a change of this course is called: begun or faded when one end holds zero and the other does not."""
        first, last = _clear(self.early), _clear(self.late)
        if last and not first:
            return "begun"
        if first and not last:
            return "faded"
        return "stronger" if abs(self.late[0]) > abs(self.early[0]) else "weaker"


def course(study: Study, place: Place, values: Array, given: list[int]) -> Course:
    """How the effect of ``values`` (ticks,), a factor in its shape, ran through the days, beside these columns."""
    pushes = study.kicked(study.fill(values[:, None]), place.factor, place.lag)[:, 0]
    when = study.grid.times[study.grid.rows]
    along = 2.0 * (study.grid.times - when[0]) / max(float(when[-1] - when[0]), 1.0) - 1.0
    parts = np.column_stack([pushes, pushes * along, pushes * (along - EARLY), pushes * (along - LATE)])
    start = study.ask(parts, place.lag, given)
    return Course(
        float(2.0 * normal_tail(abs(tested(start.also(0)).z[1]))),
        _ends(tested(start.also(2))),
        _ends(tested(start.also(3))),
    )


def _ends(one: Tested) -> tuple[float, float]:
    """Effect and half the width of its 95 % interval."""
    return float(one.slope[0]), float(one.error[0] * student_of(normal_point(0.025), one.df[0]))


def _clear(end: tuple[float, float]) -> bool:
    return abs(end[0]) > end[1]
