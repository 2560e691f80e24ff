"""Is the number of further days forecast the number it takes? An interval must halve in about four times the days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.insight.score import lives
from bench.insight.tables import MEMORIES, Cell, Run, hard, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.panel import Array, Panel

POINTS = (0.1, 0.5, 0.9)
START, LAST, STEP = 60, 720, 1.06
"""Days at the forecast, days after which waiting ends, and by how much the journal grows between two looks."""


def forecast(run: Run) -> None:
    """Print the 10, 50 and 90 % points of actual over forecast days, a fifth of the usual number of journals."""
    each = max(run.each // 5, 1)
    cells = [Cell(hard(LAST, m, False), (run.seed, 4, seed_of(m))) for m in MEMORIES]
    found = [ratios for pieces in spread(_halvings, cells, each, run.jobs) for piece in pieces for ratios in piece]
    count = sum(len(one) for one in found)
    points = [float(np.quantile(np.concatenate(found), at)) for at in POINTS]
    errors = [_error(found, at) for at in POINTS]
    print(f"\nDays until an interval had halved, over days forecast at {START} days ({each} journals a cell)")
    for at, point, error in zip(POINTS, points, errors, strict=True):
        print(f"  {at:.0%} of {count} intervals took less than {point:.2f} ±{error:.2f} times the days")


def _halvings(cell: Cell, numbers: range) -> list[list[float]]:
    return [_ratios(life.panel) for life in lives(cell.make, numbers, cell.seed)]


def _error(found: list[list[float]], at: float) -> float:
    """Error of a quantile over all intervals, by leaving out a life at a time (jackknife, Tukey 1958)."""
    held = [one for one in found if one]
    if len(held) < 2:
        return float("nan")
    rest = [np.quantile(np.concatenate(held[:i] + held[i + 1 :]), at) for i in range(len(held))]
    return float(np.sqrt((len(held) - 1) * np.var(rest)))


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
