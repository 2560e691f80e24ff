"""Is the number of further days forecast the number it takes? An interval must halve in about four times the days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.insight.score import lives
from bench.insight.tables import MEMORIES, hard
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.panel import Array, Panel

START, LAST, STEP = 60, 720, 1.06
"""Days at the forecast, days after which waiting ends, and by how much the journal grows between two looks."""


def forecast(each: int, seed: int) -> None:
    """Print the 10, 50 and 90 % points of actual over forecast days."""
    ratios: list[float] = []
    for memory in MEMORIES:
        for life in lives(hard(LAST, memory, False), each, (seed, 4, int(100 * memory))):
            ratios += _ratios(life.panel)
    low, middle, high = np.quantile(ratios, (0.1, 0.5, 0.9))
    print(
        f"\nDays it took over days forecast ({len(ratios)} intervals): {low:.2f} {middle:.2f} {high:.2f} (10, 50, 90 %)"
    )


def _ratios(panel: Panel) -> list[float]:
    widths: dict[str, list[tuple[float, float]]] = {}
    days = float(START)
    while days <= LAST:
        for name, width in _widths(_first(panel, days)).items():
            widths.setdefault(name, []).append((days, width))
        days *= STEP
    return [ratio for seen in widths.values() if (ratio := _ratio(np.array(seen))) is not None]


def _ratio(seen: Array) -> float | None:
    """Actual over forecast days for a width to halve; None when it had not by the end."""
    if seen[0, 0] != START:
        return None
    halved = np.flatnonzero(seen[:, 1] <= seen[0, 1] / 2.0)
    return float(seen[halved[0], 0] / (4.0 * START)) if halved.size else None


def _widths(panel: Panel) -> dict[str, float]:
    said = explore(panel)
    return {one.factor: one.high - one.low for one in said.silences if one.low is not None and one.high is not None}


def _first(panel: Panel, days: float) -> Panel:
    kept = panel.times < panel.times[0] + days
    cut = [replace(column, values=column.values[kept]) for column in (panel.outcome, *panel.factors)]
    return Panel(panel.times[kept], cut[0], tuple(cut[1:]), panel.timed)
