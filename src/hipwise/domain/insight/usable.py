"""On how many days a question can be asked at all, and whether the factor moved on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.finding import LAGS, Lag, Reason
from hipwise.domain.insight.moments import Mask, Moments
from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.levels import among, levels

FEWEST_DAYS = 14
FEWEST_CHANGES = 5
"""A factor (or the outcome) must differ from its most frequent value on so many of the days used."""

FORECAST = (0.6, 1.5)
"""Actual over forecast days, 10-90 % on simulated journals: ``python -m bench.insight forecast``."""

FARTHEST = 730.0
"""Days ahead beyond which no forecast is given."""


@dataclass(frozen=True, slots=True)
class Use:
    """What one factor offers at one lag.

    ``days`` with factor and outcome written; ``changes``, how many of them with the factor at another than its usual
    value; ``reason`` why nothing can be asked, None when it can; ``more_days`` until it may.
    """

    lag: Lag
    days: int
    changes: int
    reason: Reason | None
    more_days: tuple[int, int] | None = None


def outcome_reason(grid: Moments) -> Reason | None:
    """Why the outcome itself allows no question, None when it does."""
    written, days = grid.outcome[grid.rows], grid.days[grid.rows]
    if _count(days) < FEWEST_DAYS:
        return "too_few_days"
    if levels(written)[0].size == 1:
        return "no_variation"
    return "too_few_days" if _changes(written, days) < FEWEST_CHANGES else None


def uses(grid: Moments) -> list[dict[Lag, Use]]:
    """What each factor offers at each lag; nothing where the outcome itself allows no question."""
    reason = outcome_reason(grid)
    written = np.isfinite(grid.outcome)
    lags = LAGS[:2] if grid.timed else LAGS
    open_ticks = {lag: written if lag == "same" else _days_later(grid, written, LAGS.index(lag)) for lag in lags}
    result: list[dict[Lag, Use]] = []
    for factor in range(len(grid.names)):
        known = np.isfinite(grid.factors[:, factor])
        offered = {lag: _use_at(grid, lag, factor, known & ticks) for lag, ticks in open_ticks.items()}
        result.append({lag: replace(use, reason=reason or use.reason) for lag, use in offered.items()})
    return result


def _days_later(grid: Moments, written: Mask, days: int) -> Mask:
    """Ticks whose day has the outcome written so many days later."""
    return among(grid.days, grid.days[written] - days)


def _use_at(grid: Moments, lag: Lag, factor: int, ticks: Mask) -> Use:
    days = _count(grid.days[ticks])
    return _use(grid, lag, factor, days, _changes(grid.factors[ticks, factor], grid.days[ticks]))


def further(needed: float, span: float) -> tuple[int, int] | None:
    """A range of further days when ``needed`` in all are forecast and ``span`` have passed; None when too far."""
    low, high = max(1.0, FORECAST[0] * needed - span), max(2.0, FORECAST[1] * needed - span)
    return (int(np.ceil(low)), int(np.ceil(high))) if low <= FARTHEST else None


def _use(grid: Moments, lag: Lag, factor: int, days: int, changes: int) -> Use:
    if grid.spread[factor] == 0.0 or (changes == 0 and days >= FEWEST_DAYS):
        return Use(lag, days, changes, "no_variation" if days else "too_few_days")
    if days < FEWEST_DAYS:
        return Use(lag, days, changes, "too_few_days", _more(grid, FEWEST_DAYS, days))
    if changes < FEWEST_CHANGES:
        return Use(lag, days, changes, "too_few_days", _more(grid, FEWEST_CHANGES, changes))
    return Use(lag, days, changes, None)


def _more(grid: Moments, wanted: int, have: int) -> tuple[int, int] | None:
    """Further calendar days until ``wanted`` of something that has come ``have`` times so far."""
    span = float(grid.times[-1] - grid.times[0]) + 1.0 if grid.times.size else 0.0
    return further(span * wanted / have, span) if have else None


def _changes(values: Array, days: Array) -> int:
    """Days on which the value differs from the most frequent one."""
    if values.size == 0:
        return 0
    ordered = np.sort(values)
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    usual = ordered[starts[np.argmax(np.diff(np.append(starts, ordered.size)))]]
    return _count(days[values != usual])


def _count(days: Array) -> int:
    """Number of different days; they come in order."""
    return int((np.diff(days) > 0.0).sum()) + 1 if days.size else 0
