"""The journal's own charts: the last weeks as they were written, nothing concluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hipwise.apps.journal.selectors import Daily
from hipwise.ui import charts
from hipwise.ui.charts.lines import Tone

WEEKS = 8
FEWEST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row of small multiples: a number of the journal, its scale in words, and its ends."""

    name: str
    label: str
    note: str
    low: float
    high: float
    tone: Tone


ROWS = (
    Row("pain", "Pain", "0 to 10", 0, 10, "clay"),
    Row("stress", "Stress", "0 to 4", 0, 4, "sky"),
    Row("mood", "Mood", "0 to 4", 0, 4, "sky"),
    Row("sleep_hours", "Sleep", "hours", 0, 12, "pine"),
)


def first_day(today: date) -> date:
    """The first day that the charts show."""
    return today - timedelta(weeks=WEEKS) + timedelta(days=1)


def spread(written: Daily, name: str, since: date, today: date) -> list[float | None]:
    """One value for every day from ``since`` to ``today``; None where nothing was written."""
    by_day = dict(zip(written.days, written.numbers[name], strict=True))
    days = (since + timedelta(days=number) for number in range((today - since).days + 1))
    values = (by_day.get(day, np.nan) for day in days)
    return [None if np.isnan(value) else float(value) for value in values]


def held(written: Daily, row: Row, since: date, today: date) -> list[float | None]:
    """The values of one row, kept within its scale."""
    values = spread(written, row.name, since, today)
    return [value if value is None else min(value, row.high) for value in values]


def lines(written: Daily, *, since: date, today: date, rows: Iterable[Row] = ROWS) -> charts.Figure | None:
    """Small multiples of what was written since a day; None with too little to draw."""
    series = []
    for row in rows:
        values = held(written, row, since, today)
        if sum(value is not None for value in values) >= FEWEST_DAYS:
            series.append(charts.Series(row.label, row.note, values, row.low, row.high, row.tone))
    if not series:
        return None
    noted = sum(since <= day <= today for day in written.days)
    named = [one.name if place == 0 else one.name.lower() for place, one in enumerate(series)]
    said = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return charts.lines(
        charts.Lines(
            ident="weeks",
            title=f"{said} over the last {WEEKS} weeks",
            sentence=f"{said} over the last {WEEKS} weeks, from {noted} days with notes. A dot is a day as written, "
            "the line its week around it; days without a note stay empty. For stress 0 is none and 4 very much, "
            "for mood 0 is very bad and 4 very good.",
            start=since,
            series=series,
        )
    )
