"""The engine and its rivals by name, and which of them can be asked here."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bench.insight.face import RATE, Method, Rival
from bench.insight.rivals import correlation, granger, pcmci, regression, robust, shifting
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.panel import Panel

__all__ = (
    "METHODS",
    "Method",
    "Rival",
    "hipwise_clear",
    "hipwise_early",
    "lagged_ols",
    "left_out",
    "pearson_bh",
    "rivals",
)

LOOSEST = 0.5
"""How far the engine is loosened where it is compared at equal false discovery rates."""


def hipwise_clear(panel: Panel) -> set[str]:
    """This engine's clear findings."""
    return {one.factor for one in explore(panel).findings if one.tier == "clear"}


def hipwise_early(panel: Panel) -> set[str]:
    """Its clear findings and early signs."""
    return {one.factor for one in explore(panel).findings}


def hipwise_levels(panel: Panel) -> dict[str, float]:
    """At which rate each factor is declared: at most .05 where it is clear, more where it is an early sign."""
    beyond = float(np.nextafter(RATE, 1.0))
    return {
        one.factor: min(one.q, RATE) if one.tier == "clear" else max(one.q, beyond)
        for one in explore(panel, early=LOOSEST).findings
    }


HIPWISE = Rival("hipwise", hipwise_levels)
EARLY = "hipwise, early signs too"

pearson = Rival("Pearson p < .05", correlation.pearson)
pearson_bh = Rival("Pearson + BH", correlation.pearson_bh)
lagged_ols = Rival("lagged OLS, clock, trend + BH", regression.lagged_ols)
pcmci_plus = Rival("PCMCI+ + BH", pcmci.pcmci_plus, "tigramite")

PLAIN = (pearson, pearson_bh, lagged_ols)
"""Rivals that need nothing but numpy and take no time."""

LIBRARIES = (
    Rival("circular shifts + BH", shifting.shifts_bh),
    Rival("OLS, HAC errors + BH", robust.hac_bh, "statsmodels"),
    Rival("lagged OLS, HAC errors + BH", robust.lagged_hac_bh, "statsmodels"),
    Rival("Granger + BH", granger.granger_bh, "statsmodels"),
    Rival("PCMCI + BH", pcmci.pcmci, "tigramite"),
    pcmci_plus,
)

METHODS: dict[str, Method] = {**{rival.name: rival for rival in PLAIN}, "hipwise": hipwise_clear}
"""The quick ones, for tests and for a look by the way."""


def rivals(*, quick: bool = False) -> tuple[Rival, ...]:
    """Every rival that can be asked here; with ``quick`` only the plain ones."""
    return PLAIN if quick else tuple(rival for rival in (*PLAIN, *LIBRARIES) if rival.there)


def left_out(asked: Iterable[Rival], *, quick: bool = False) -> list[str]:
    """A line for every rival that is not asked, with the way to have it."""
    names = {rival.name for rival in asked}
    return [f"left out: {rival.name} ({_way(rival, quick)})" for rival in LIBRARIES if rival.name not in names]


def _way(rival: Rival, quick: bool) -> str:
    if rival.needs is None or rival.there:
        return "--quick" if quick else "not asked for"
    return f"{rival.needs} is not installed: pip install --require-hashes -r requirements-bench.lock"
