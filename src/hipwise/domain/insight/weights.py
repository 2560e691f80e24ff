"""What is expected beforehand, as weights in the decision: of mean one, so that the error stays where it was.

A person's main suspects count four times as much as other factors; with a prior from other people's journals, what most
of them share counts more, and on the side on which they share it. Weights of mean one keep the false discovery rate
whatever they are, as long as they were fixed before the days were looked at (Genovese, Roeder & Wasserman 2006).
"""

from __future__ import annotations

import math

import numpy as np

from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.prior import Pooled, Prior

SUSPECT = 4.0
MOST_SUSPECTS = 3

PLAIN = 0.1
"""Chance, on each side, given to a factor of which the prior knows nothing; none ever falls below a third of it."""

MATTERS = 0.25
"""Points of the outcome from which an effect can count as one."""


def weights(names: tuple[str, ...], suspects: tuple[str, ...], prior: Prior | None) -> Array:
    """Weights (k, 2) of each factor downwards and upwards, of mean one."""
    known = {one.factor: one for one in prior.factors} if prior else {}
    sides = np.array([_sides(known.get(name)) for name in names])
    sides *= np.where(np.array([name in suspects for name in names]), SUSPECT, 1.0)[:, None]
    return np.asarray(sides / sides.mean())


def _sides(pooled: Pooled | None) -> tuple[float, float]:
    """Chance of an effect that matters, down and up, for one more person like those pooled."""
    if pooled is None:
        return PLAIN, PLAIN
    spread = math.sqrt(pooled.spread**2 + pooled.error**2)
    down, up = (_above(side * pooled.mean, spread) for side in (-1.0, 1.0))
    return max(down, PLAIN / 3.0), max(up, PLAIN / 3.0)


def _above(mean: float, spread: float) -> float:
    return 0.5 * math.erfc((MATTERS - mean) / max(spread, 1e-9) / math.sqrt(2.0))
