"""Correlation of pain with each factor on the same day and the next: what journal apps show.

Days on which both are written; p of Student's t (Fisher 1915). It knows no memory, no clock, no other factor.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered, smallest
from bench.insight.rivals.days import by_day, later
from bench.insight.rivals.regression import partial_p
from hipwise.domain.insight.panel import Array, Panel


def pearson(panel: Panel) -> dict[str, float]:
    """Any correlation with p < .05, on the same day or the next."""
    return smallest(panel, _p(panel))


def pearson_bh(panel: Panel) -> dict[str, float]:
    """The same with Benjamini-Hochberg over all factors and lags."""
    return discovered(panel, _p(panel))


def _p(panel: Panel) -> Array:
    pain, factors = by_day(panel)
    nothing = np.empty((pain.size, 0))
    return np.array([partial_p(pain, later(factors, lag), nothing) for lag in (0, 1)])
