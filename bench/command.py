"""Time and peak memory of the command ``hipwise insights``: ``python -m bench.command``.

One journal of a year with twelve factors, a whole process from start to end; then a folder of a thousand of them on two
cores. Beside them, in the same run and turn by turn, ``import scipy.stats``, so that figures of different machines can
be compared. The journals are simulated into a folder that is removed again, or they are those of ``--folder``.

This program itself stays small on purpose (no numpy): a process it starts is counted at least as large as itself.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.goals import Goal, Verdicts

ROOT = Path(__file__).parents[1]
ONE, MANY, MEMORY = Goal(high=0.6, digits=2), Goal(high=60.0, digits=1), Goal(high=200.0, digits=0)
INSIGHTS = [sys.executable, "-m", "hipwise.project", "insights"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds on the clock and of the processor, megabytes of the largest process and of all together, exit code.

    ``together`` shares out what processes share among them; it is looked at every tenth of a second, and 0 where the
    system does not tell.
    """

    wall: float
    cpu: float
    largest: float
    together: float
    code: int


def measured(words: list[str]) -> Figures:
    """The figures of one command that says nothing."""
    silence = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begun = perf_counter()
    process = os.posix_spawn(words[0], words, os.environ, file_actions=silence)
    done, most = threading.Event(), [0.0]
    watch = threading.Thread(target=_watch, args=(process, done, most))
    watch.start()
    _, status, usage = os.wait4(process, 0)
    wall = perf_counter() - begun
    done.set()
    watch.join()
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Figures(wall, cpu, usage.ru_maxrss / unit, most[0], os.waitstatus_to_exitcode(status))


def _watch(process: int, done: threading.Event, most: list[float]) -> None:
    while not done.wait(0.1):
        most[0] = max(most[0], _together(process))


def _together(process: int) -> float:
    """Megabytes of a process and its descendants; what several share is counted once."""
    total = 0.0
    with suppress(OSError, ValueError):
        about = Path(f"/proc/{process}")
        for line in (about / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += float(line.split()[1]) / 1024.0
        for thread in (about / "task").iterdir():
            total += sum(_together(int(child)) for child in (thread / "children").read_text().split())
    return total


def turns(commands: dict[str, list[str]], runs: int) -> dict[str, list[Figures]]:
    """All commands once, then all again: what else the machine does falls on them alike."""
    seen: dict[str, list[Figures]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, words in commands.items():
            seen[name].append(measured(words))
    return seen


def main() -> int:
    """Print both tables; 1 when a command failed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.command", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="real journals to measure one by one, instead of simulated ones")
    parser.add_argument("--outcome", help="asked of every journal of --folder that has it; the default one otherwise")
    parser.add_argument("--runs", type=int, default=5, help="times each command is run (default 5)")
    parser.add_argument("--journals", type=int, default=1000, help="simulated journals of a year (default 1000)")
    parser.add_argument("--jobs", type=int, default=2, help="processes for them (default 2)")
    given = parser.parse_args()
    if given.folder is not None:
        return _real(given.folder, given.outcome, given.runs)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "journals"
        make = ["-m", "bench.journals", str(folder), "--count", str(max(given.journals, 1))]
        subprocess.run([sys.executable, *make], check=True, cwd=ROOT)
        return _simulated(folder, Path(place) / "answers.jsonl", given.runs, given.journals, given.jobs)


def _simulated(folder: Path, answers: Path, runs: int, journals: int, jobs: int) -> int:
    verdicts = Verdicts()
    first = min(folder.iterdir())
    one = "hipwise insights, one journal"
    seen = turns(
        {
            "import scipy.stats": [sys.executable, "-c", "import scipy.stats"],
            "hipwise insights --help": [*INSIGHTS, "--help"],
            one: [*INSIGHTS, str(first), "--format", "json"],
        },
        runs,
    )
    _head(f"A year with twelve factors, start-up included, best of {runs} turns (in brackets the middle one)")
    for name, figures in seen.items():
        _line(name, figures, _signs(verdicts, name, figures, ONE) if name == one else ("", ""))
    print(f"{'goal':32}{ONE!s:>24}{'':>10}{f'{MEMORY} MB':>12}")
    if journals:
        many = f"{journals} journals, --jobs {jobs}"
        words = [*INSIGHTS, str(folder), "--format", "json", "--out", str(answers), "--jobs", str(jobs)]
        figures = [measured(words)]
        _head("A folder of such journals")
        limit = MANY if journals == 1000 and jobs == 2 else None
        _line(many, figures, _signs(verdicts, many, figures, limit))
        print(f"{'goal, 1000 journals, --jobs 2':32}{MANY!s:>24}{'':>10}{f'{MEMORY} MB':>12}")
        seen[many] = figures
    print(verdicts.text())
    return int(any(figure.code for figures in seen.values() for figure in figures))


def _real(folder: Path, outcome: str | None, runs: int) -> int:
    journals = sorted(folder.glob("*.csv"))
    if not journals:
        print(f"no .csv file in {folder}", file=sys.stderr)
        return 2
    commands = {"import scipy.stats": [sys.executable, "-c", "import scipy.stats"]}
    for journal in journals:
        chosen = ["--outcome", outcome] if outcome and _named(journal, outcome) else []
        commands[journal.name] = [*INSIGHTS, str(journal), "--format", "json", *chosen]
    _head(f"Journals of a folder, start-up included, best of {runs} turns (in brackets the middle one)")
    seen = turns(commands, runs)
    for name, figures in seen.items():
        _line(name, figures, ("", ""))
    return int(any(figure.code for figures in seen.values() for figure in figures))


def _named(journal: Path, column: str) -> bool:
    """Whether a journal has this column."""
    with journal.open(encoding="utf-8", errors="replace") as file:
        return column in file.readline().strip().split(",")


def _signs(verdicts: Verdicts, name: str, figures: list[Figures], limit: Goal | None) -> tuple[str, str]:
    time = "" if limit is None else verdicts.sign(f"seconds, {name}", (min(_each(figures, _wall)), 0.0), limit)
    return time, verdicts.sign(f"megabytes, {name}", (max(_each(figures, _memory)), 0.0), MEMORY)


def _each(figures: list[Figures], what: Callable[[Figures], float]) -> list[float]:
    return [what(one) for one in figures]


def _wall(one: Figures) -> float:
    return one.wall


def _memory(one: Figures) -> float:
    """Of one process what the system says at its end; of several what they held together."""
    return max(one.largest, one.together)


def _head(title: str) -> None:
    print(f"\n{title}\n{'':32}{'seconds':>24}{'cpu s':>10}{'peak MB':>12}{'largest':>9}  exit")


def _line(name: str, figures: list[Figures], signs: tuple[str, str]) -> None:
    walls = _each(figures, _wall)
    middle = f" ({statistics.median(walls):.2f})" if len(walls) > 1 else ""
    time = f"{min(walls):.2f}{middle} {signs[0] or ' '}"
    memory = f"{max(_each(figures, _memory)):.0f} {signs[1] or ' '}"
    cpu, largest = min(one.cpu for one in figures), max(one.largest for one in figures)
    print(f"{name:32}{time:>24}{cpu:>10.2f}{memory:>12}{largest:>9.0f}  {max(one.code for one in figures)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
