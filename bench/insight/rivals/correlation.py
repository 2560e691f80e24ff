"""Correlation of pain with each factor on the same day (or entry) and the next day: what journal apps show.

Rows in which both are written; p of Student's t (Fisher 1915). It knows no memory, no clock, no other factor.
"""

from __future__ import annotations

import numpy as np

from bench.insight.face import discovered, smallest
from bench.insight.rivals.days import rows
from bench.insight.rivals.regression import partial_p
from hipwise.domain.insight.panel import Array, Panel


def pearson(panel: Panel) -> dict[str, float]:
    """Any correlation with p < .05, on the same day or the next."""
    return smallest(panel, _p(panel))


def pearson_bh(panel: Panel) -> dict[str, float]:
    """The same with Benjamini-Hochberg over all factors and lags."""
    return discovered(panel, _p(panel))


def _p(panel: Panel) -> Array:
    all_of = rows(panel)
    nothing = np.empty((all_of.pain.size, 0))
    return np.array([partial_p(all_of.pain, looked_at, nothing) for looked_at in (all_of.factors, all_of.before)])
