"""The clock: weekday, time of day and slow curves, as columns with a prior spread each.

They are random effects (Wahba 1978 for the curves): how much of them there is gets estimated, so that a
journal without a weekly rhythm doesn't pay for one. ``weekly`` marks the columns whose spread is scaled by
the weekday strength; the others, the curves, by the curve strength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.panel import Array

DAYS_PER_CURVE = 30.0
FEWEST_CURVES, MOST_CURVES = 2, 12
DAY_WAVES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """``basis`` (ticks, columns); ``prior`` (columns,) relative variances; ``weekly`` (columns,) bool."""

    basis: Array
    prior: Array
    weekly: NDArray[np.bool_]


def clock(times: Array, *, timed: bool) -> Clock:
    """Weekday indicators less 1/7, cosines over the journal's span, and for timed panels waves of the day."""
    day = np.floor(times)
    weekday = (np.mod(day, 7.0)[:, None] == np.arange(7.0)).astype(np.float64) - 1.0 / 7.0
    span = float(times[-1] - times[0]) if times.size else 0.0
    count = int(np.clip(round(span / DAYS_PER_CURVE) + 1, FEWEST_CURVES, MOST_CURVES))
    order = np.arange(1, count + 1)
    place = (times - times[0]) / span if span > 0 else np.zeros(times.size)
    parts = [weekday, np.cos(np.pi * place[:, None] * order)]
    priors = [np.ones(7), 1.0 / order**2]
    weekly = [np.ones(7, dtype=bool), np.zeros(count, dtype=bool)]
    if timed:
        angle = 2.0 * np.pi * (times - day)[:, None] * np.arange(1, DAY_WAVES + 1)
        parts += [np.cos(angle), np.sin(angle)]
        priors += [np.ones(2 * DAY_WAVES)]
        weekly += [np.ones(2 * DAY_WAVES, dtype=bool)]
    return Clock(np.column_stack(parts), np.concatenate(priors), np.concatenate(weekly))
