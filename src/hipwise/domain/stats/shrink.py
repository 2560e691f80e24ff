"""The winner's curse undone: how large a declared effect is, knowing that only large ones get declared.

Only what looks large is declared, so what is declared looks too large, and an interval around it covers too seldom. The
interval and the estimate here are those of a normal z given that |z| lies above the cut it had to pass: equal-tailed
(Weinstein, Fithian & Benjamini 2013), and the mean at which half of such z would be smaller (median unbiased; Zhong &
Prentice 2008 for the conditional likelihood). Far above the cut they are the plain ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable

FARTHEST = 12.0
"""Means this far from z, in standard errors, are not looked at."""

LEAST_ABOVE = 1e-3
"""A z at its cut says nothing about its size; so far above it is looked at."""


def selected(z: float, cut: float, tail: float) -> tuple[float, float, float]:
    """Low, middle and high of the mean of a z > 0 that was declared because |z| > ``cut``, none of them below 0.

    ``tail`` is the chance that the mean lies below low, and the same above high. The sign is what was declared, so that
    the other side of 0 is not looked at.
    """
    cut = min(cut, z - LEAST_ABOVE)
    low = _where(lambda mean: _share_above(z, cut, mean), tail, z)
    middle = _where(lambda mean: _share_above(z, cut, mean), 0.5, z)
    high = _where(lambda mean: _share_above(z, cut, mean), 1.0 - tail, z)
    return max(low, 0.0), max(middle, 0.0), max(high, 0.0)


def _share_above(z: float, cut: float, mean: float) -> float:
    """P(Z > z | |Z| > cut) of a normal around ``mean`` with spread 1; it rises with the mean where z > cut > 0."""
    return _tail(z - mean) / max(_tail(cut - mean) + _tail(cut + mean), 1e-300)


def _where(rising: Callable[[float], float], wanted: float, near: float) -> float:
    low, high = near - FARTHEST, near + FARTHEST
    for _ in range(60):
        middle = (low + high) / 2.0
        if rising(middle) > wanted:
            high = middle
        else:
            low = middle
    return (low + high) / 2.0


def _tail(x: float) -> float:
    return 0.5 * math.erfc(x / math.sqrt(2.0))
