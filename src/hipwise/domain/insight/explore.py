"""The engine's one door: a panel in, findings and silences out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hipwise.domain.insight.answer import Asked, answers, unasked
from hipwise.domain.insight.choose import Chooser
from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.fill import fill
from hipwise.domain.insight.finding import Exploration, Finding, Silence
from hipwise.domain.insight.fit import fit
from hipwise.domain.insight.given import nothing
from hipwise.domain.insight.lags import columns
from hipwise.domain.insight.moments import Moments, moments
from hipwise.domain.insight.panel import Kind, Panel
from hipwise.domain.insight.prior import Prior
from hipwise.domain.insight.reverse import foretold_by_pain
from hipwise.domain.insight.twins import echo, nearly_same, originals
from hipwise.domain.insight.usable import Use, outcome_reason, use_next, use_same

ENGINE = "hipwise-insight/1"


def explore(
    panel: Panel,
    *,
    seed: int = 0,
    fdr: float = 0.05,
    early: float = 0.10,
    suspects: tuple[str, ...] = (),
    prior: Prior | None = None,
    began: float | None = None,
) -> Exploration:
    """Say which factors of ``panel`` have an effect of their own on its outcome, and be silent about the others.

    Every factor appears exactly once, in ``findings`` (surest first) or ``silences`` (by name), at the better of
    its two lags. The answer depends on panel, seed, rates and engine version alone.

    Raises:
        ValueError: when the rates are not 0 < fdr <= early < 1.
    """
    if not 0.0 < fdr <= early < 1.0:
        raise ValueError("rates must satisfy 0 < fdr <= early < 1")
    grid = moments(panel)
    said = _say(grid, {column.name: column.kind for column in panel.factors}, fdr, early)
    found = [one for one in said if isinstance(one, Finding)]
    silent = [one for one in said if isinstance(one, Silence)]
    return Exploration(
        outcome=panel.outcome.name,
        days=panel.days,
        entries=panel.entries,
        engine=ENGINE,
        seed=seed,
        fdr=fdr,
        early=early,
        digest=panel.digest(),
        findings=tuple(sorted(found, key=lambda one: (one.tier != "clear", one.p, one.factor))),
        silences=tuple(sorted(silent, key=lambda one: one.factor)),
        suspects=tuple(sorted(suspects)),
        prior=None if prior is None else prior.digest(),
        began=began,
    )


def _say(grid: Moments, kinds: dict[str, Kind], fdr: float, early: float) -> list[Finding | Silence]:
    """What is said of each factor: first of those that can be asked about, then of the others and of repeats."""
    uses = _uses(grid)
    original = originals(grid.factors)
    every = range(len(grid.names))
    said: dict[int, Finding | Silence] = {}
    for factor in every:
        same, after = uses[factor]
        if same.reason is not None and after.reason is not None:
            said[factor] = unasked(grid.names[factor], same, after)
    asked = [factor for factor in every if factor not in said and original[factor] == factor]
    if asked:
        named = {grid.names[factor]: factor for factor in asked}
        for one in _ask(grid.only(asked), kinds, [uses[factor] for factor in asked], fdr, early):
            said[named[one.factor]] = one
    return [said[f] if f in said else echo(grid.names[f], said[original[f]]) for f in every]


def _uses(grid: Moments) -> list[tuple[Use, Use]]:
    """What each factor offers at the two lags; nothing where the outcome itself allows no question."""
    uses = [(use_same(grid, factor), use_next(grid, factor)) for factor in range(len(grid.names))]
    reason = outcome_reason(grid)
    if reason is None:
        return uses
    return [(replace(same, reason=reason), replace(after, reason=reason)) for same, after in uses]


def _ask(
    grid: Moments, kinds: dict[str, Kind], uses: list[tuple[Use, Use]], fdr: float, early: float
) -> list[Finding | Silence]:
    hours = clock(grid.times, timed=grid.timed)
    model = fit(grid, hours)
    filled = fill(grid.factors, grid.gaps, hours)
    white = columns(grid, filled, foretold_by_pain(grid, filled), model)
    in_order = (*(same for same, _ in uses), *(after for _, after in uses))
    open_columns = np.array([use.reason is None for use in in_order])
    chooser = Chooser(nothing(model, white, open_columns), nearly_same(filled.values))
    asked = Asked(grid, tuple(kinds[name] for name in grid.names), in_order, chooser, fdr, early)
    found, silent = answers(asked)
    return [*found, *silent]
