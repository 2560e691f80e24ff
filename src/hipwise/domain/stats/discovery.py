"""False discovery: which of many looks to believe (Benjamini & Hochberg 1995)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def q_values(p: Array, looks: int | None = None) -> Array:
    """Benjamini-Hochberg adjusted p-values, shape (m,).

    ``q[i]`` is the smallest false discovery rate at which look i is declared. ``looks`` is the number
    of looks taken when it is larger than ``p.size`` (the others are counted as never declared).
    """
    total = max(p.size, looks or 0)
    order = np.argsort(p, kind="stable")
    raised = p[order] * total / np.arange(1, p.size + 1)
    adjusted = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    result = np.empty_like(adjusted)
    result[order] = adjusted
    return result


def declared(p: Array, rate: float) -> NDArray[np.bool_]:
    """Which looks Benjamini-Hochberg declares at false discovery rate ``rate``; shape (m,)."""
    return np.asarray(q_values(p) <= rate)
