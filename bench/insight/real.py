"""Links that cannot exist, on real journals: pain moved by a large random number of days against everything else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.insight.methods import METHODS
from bench.insight.score import Score
from bench.insight.tables import figure
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.panel import Panel

NEAREST = 15
"""Days by which pain is moved at least, from either end."""


def real(folder: Path, outcomes: tuple[str, ...], each: int, seed: int) -> None:
    """Print for every CSV of ``folder`` and every outcome it has the share of moved journals with a false link."""
    print(f"\nReal journals with pain moved by random offsets ({each} offsets, some may repeat): any false link")
    for path in sorted(folder.glob("*.csv")):
        table = read_table(path.read_bytes())
        if not isinstance(table, Table):
            continue
        for outcome in outcomes:
            panel = table.panel(outcome)
            if isinstance(panel, Panel):
                _report(f"{path.name} {outcome}", panel, each, seed)


def _report(title: str, panel: Panel, each: int, seed: int) -> None:
    rng = np.random.default_rng([seed, panel.entries])
    score = {name: Score() for name in METHODS}
    for _ in range(each):
        moved_panel = moved(panel, rng)
        for name, method in METHODS.items():
            score[name].add(method(moved_panel), set(), 0.0)
    for name in METHODS:
        print(f"{title:32}{name:32}{figure(score[name].any_wrong):>15}")


def moved(panel: Panel, rng: np.random.Generator) -> Panel:
    """The same journal with its outcome moved round by a random number of whole days' entries."""
    days = np.floor(panel.times)
    starts = np.flatnonzero(np.append(True, np.diff(days) > 0))
    shift = int(starts[rng.integers(NEAREST, max(starts.size - NEAREST, NEAREST + 1))])
    return replace(panel, outcome=replace(panel.outcome, values=np.roll(panel.outcome.values, -shift)))
