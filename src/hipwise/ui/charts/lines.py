"""Several series under one another on one time line: pain, stress, sleep, mood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hipwise.ui.charts.calendar import Days, curve, day_words, runs, smooth
from hipwise.ui.charts.figure import Figure, Table, dot, frame, line, plain, text

Tone = Literal["clay", "sky", "moss", "pine", ""]
PANEL, HEAD, FOOT = 44, 28, 26


@dataclass(frozen=True, slots=True)
class Series:
    """One row: `values` a day each (None is a gap) on the scale `low` to `high`; `note` says what the scale is."""

    name: str
    note: str
    values: Sequence[float | None]
    low: float = 0
    high: float = 10
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Series that all begin on `start`; their values must be equally long."""

    ident: str
    title: str
    sentence: str
    start: date
    series: Sequence[Series]


def lines(spec: Lines) -> Figure:
    """The rows in two sizes; the style sheet shows the one that fits."""
    count = len(spec.series[0].values)
    if any(len(series.values) != count for series in spec.series):
        raise ValueError("series of one chart must cover the same days")
    svg = _small(spec, count) + _large(spec, count)
    head = ("Day", *(series.name for series in spec.series))
    rows = tuple(
        (day_words(spec.start + timedelta(i)), *(plain(series.values[i]) or "–" for series in spec.series))
        for i in range(count)
        if any(series.values[i] is not None for series in spec.series)
    )
    return Figure(svg, spec.sentence, Table(spec.title, head, rows))


def _small(spec: Lines, count: int) -> str:
    width, row = 304.0, PANEL + HEAD + 10
    days = Days(spec.start, count, 4, width - 30)
    body: list[str] = []
    for k, series in enumerate(spec.series):
        top = k * row
        body += [text(0, top + 14, series.name, kind="ch-h"), text(width, top + 14, series.note, "end")]
        body += _panel(series, days, top + HEAD, width)
    height = len(spec.series) * row + FOOT - 6
    body += days.axis(height - FOOT - 2, height - 6)
    return frame("chart-s", f"{spec.ident}-s", (width, height), spec.title, body)


def _large(spec: Lines, count: int) -> str:
    width, row = 640.0, PANEL + 26
    days = Days(spec.start, count, 108, width - 40)
    height = len(spec.series) * row + FOOT
    body: list[str] = []
    for i, _ in days.ticks():
        body.append(line("ch-v", days.x(i), 0, days.x(i), height - FOOT))
    for k, series in enumerate(spec.series):
        top = k * row + 8
        body += [text(0, top + 18, series.name, kind="ch-h"), text(0, top + 34, series.note)]
        body += _panel(series, days, top, width)
    body += days.axis(height - FOOT, height - 6)
    return frame("chart-l", f"{spec.ident}-l", (width, height), spec.title, body)


def _panel(series: Series, days: Days, top: float, width: float) -> list[str]:
    def y(value: float) -> float:
        return top + 4 + (PANEL - 8) * (1 - (value - series.low) / (series.high - series.low))

    body = [line("ch-grid", days.left, top + PANEL, days.right, top + PANEL)]
    small = 1.7 if len(series.values) < 150 else 1.2
    body += [dot("ch-dot", days.x(i), y(v), small) for i, v in enumerate(series.values) if v is not None]
    last: float | None = None
    for run in runs(series.values):
        smoothed = smooth(series.values, run)
        last = smoothed[-1][1]
        if len(run) > 2:
            path = curve([(days.x(i), y(mean)) for i, mean in smoothed])
            body.append(f'<path class="ch-s {series.tone}" d="{path}"/>')
    if last is not None:
        body.append(text(width, y(last) + 4, plain(last), "end", f"ch-h {series.tone}".strip()))
    return body
