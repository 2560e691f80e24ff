"""``python -m bench.insight``: the engine's figures beside its rivals' on the same journals, and beside its goals.

Every figure but a time stands with its Monte-Carlo error. Journals have seeds of their own: neither --jobs nor --each
changes one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bench.insight.ceiling import ceiling
from bench.insight.cohort import cohort
from bench.insight.cover import cover
from bench.insight.forecast import forecast
from bench.insight.methods import left_out, rivals
from bench.insight.null import null
from bench.insight.power import power
from bench.insight.real import OUTCOMES, real
from bench.insight.speed import speed
from bench.insight.suspects import suspects
from bench.insight.tables import Run
from bench.insight.worlds import worlds

TABLES: dict[str, Callable[[Run], object]] = {
    "null": null,
    "power": power,
    "ceiling": ceiling,
    "cover": cover,
    "worlds": lambda run: worlds(run.each, run.seed, run.jobs),
    "forecast": forecast,
    "speed": speed,
    "suspects": suspects,
    "cohort": cohort,
}


def main() -> None:
    """Print the tables asked for (default: all that need no files)."""
    names = (*TABLES, "real")
    parser = argparse.ArgumentParser(prog="python -m bench.insight", description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"which of {', '.join(names)} (default: all)")
    parser.add_argument("--each", type=int, default=15, help="journals a cell (default 15)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side (default 1)")
    parser.add_argument("--moments", type=int, default=1, help="entries a day in null, power and suspects")
    parser.add_argument("--quick", action="store_true", help="leave out the rivals that take long")
    parser.add_argument("--journals", type=Path, metavar="DIR", help="folder of real journals for the table 'real'")
    parser.add_argument(
        "--outcome", action="append", help=f"outcome of the real journals (default {', '.join(OUTCOMES)})"
    )
    given = parser.parse_args()
    unknown = set(given.tables) - set(names)
    if unknown:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    if given.tables and "real" in given.tables and given.journals is None:
        parser.error("the table 'real' needs --journals DIR")
    asked = rivals(quick=given.quick)
    run = Run(given.each, given.seed, given.jobs, given.moments, asked)
    for line in left_out(asked, quick=given.quick):
        print(line)
    for name in given.tables or names:
        if name == "real":
            if given.journals is not None:
                real(run, given.journals, given.outcome or OUTCOMES)
        else:
            TABLES[name](run)
    print(run.verdicts.text())


if __name__ == "__main__":
    main()
