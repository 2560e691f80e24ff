"""Before and after something began: a step in the level of the outcome.

The step stands beside memory, clock and slow curve, which are estimated with it, so that a slow recovery that was under
way already is not counted for it (interrupted time series: Wagner et al. 2002). Its interval is honest about how little
a single step in one life can tell; it can't tell apart things that began in the same weeks.
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.finding import Shift
from hipwise.domain.insight.standing import standing
from hipwise.domain.insight.study import Study
from hipwise.domain.insight.usable import FEWEST_DAYS
from hipwise.domain.stats.levels import levels


def shift(study: Study, began: float) -> Shift | None:
    """The outcome after ``began`` (a day) less before; None with less than two weeks of written days to either side."""
    grid = study.grid
    days, _ = levels(grid.days[grid.rows])
    before, after = int((days < began).sum()), int((days >= began).sum())
    if min(before, after) < FEWEST_DAYS:
        return None
    one = standing(study, (grid.times >= began).astype(np.float64))
    return None if one is None else Shift(began, one.effect, one.low, one.high, one.p, before, after)
