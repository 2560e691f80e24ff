"""Time and peak memory of ``hipwise insights`` on each journal of a folder.

usage: python bench/command.py FOLDER [--outcome COLUMN] [--runs N]

Each figure is the best of several runs of a whole process, from start to end, on one core. The same is measured for
``import scipy.stats`` in the same run, so that figures of different machines can be compared.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds on the clock and of the processor, peak resident megabytes, and the exit code."""

    wall: float
    cpu: float
    peak: float
    code: int


def measured(words: list[str]) -> Figures:
    """The figures of one process that says nothing."""
    silence = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begun = time.perf_counter()
    process = os.posix_spawn(words[0], words, os.environ, file_actions=silence)
    _, status, usage = os.wait4(process, 0)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    wall = time.perf_counter() - begun
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status))


def best(words: list[str], runs: int) -> Figures:
    """The least time of several runs, with the most memory and the worst exit code."""
    tries = [measured(words) for _ in range(runs)]
    return Figures(
        min(one.wall for one in tries),
        min(one.cpu for one in tries),
        max(one.peak for one in tries),
        max(one.code for one in tries),
    )


def main() -> int:
    """Print a line for each journal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--outcome", help="asked of every journal that has it; the default outcome otherwise")
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    journals = sorted(args.folder.glob("*.csv"))
    if not journals:
        print(f"no .csv file in {args.folder}", file=sys.stderr)
        return 2
    insights = [sys.executable, "-m", "hipwise.project", "insights"]
    print(f"{'':32} {'seconds':>8} {'cpu s':>8} {'peak MB':>8}  exit")
    shown("import scipy.stats", best([sys.executable, "-c", "import scipy.stats"], args.runs))
    shown("hipwise insights --help", best([*insights, "--help"], args.runs))
    for journal in journals:
        chosen = ["--outcome", args.outcome] if args.outcome and named(journal, args.outcome) else []
        shown(journal.name, best([*insights, str(journal), "--format", "json", *chosen], args.runs))
    return 0


def named(journal: Path, column: str) -> bool:
    """Whether a journal has this column."""
    with journal.open(encoding="utf-8", errors="replace") as file:
        return column in file.readline().strip().split(",")


def shown(name: str, one: Figures) -> None:
    """Print one line."""
    print(f"{name:32} {one.wall:8.2f} {one.cpu:8.2f} {one.peak:8.0f}  {one.code}")


if __name__ == "__main__":
    sys.exit(main())
