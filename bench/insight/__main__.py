"""``python -m bench.insight``: the insight engine's figures, beside its rivals' on the same journals."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.insight.cover import cover
from bench.insight.forecast import forecast
from bench.insight.real import real
from bench.insight.tables import null, power, speed
from bench.insight.worlds import worlds

TABLES = ("null", "power", "cover", "worlds", "forecast", "speed", "real")


def main() -> None:
    """Print the tables asked for (default: all that need no files)."""
    parser = argparse.ArgumentParser(prog="python -m bench.insight", description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"which of {', '.join(TABLES)} (default: all)")
    parser.add_argument("--each", type=int, default=15, help="journals a cell (default 15: a few minutes)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moments", type=int, default=1, help="entries a day")
    parser.add_argument("--journals", type=Path, metavar="DIR", help="folder of real journals for the table 'real'")
    parser.add_argument("--outcome", action="append", help="outcome of the real journals (default pain, hip_pain)")
    given = parser.parse_args()
    unknown = set(given.tables) - set(TABLES)
    if unknown:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    tables = given.tables or TABLES
    if "null" in tables:
        null(given.each, given.seed, moments=given.moments)
    if "power" in tables:
        power(given.each, given.seed, moments=given.moments)
    if "cover" in tables:
        cover(given.each, given.seed)
    if "worlds" in tables:
        worlds(given.each, given.seed)
    if "forecast" in tables:
        forecast(max(given.each // 5, 1), given.seed)
    if "speed" in tables:
        speed(given.each, given.seed)
    if "real" in tables and given.journals is not None:
        real(given.journals, tuple(given.outcome or ("pain", "hip_pain")), given.each, given.seed)


if __name__ == "__main__":
    main()
