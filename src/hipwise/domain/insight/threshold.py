"""Only above a value: does a factor act like a step rather than a line?

The likelihood of the days under a line and under a step at each of up to nine values of the factor, all at the lag at
which the factor was found and beside the other findings. A step is said only when the best of them beats the line by
more than the search for it could: twice the gain in log-likelihood must exceed ``MARGIN`` (a threshold's place is a
parameter that means nothing without it, Davies 1987, so that the usual margin for one parameter is too small).
"""

from __future__ import annotations

import numpy as np

from hipwise.domain.insight.links import tested
from hipwise.domain.insight.looks import FEWEST_BEYOND, FEWEST_LEVELS
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.study import Place, Study, centred
from hipwise.domain.stats.levels import levels

MARGIN = 6.0
MOST_PLACES = 9


def best_step(study: Study, place: Place, given: list[int]) -> float | None:
    """The value of a factor (scaled like the grid) above which it acts, None when a line does as well.

    For a place that is itself a step, the likeliest of the steps.
    """
    values = study.grid.factors[:, place.factor]
    candidates = _candidates(values[np.isfinite(values)])
    if study.kinds[place.factor] == "event" or candidates.size == 0:
        return None
    stepped = np.where(np.isfinite(values)[:, None], values[:, None] > candidates, np.nan)
    filled = study.fill(np.column_stack([values, centred(stepped)]))
    pushes = study.kicked(filled, place.factor, place.lag)
    evidence = tested(study.ask(pushes, place.lag, given)).z ** 2
    best = int(evidence[1:].argmax())
    if place.shape == "line" and evidence[1 + best] - evidence[0] <= MARGIN:
        return None
    return float(candidates[best])


def _candidates(written: Array) -> Array:
    values, counts = levels(written)
    if values.size < FEWEST_LEVELS:
        return np.zeros(0)
    beyond = written.size - np.cumsum(counts)
    values = values[(beyond >= FEWEST_BEYOND) & (written.size - beyond >= FEWEST_BEYOND)]
    picked, _ = levels(np.round(np.linspace(0.0, values.size - 1.0, min(values.size, MOST_PLACES))))
    return values[picked.astype(np.intp)] if values.size else values
