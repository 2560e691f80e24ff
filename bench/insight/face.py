"""The one face that every method shows: a journal in, the names of the factors declared out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from hipwise.domain.insight.panel import Array, Panel
from hipwise.domain.stats.discovery import q_values

RATE = 0.05
"""False discovery rate that every method is asked to keep."""

Method = Callable[[Panel], set[str]]

Levels = Callable[[Panel], dict[str, float]]
"""The same, telling at which rate each factor would be declared: a factor is declared at every rate from its level on.
Factors that would never be declared may be left out."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A method that can say its levels. ``needs`` names the library it can't do without, if any."""

    name: str
    levels: Levels
    needs: str | None = None

    def __call__(self, panel: Panel) -> set[str]:
        """What it declares at the common rate."""
        return at(self.levels(panel), RATE)

    @property
    def there(self) -> bool:
        """Whether its library is installed."""
        return self.needs is None or find_spec(self.needs) is not None


def at(levels: dict[str, float], rate: float) -> set[str]:
    """The factors declared at ``rate``."""
    return {factor for factor, level in levels.items() if level <= rate}


def discovered(panel: Panel, p: Array) -> dict[str, float]:
    """Levels by Benjamini-Hochberg over all looks; ``p`` (looks, k), NaN where there was nothing to look at."""
    open_looks = np.isfinite(p)
    q = np.ones(p.shape)
    q[open_looks] = q_values(p[open_looks])
    return {column.name: float(q[:, i].min()) for i, column in enumerate(panel.factors)}


def smallest(panel: Panel, p: Array) -> dict[str, float]:
    """Levels without any correction for many looks."""
    least = np.where(np.isfinite(p), p, 1.0).min(axis=0)
    return {column.name: float(least[i]) for i, column in enumerate(panel.factors)}
