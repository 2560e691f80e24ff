"""Chat: a thousand open streams, beside asking every second.

``python -m bench.chat [sqlite|postgres] [--processes 2]``

500 conversations with two readers each; 50 messages a second are said through ``POST /chat/say/``, with rate limits
on, and each is timed from before it is sent until it has reached a reader. Then, in the same run and on the same
server, readers ask ``GET /chat/news/`` every second instead, as many as it carries while 50 a second are said. Server
and clients share the processor. The database is made for it and dropped again. With several web processes, on
PostgreSQL, streams and speakers are dealt out among them, so that every other message is heard by way of the database.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.booking import database
from bench.chat_clients import Visitors
from bench.goals import Goal, Verdicts

if TYPE_CHECKING:
    from tests.kit.streams import Web

ROOMS, STREAMS = 500, 1000
P50, P95, P99 = Goal(high=50.0, digits=0), Goal(high=250.0, digits=0), Goal(high=500.0, digits=0)
MEMORY = Goal(high=64.0, digits=0)
NONE = Goal(high=0, digits=0)
CARRIED = 0.95
"""Of the asks that are due, this share must be answered for that many readers to count as carried."""
STEPS = (10, 20, 40, 60, 80, 100, 150, 200, 300, 400)
TICK = os.sysconf("SC_CLK_TCK")


def memory(webs: Sequence[Web]) -> float:
    """Kilobytes that web processes hold together."""
    return sum(float(line.split()[1]) for line in _lines_of(webs, "status") if line.startswith("VmRSS"))


def spent(webs: Sequence[Web]) -> float:
    """Seconds of the processor that web processes have used together."""
    every = (line.rpartition(")")[2].split() for line in _lines_of(webs, "stat"))
    return sum(int(fields[11]) + int(fields[12]) for fields in every) / TICK


def _lines_of(webs: Sequence[Web], name: str) -> list[str]:
    return [line for one in webs for line in Path(f"/proc/{one.process.pid}/{name}").read_text().splitlines()]


def ports(webs: Sequence[Web]) -> list[int]:
    """Where they listen."""
    return [one.port for one in webs]


def lay_rooms(count: int) -> list[str]:
    """Conversations in which one word was said; their keys."""
    from hipwise.apps.frontdesk.keys import Key, written
    from tests.kit.cast import lay_clinic
    from tests.kit.talk import chat, visitor_says

    lay_clinic()
    talks = [chat() for _ in range(count)]
    for talk in talks:
        visitor_says(talk, "Hello")
    return [written(Key(talk.uid)) for talk in talks]


@dataclass(frozen=True, slots=True)
class Shown:
    """Prints figures beside their goals."""

    verdicts: Verdicts

    def figure(self, name: str, value: float, goal: Goal, *more: str) -> None:
        """One line."""
        print(f"{name:<24}{value:>10.0f}   goal {goal!s:>5} {self.verdicts.sign(name, (value, 0.0), goal)}", *more)


def room_of(reader: int) -> int:
    """Which conversation a reader is in."""
    return reader % ROOMS


async def streams(webs: Sequence[Web], keys: list[str], rate: float, seconds: float, verdicts: Verdicts) -> None:
    """Print how long messages take to a thousand readers, and what a reader costs."""
    warm = Visitors(ports(webs), keys)
    await warm.speak(10, 2, range(ROOMS))
    before = memory(webs)
    visitors = Visitors(ports(webs), keys)
    began = time.perf_counter()
    for start in range(0, STREAMS, 50):
        await asyncio.gather(*(visitors.listen(reader, room_of(reader)) for reader in range(start, start + 50)))
    opened = time.perf_counter() - began
    await asyncio.sleep(10)  # until each has had its first news
    held, idle = memory(webs), spent(webs)
    await asyncio.sleep(5)
    idle = (spent(webs) - idle) / 5
    used, began = spent(webs), time.perf_counter()
    await visitors.speak(rate, seconds, range(ROOMS))
    took, used = time.perf_counter() - began, spent(webs) - used
    await asyncio.sleep(10)  # a round of the streams, for whatever was lost on the way
    tally = visitors.tally
    where = "one process" if len(webs) == 1 else f"{len(webs)} processes"
    print(f"\n{visitors.listening} streams on {where}, opened in {opened:.1f} s; {len(tally.said)} messages said")
    show = Shown(verdicts)
    for name, share, goal in (("p50", 50, P50), ("p95", 95, P95), ("p99", 99, P99)):
        show.figure(f"delivery {name}, ms", quantile(tally.delays, share), goal)
    for name, many in zip(("lost", "doubled", "out of order"), tally.faults(room_of, range(STREAMS)), strict=True):
        show.figure(name, many, NONE)
    show.figure("refused or failed", tally.wrong.total(), NONE, *map(str, tally.wrong.items()))
    now = memory(webs)
    later = f"({(now - before) / STREAMS:.0f} with what was kept while they talked; {now / 1000:.0f} MB in all)"
    show.figure("memory a stream, kB", (held - before) / STREAMS, MEMORY, later)
    posts = [quantile(tally.posts, share) for share in (50, 95, 99)]
    print(f"{'the POST itself, ms':<24}" + " / ".join(f"{took:.0f}" for took in posts) + " at p50 / p95 / p99")
    each = 1000 * used / max(1, len(tally.posts))
    print(f"{'processor':<24}{100 * used / took:.0f} % of a core while they talk, {each:.1f} ms a message; ", end="")
    print(f"{100 * idle:.1f} % while nobody does")
    visitors.leave()


async def polls(webs: Sequence[Web], keys: list[str], rate: float, seconds: float) -> None:
    """Print how many readers can ask every second, and how long messages take to them."""
    print(f"\nasking every second, while {rate:.0f} messages a second are said")
    print(f"{'readers':>8}{'answered':>10}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'core':>8}")
    for step, readers in enumerate(STEPS):
        rooms = range(step % 5 * 100, step % 5 * 100 + 100)
        visitors = Visitors(ports(webs), keys)
        used, began = spent(webs), time.perf_counter()
        with visitors.polling(readers, rooms):
            await visitors.speak(rate, seconds, rooms)
            took = time.perf_counter() - began
            answered = visitors.tally.polls / (readers * took)
            used = (spent(webs) - used) / took
            await asyncio.sleep(2)
        delays = [quantile(visitors.tally.delays, share) for share in (50, 95, 99)]
        figures = "".join(f"{delay:>8.0f}" for delay in delays)
        print(f"{readers:>8}{100 * answered:>8.0f} %{figures}{100 * used:>6.0f} %", *visitors.tally.wrong.items())
        visitors.leave()
        if answered < CARRIED:
            print(f"{readers} are too many")
            return


def quantile(figures: list[float], share: int) -> float:
    """Milliseconds within which this share of a hundred was done."""
    return 1000 * statistics.quantiles(figures, n=100)[share - 1] if len(figures) > 1 else float("nan")


def measure(rate: float, seconds: float, poll_seconds: float, processes: int) -> None:
    """Print both on the database of this environment."""
    verdicts = Verdicts()
    with database():
        from django.db import connection

        from tests.kit.streams import web

        keys = lay_rooms(ROOMS)
        with web(processes) as webs:
            print(f"database: {connection.vendor}; load of this machine {os.getloadavg()[0]:.1f}")
            asyncio.run(streams(webs, keys, rate, seconds, verdicts))
            asyncio.run(polls(webs, keys, rate, poll_seconds))
            for one in webs:
                print(f"\nstopped in {one.stop():.2f} s" + (f"; it said: {one.said[:400]}" if one.said else ""))
    print(verdicts.text())


def main() -> int:
    """Measure here, or on a PostgreSQL made for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "on", nargs="?", choices=("sqlite", "postgres"), help="default: what DATABASE_URL says, or SQLite"
    )
    parser.add_argument("--seconds", type=float, default=20, help="of talk over the streams (default: 20)")
    parser.add_argument("--rate", type=float, default=50, help="messages a second (default: 50)")
    parser.add_argument("--poll-seconds", type=float, default=8, help="of each number of readers (default: 8)")
    parser.add_argument("--processes", type=int, default=1, help="web processes, on PostgreSQL (default: 1)")
    args = parser.parse_args()
    if args.processes > 1 and args.on == "sqlite":
        parser.error("on SQLite, streams of one process hear of another's messages by its rounds: measure one")
    if args.on is None:
        measure(args.rate, args.seconds, args.poll_seconds, args.processes)
        return 0
    from tests.kit.runner import postgres

    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    figures = {"rate": args.rate, "seconds": args.seconds, "poll-seconds": args.poll_seconds}
    figures["processes"] = args.processes
    words = [sys.executable, "-m", "bench.chat", *(f"--{name}={value}" for name, value in figures.items())]
    with contextlib.ExitStack() as stack:
        if args.on == "postgres":
            programs = postgres.find_or_install()
            if programs is None:
                parser.exit(1, "PostgreSQL is not installed here.\n")
            environ["DATABASE_URL"] = stack.enter_context(postgres.throwaway_cluster(programs))
        return subprocess.run(words, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
