"""A panel as one value a day, the way pictures show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hipwise.domain.insight.finding import LAGS, Finding, Lag
from hipwise.domain.insight.panel import Array, Column, Panel
from hipwise.ui.words.when import EVENT

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from the first to the last with the outcome written: ``start`` and how many."""

    first: int
    count: int

    @property
    def start(self) -> date:
        """The first day."""
        return EPOCH + timedelta(days=self.first)

    @property
    def end(self) -> date:
        """The last day."""
        return EPOCH + timedelta(days=self.first + self.count - 1)


def span_of(panel: Panel) -> Span:
    """The span of a panel's outcome, which must be written at least once."""
    written = np.floor(panel.times[np.isfinite(panel.outcome.values)]).astype(int)
    return Span(int(written[0]), int(written[-1] - written[0]) + 1)


def outcome_by_day(panel: Panel) -> list[float | None]:
    """The outcome of each day of the span, the mean where a day holds several; None where nothing was written."""
    return _listed(_by_day(panel, panel.outcome, span_of(panel), 0))


def marks(panel: Panel, finding: Finding) -> list[bool | None]:
    """For each day of the span whether the thing found holds.

    An event: it happened. A number: it was above the finding's threshold, or where there is none, well above its mean
    of all days. With a later lag a day is marked for what was written so many days before. None where nothing was.
    """
    values = _factor(panel, finding.factor, finding.lag)
    noted = values[np.isfinite(values)]
    event = finding.unit == EVENT or not noted.size
    usual = 0.0 if event else float(noted.mean() + noted.std())
    bar = usual if finding.above is None else finding.above
    return [None if value is None else value > bar for value in _listed(values)]


def _factor(panel: Panel, name: str, lag: Lag) -> Array:
    column = next(column for column in panel.factors if column.name == name)
    return _by_day(panel, column, span_of(panel), LAGS.index(lag))


def _by_day(panel: Panel, column: Column, span: Span, late: int) -> Array:
    """A value for each day of a span, ``late`` days after it was written: the most of an event, a number's mean."""
    written = np.isfinite(column.values)
    at = np.floor(panel.times[written]).astype(int) + late - span.first
    inside = (at >= 0) & (at < span.count)
    at, values = at[inside], column.values[written][inside]
    found = np.full(span.count, np.nan)
    if column.kind == "event":
        np.fmax.at(found, at, values)
    else:
        count = np.bincount(at, minlength=span.count)
        total = np.bincount(at, weights=values, minlength=span.count)
        np.divide(total, count, out=found, where=count > 0)
    return found


def _listed(values: Array) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def scale_for(values: Sequence[float | None], *, pain: bool) -> tuple[float, float]:
    """A round scale that holds all values; 0 to 10 for pain, when it fits, or half of it where all is low."""
    noted = [value for value in values if value is not None]
    low, high = min(noted), max(noted)
    if pain and low >= 0 and high <= 10:
        return 0.0, 10.0 if high > 4 else 5.0
    floor = 0.0 if low >= 0 else -_round_up(-low)
    return floor, (_round_up(high) if high > 0 else 0.0) if high > 0 or floor < 0 else 1.0


def _round_up(value: float) -> float:
    """The next number of the kind 1, 2, 5, 10, 20 …"""
    unit = 10.0 ** np.floor(np.log10(value))
    return float(next(unit * step for step in (1, 2, 5, 10) if unit * step >= value))
