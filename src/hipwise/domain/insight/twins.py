"""Columns that are one and the same thing written twice, in other units or upside down, or nearly so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hipwise.domain.insight.finding import Finding, Silence
from hipwise.domain.insight.moments import Mask
from hipwise.domain.insight.panel import Array

ALIKE = 1e-9

NEARLY = 0.95
"""Correlation from which two factors are nearly the same thing."""


def originals(scaled: Array) -> list[int]:
    """For each column of ``scaled`` (ticks, k; mean 0, spread 1, NaN unwritten) the first it repeats, or itself."""
    written = np.isfinite(scaled)
    filled = np.where(written, scaled, 0.0)
    marks = np.abs(np.sin(np.arange(1.0, filled.shape[0] + 1.0)) @ filled)
    near: dict[tuple[bytes, int], list[int]] = {}
    result: list[int] = []
    for column in range(filled.shape[1]):
        places = [(written[:, column].tobytes(), int(marks[column] * 1e5) + shift) for shift in (-1, 0, 1)]
        others = sorted(other for place in places for other in near.get(place, ()))
        same = (other for other in others if _repeats(filled[:, column], filled[:, other]))
        original = next(same, column)
        if original == column:
            near.setdefault(places[1], []).append(column)
        result.append(original)
    return result


def _repeats(one: Array, other: Array) -> bool:
    return bool((np.abs(one - other) < ALIKE).all() or (np.abs(one + other) < ALIKE).all())


def nearly_same(filled: Array) -> Mask:
    """Which columns of (ticks, k), no holes, are nearly the same thing, each as itself too; (k, k)."""
    centred = filled - filled.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    unit = centred / np.where(size > 0.0, size, 1.0)
    return np.asarray((np.abs(unit.T @ unit) > NEARLY) | np.eye(filled.shape[1], dtype=bool))


def echo(twin: str, original: Finding | Silence) -> Silence:
    """What is said of a column that repeats another: explained by it when it is a finding, else the same silence."""
    if isinstance(original, Finding):
        return Silence(twin, original.lag, "explained_by", days_used=original.days_used, through=original.factor)
    return replace(original, factor=twin, low=None, high=None, unit=None, step=None)
