"""Is it written more on bad days, or on good ones?

What was felt on unwritten days is not known; but pain remembers, so that when writing depends on it, days next to
unwritten ones differ from the others (in the words of Rubin 1976: whether days are missing at random can in part be
seen from their neighbours).
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.finding import Writing
from hipwise.domain.insight.standing import standing
from hipwise.domain.insight.study import Study
from hipwise.domain.insight.usable import FEWEST_DAYS
from hipwise.domain.stats.levels import among, levels

SURE = 0.01
"""p below which it is said; nobody asked for it, so it must be plain."""


def writing(study: Study) -> Writing | None:
    """What the neighbours of unwritten days show; None when they show nothing."""
    grid = study.grid
    days, _ = levels(grid.days[grid.rows])
    span = int(days[-1] - days[0]) + 1
    alone = ~(among(grid.days + 1.0, days) & among(grid.days - 1.0, days))
    alone &= (grid.days > days[0]) & (grid.days < days[-1])
    beside = levels(grid.days[grid.rows][alone[grid.rows]])[0].size
    if min(beside, days.size - beside) < FEWEST_DAYS:
        return None
    one = standing(study, alone.astype(np.float64))
    if one is None or one.p > SURE:
        return None
    return Writing(one.effect, one.low, one.high, one.p, span - int(days.size))
