"""Made-up figures for the gallery: one simulated person, always the same."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hipwise.ui import charts
from hipwise.ui.charts.interval import Kind
from hipwise.ui.week import Day

START = date(2026, 7, 28)
WEEK = ("Wed", "Thu", "Fri", "Sat", "Sun", "Mon")
REST = ("Fri", "Mon")


def days(count: int = 120, seed: int = 14) -> list[tuple[int, bool] | None]:
    """(pain, had an argument) a day; None for a day without a note."""
    rng = random.Random(seed)  # noqa: S311 - a picture, not a secret
    found: list[tuple[int, bool] | None] = []
    wander = 0.0
    for i in range(count):
        wander = 0.55 * wander + rng.gauss(0, 0.95)
        argued = rng.random() < 0.21
        missing = rng.random() < 0.10 or 61 <= i <= 64
        pain = 3.3 + wander + (1.25 if argued else 0) + 0.35 * (i % 7 in (0, 1))
        found.append(None if missing else (max(0, min(10, round(pain))), argued))
    return found


def _mood(seed: int, low: float, high: float, noted: list[bool]) -> list[float | None]:
    rng = random.Random(seed)  # noqa: S311 - as above
    level = (low + high) / 2
    values: list[float | None] = []
    for keep in noted:
        level = max(low, min(high, level + rng.gauss(0, (high - low) / 9)))
        values.append(round(level) if keep else None)
    return values


def figures() -> dict[str, Any]:
    """One figure of each kind."""
    life = days()
    noted = [day is not None for day in life]
    pain: list[float | None] = [day[0] if day else None for day in life]
    with_it = [float(day[0]) for day in life if day and day[1]]
    without = [float(day[0]) for day in life if day and not day[1]]
    ranges: list[tuple[str, float, float, float, Kind]] = [
        ("About 1 point higher, likely 0.5 to 1.7.", 0.5, 1.7, 1.1, "more"),
        ("About half a point easier, likely 0.1 to 0.9.", -0.9, -0.1, -0.5, "less"),
        ("Could be anything from 3.1 easier to 0.6 worse.", -3.1, 0.6, -0.4, "open"),
        ("If it matters, it is by less than a third of a point.", -0.3, 0.25, 0.0, "out"),
    ]
    return {
        "strip": charts.strip(
            charts.Strip(
                ident="strip",
                title="Pain over 120 days, days with an argument marked",
                sentence="Each mark is one day’s pain. Many of the higher ones are days with an argument.",
                start=START,
                values=pain,
                marked=[bool(day and day[1]) for day in life],
                mark_words="argument",
            )
        ),
        "dots": charts.dots(
            charts.Dots(
                ident="dots",
                title="Pain on days with an argument and on days without",
                sentence="The two groups overlap. The small arrows show the averages.",
                with_values=with_it,
                without_values=without,
                with_words="With an argument",
            )
        ),
        "intervals": [
            charts.interval(charts.Interval(f"iv{i}", "Likely range in points", words, low, high, middle, kind))
            for i, (words, low, high, middle, kind) in enumerate(ranges)
        ],
        "lines": charts.lines(
            charts.Lines(
                ident="lines",
                title="Pain, stress, sleep and mood over 120 days",
                sentence="Four notes a day on one time line. Days without a note are gaps.",
                start=START,
                series=[
                    charts.Series("Pain", "0 to 10", pain, tone="clay"),
                    charts.Series("Stress", "0 to 4", _mood(3, 0, 4, noted), 0, 4, "sky"),
                    charts.Series("Sleep", "1 to 5", _mood(4, 1, 5, noted), 1, 5, "pine"),
                    charts.Series("Mood", "1 to 5", _mood(6, 1, 5, noted), 1, 5, "moss"),
                ],
            )
        ),
        "week": [*(Day(name, did=name not in REST) for name in WEEK), Day("Today", now=True)],
    }
