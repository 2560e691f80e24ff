"""How far a figure may lie from what is promised before chance can't explain it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ERRORS = 2.5
"""So many Monte-Carlo errors: about one honest figure in 160 lies beyond them, and the seeds are fixed."""


def at_most(share: float, count: int, errors: float = ERRORS) -> float:
    """The largest share seen in ``count`` trials that still agrees with a true one of ``share``."""
    return share + errors * float(np.sqrt(share * (1.0 - share) / count))


def at_least(share: float, count: int, errors: float = ERRORS) -> float:
    """The smallest share seen in ``count`` trials that still agrees with a true one of ``share``."""
    return share - errors * float(np.sqrt(share * (1.0 - share) / count))


def mean(values: Sequence[float]) -> tuple[float, float]:
    """The mean and its Monte-Carlo error."""
    return float(np.mean(values)), float(np.std(values) / np.sqrt(len(values)))
