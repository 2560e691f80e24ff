"""Pictures of the days a finding speaks of: the raw days, before anything else is taken into account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from hipwise.domain.insight.finding import LAGS, Finding, Lag
from hipwise.domain.insight.panel import Array, Panel
from hipwise.ui import charts
from hipwise.ui.words.insight import EVENT
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import mark, plain, points

EPOCH = date(1970, 1, 1)
STRIP_DAYS = 120
KINDS_OF_DAYS: dict[Lag, str] = {
    "same": "days with",
    "next": "days after",
    "second": "two days after",
    "third": "three days after",
}


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """A panel's days in two: ``marks`` holds 1 for a day the finding speaks of, 0 for another, NaN where that is
    not known; ``with_words`` and ``other_words`` say what they are called."""

    marks: Array
    with_pain: Array
    other_pain: Array
    with_words: str
    other_words: str = "other days"


def day_of(time: float) -> date:
    """The day of a panel's time."""
    return EPOCH + timedelta(days=int(time))


def sides(panel: Panel, found: Finding, voice: Voice) -> Sides:
    """Tell the days a finding speaks of from the others.

    An event: it happened. A number: it was above the finding's own mark, or its median where there is none. With a
    later lag, what counts is the day so many days before.
    """
    values = next(column.values for column in panel.factors if column.name == found.factor)
    split = 0.5 if found.unit == EVENT else float(np.nanmedian(values)) if found.above is None else found.above
    marks = np.where(np.isnan(values), np.nan, (values > split).astype(np.float64))
    behind = LAGS.index(found.lag)
    if behind:
        by_day = dict(zip(panel.times.tolist(), marks.tolist(), strict=True))
        marks = np.array([by_day.get(time - behind, np.nan) for time in panel.times.tolist()])
    pain = panel.outcome.values
    known = np.isfinite(marks) & np.isfinite(pain)
    name = voice.name(found.factor)
    what = name.event if found.unit == EVENT else f"{name.noun} above {mark(split)}"
    return Sides(
        marks, pain[known & (marks == 1.0)], pain[known & (marks == 0.0)], f"{KINDS_OF_DAYS[found.lag]} {what}"
    )


def strip(panel: Panel, split: Sides | None, ident: str) -> charts.Figure:
    """Pain by day over the last ``STRIP_DAYS`` days of the journal; the days in question marked where there are any."""
    last = day_of(panel.times[-1])
    start = max(day_of(panel.times[0]), last - timedelta(days=STRIP_DAYS - 1))
    pain = dict(zip(map(day_of, panel.times), panel.outcome.values.tolist(), strict=True))
    days = [start + timedelta(days=number) for number in range((last - start).days + 1)]
    values = [pain.get(day, np.nan) for day in days]
    part = "" if start == day_of(panel.times[0]) else f" Shown are the last {STRIP_DAYS} days."
    plain_strip = charts.Strip(
        ident=f"{ident}-strip",
        title="Pain by day",
        sentence=f"Each mark is one day’s pain, the line its week around it.{part}",
        start=start,
        values=[None if np.isnan(value) else value for value in values],
    )
    return charts.strip(plain_strip if split is None else _marked(plain_strip, panel, split, days, part))


def _marked(plain_strip: charts.Strip, panel: Panel, split: Sides, days: list[date], part: str) -> charts.Strip:
    marks = dict(zip(map(day_of, panel.times), split.marks.tolist(), strict=True))
    return replace(
        plain_strip,
        title=f"Pain by day, marked: {split.with_words}",
        sentence=f"Each mark is one day’s pain. Diamonds: {split.with_words}. Dots: {split.other_words}.{part}",
        marked=[marks.get(day, 0.0) == 1.0 for day in days],
        mark_words=split.with_words,
        rest_words=split.other_words,
    )


def dots(split: Sides, ident: str) -> charts.Figure | None:
    """Pain on both kinds of days as two stacks; None when there is only one kind."""
    with_it, without = split.with_pain, split.other_pain
    if not with_it.size or not without.size:
        return None
    overlap = max(with_it.min(), without.min()) <= min(with_it.max(), without.max())
    averages = f"{points(float(with_it.mean()), 1)} and {plain(float(without.mean()), 1)}"
    return charts.dots(
        charts.Dots(
            ident=f"{ident}-dots",
            title=f"Pain on two kinds of days: {split.with_words}, and {split.other_words}",
            sentence=f"{'The two groups overlap. ' if overlap else ''}The small arrows show the plain averages, "
            f"{averages}, before anything else is taken into account.",
            with_values=with_it.tolist(),
            without_values=without.tolist(),
            with_words=split.with_words[:1].upper() + split.with_words[1:],
            without_words=split.other_words.capitalize(),
        )
    )
