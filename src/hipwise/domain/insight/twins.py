"""Columns that are one and the same thing written twice, in other units or upside down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hipwise.domain.insight.finding import Finding, Silence
from hipwise.domain.insight.panel import Array

ALIKE = 1e-9


def originals(scaled: Array) -> list[int]:
    """For each column of ``scaled`` (ticks, k; mean 0, spread 1, NaN unwritten) the first it repeats, or itself."""
    first: dict[bytes, list[int]] = {}
    result: list[int] = []
    for column in range(scaled.shape[1]):
        written = np.isfinite(scaled[:, column])
        alike = first.setdefault(written.tobytes(), [])
        values = scaled[written, column]
        same = (other for other in alike if _repeats(values, scaled[written, other]))
        original = next(same, column)
        if original == column:
            alike.append(column)
        result.append(original)
    return result


def _repeats(one: Array, other: Array) -> bool:
    return bool((np.abs(one - other) < ALIKE).all() or (np.abs(one + other) < ALIKE).all())


def echo(twin: str, original: Finding | Silence) -> Silence:
    """What is said of a column that repeats another: explained by it when it is a finding, else the same silence."""
    if isinstance(original, Finding):
        return Silence(twin, original.lag, "explained_by", days_used=original.days_used, through=original.factor)
    return replace(original, factor=twin, low=None, high=None, unit=None, step=None)
