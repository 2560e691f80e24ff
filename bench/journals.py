"""Simulated journals as files: ``python -m bench.journals FOLDER [--count 1000] [--days 365] [--seed 1]``.

Each is a year of a person with a sore hip: pain, twelve factors, two of them causes, one day in eight unwritten.
"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

import numpy as np

from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.world import hip_life, live

EPOCH = datetime.date(1970, 1, 1)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(prog="python -m bench.journals", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    world = hip_life(days=given.days, causes={"stress": ("same", 0.6), "sat_long": ("next", 0.8)})
    for number in range(given.count):
        panel = live(world, np.random.default_rng([given.seed, number])).panel
        (given.folder / f"person-{number + 1:05d}.csv").write_text(table(panel), encoding="utf-8")


def table(panel: Panel) -> str:
    """A daily journal as CSV."""
    columns = (panel.outcome, *panel.factors)
    lines = [",".join(["date", *(column.name for column in columns)])]
    for row, day in enumerate(panel.times):
        written = (column.values[row] for column in columns)
        cells = ("" if np.isnan(value) else f"{value:g}" for value in written)
        lines.append(",".join([(EPOCH + datetime.timedelta(days=int(day))).isoformat(), *cells]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
