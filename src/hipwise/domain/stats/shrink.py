"""The winner's curse undone: what a declared effect most likely is, knowing that only large ones get declared.

Conditional likelihood (Zhong & Prentice 2008; Ghosh, Zou & Wright 2008): the mean that makes the seen z most
likely among all z that would have been declared, that is |z| > cut. It overcorrects a little what was not
overestimated, so that Zhong & Prentice show its mean with the plain estimate; so do we.
"""

from __future__ import annotations

import math


def unselected(z: float, cut: float) -> float:
    """Share of ``z`` that remains after conditioning on |Z| > ``cut``; within 0 and 1.

    1 far above the cut, near 0 at it; 0 when z is not above the cut.
    """
    seen = abs(z)
    if seen <= cut:
        return 0.0
    low, high = 0.0, seen
    for _ in range(60):
        middle = (low + high) / 2.0
        if _expected(middle, cut) > seen:
            high = middle
        else:
            low = middle
    return low / seen


def _expected(mean: float, cut: float) -> float:
    """E[Z | |Z| > cut] for Z normal around ``mean`` >= 0 with spread 1 (the score equation sets it to z)."""
    above, below = _tail(cut - mean), _tail(cut + mean)
    return mean + (_bell(cut - mean) - _bell(cut + mean)) / (above + below)


def _tail(x: float) -> float:
    return 0.5 * math.erfc(x / math.sqrt(2.0))


def _bell(x: float) -> float:
    return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
