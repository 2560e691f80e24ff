"""Small journals for the tests."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from hipwise.domain.insight.panel import Array, Column, Panel


def journal(
    pain: ArrayLike, factors: Mapping[str, ArrayLike], *, times: ArrayLike | None = None, timed: bool = False
) -> Panel:
    """A panel of these columns, a day apart from 2026-01-01 unless ``times`` says otherwise."""
    outcome = Column("pain", np.asarray(pain, dtype=np.float64))
    days = 20454.0 + np.arange(outcome.values.size)
    when: Array = np.asarray(days if times is None else times, dtype=np.float64)
    columns = tuple(Column(name, np.asarray(values, dtype=np.float64)) for name, values in factors.items())
    return Panel(when, outcome, columns, timed)


def noise(seed: int, days: int, factors: int) -> Panel:
    """Whole numbers without any link."""
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 11, (factors + 1, days)).astype(np.float64)
    return journal(table[0], {f"f{i}": table[i + 1] for i in range(factors)})
