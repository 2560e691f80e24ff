"""``script/test``: run tiers, each in a pytest of its own, and close with one that counts them all."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.kit import laid
from tests.kit.runner import chromium, postgres, readers
from tests.kit.runner.tiers import GROUPS, ROOT, Tier, all_tiers

SLOW = ("postgres", "browser", "calendars", "packaging")
BASE = [sys.executable, "-m", "pytest"]
NOTHING_FOUND = 5
PATIENCE, TOO_LATE = 30 * 60, 124
LANES = (os.cpu_count() or 1) + 2
"""Tiers that run at once. Each is a process with databases and folders of its own, and waits a quarter of its time."""
LESS = 10
"""By how much a tier that gives way is nicer than others."""
LACKING = {
    "postgres": "PostgreSQL is not installed, and only root may install it (apt install postgresql)",
    "chromium": "Chromium does not start here, and only root may install it (apt install chromium libatomic1)",
    "readers": "Node, npm, its packages or libical are missing, and only root may install them "
    "(apt install nodejs npm libical3)",
}


def _arguments(given: list[str]) -> tuple[argparse.Namespace, list[str]]:
    names = [tier.name for tier in all_tiers()]
    parser = argparse.ArgumentParser(
        prog="script/test",
        usage="script/test [--fast] [TIER …] [pytest's own options]",
        description=f"Tiers: {', '.join(names)}; apps stands for sqlite and postgres. Without a name, all of them.",
        epilog="With CI=true a tier that cannot run is a failure.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--fast", action="store_true", help="leave out the slow tiers and keep the SQLite test database"
    )
    known, rest = parser.parse_known_args(given)
    known.tiers = []
    while rest and rest[0] in (*names, *GROUPS):
        word = rest.pop(0)
        known.tiers += GROUPS.get(word, (word,))
    return known, rest


_installing = threading.Lock()
_running: set[subprocess.Popen[bytes]] = set()


@contextmanager
def _made_ready(tier: Tier) -> Iterator[dict[str, str] | None]:
    """The environment this tier needs, or None where it cannot be had."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    environment.pop("DATABASE_URL", None)
    if tier.need == "postgres":
        with _installing:
            programs = postgres.find_or_install()
        if programs is None:
            yield None
            return
        with postgres.throwaway_cluster(programs) as url:
            yield {**environment, "DATABASE_URL": url}
    elif tier.need == "chromium":
        with _installing:
            program = chromium.find_or_install()
        found = {"HIPWISE_TEST_CHROMIUM": program or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        yield {**environment, **found} if program else None
    elif tier.need == "readers":
        with _installing:
            said = readers.find_or_install()
        yield {**environment, **said} if said else None
    else:
        yield environment


def _say(words: str) -> None:
    print(f"\n── {words}", flush=True)


def _left_out(tier: Tier, ledger: Path) -> None:
    """Put the tier into the ledger as skipped, or under CI as failed."""
    why = LACKING[tier.need] if tier.need else "it holds no tests"
    in_ci = os.environ.get("CI") == "true"
    _say(f"{tier.name}: LEFT OUT. {why}")
    skipped = (f"tests/{tier.name}", 1, f"Skipped: {why}")
    _note(ledger, f"tier {tier.name}", "failed" if in_ci else "skipped", why if in_ci else skipped)


def _note(ledger: Path, name: str, outcome: str, why: object) -> None:
    report = {
        "$report_type": "TestReport", "nodeid": name, "location": (name, 0, name), "keywords": {}, "outcome": outcome,
        "longrepr": why, "when": "call", "user_properties": [], "sections": [], "duration": 0, "start": 0, "stop": 0,
    }  # fmt: skip
    with ledger.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(report) + "\n")


def _run(tier: Tier, ledger: Path, options: list[str], reuse: bool, beside: bool = False) -> int:
    """Run one tier; its exit code. ``beside`` others, what it says is told in one piece at its end."""
    began = time.monotonic()
    ledger.touch()
    if not tier.paths:
        _left_out(tier, ledger)
        return 1
    with _made_ready(tier) as environment:
        if environment is None:
            _left_out(tier, ledger)
            return 1 if os.environ.get("CI") == "true" else 0
        _say(f"{tier.name}: {tier.about}")
        environment["HIPWISE_TEST_LEDGER"] = str(ledger)
        if reuse:
            kept = ROOT / "var" / "test"
            kept.mkdir(parents=True, exist_ok=True)
            environment["HIPWISE_TEST_DATA"] = str(kept)
            options = ["--reuse-db", *options]
        words = [*BASE, *tier.paths, "-p", "tests.kit.runner.ledger", "--no-header", "--durations=5", *options]
        words = [*(["nice", "-n", str(LESS)] if tier.gives_way and shutil.which("nice") else []), *words]
        code = _ended(words, environment, ledger.with_suffix(".said") if beside else None)
    if code not in (0, NOTHING_FOUND) and '"outcome": "failed"' not in ledger.read_text(encoding="utf-8"):
        # Broken off, or wrong only at its very end: no report tells it, so this one does.
        _note(ledger, f"tier {tier.name}", "failed", f"pytest itself ended with exit code {code}")
    print(f"   {tier.name} took {time.monotonic() - began:.0f} s", flush=True)
    return 0 if code == NOTHING_FOUND and options else code


def _ended(words: list[str], environment: dict[str, str], said: Path | None) -> int:
    """Run a tier to its end, or to the end of anybody's patience; its exit code."""
    with said.open("wb") if said else nullcontext() as out:
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out)
        _running.add(process)
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return TOO_LATE
        finally:
            process.kill()
            process.wait()
            _running.discard(process)
            if said:
                print(said.read_text(encoding="utf-8", errors="replace"), flush=True)


def _run_all(chosen: list[Tier], ledgers: list[Path], options: list[str], fast: bool) -> list[int]:
    """Run the tiers, as many at once as there are lanes; their exit codes."""
    lanes = min(LANES, len(chosen))

    def run(tier: Tier, ledger: Path) -> int:
        return _run(tier, ledger, options, fast and tier.name != "postgres", beside=lanes > 1)

    with ThreadPoolExecutor(lanes) as pool:
        try:
            return list(pool.map(run, chosen, ledgers))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(_running):
                process.kill()
            raise


def _close(ledgers: list[Path], seconds: float) -> int:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "HIPWISE_TEST_LEDGERS": os.pathsep.join(map(str, ledgers)),
        "HIPWISE_TEST_SECONDS": str(seconds),
    }
    _say("all tiers together")
    words = [*BASE, "-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-p", "tests.kit.runner.closing"]
    return subprocess.run([*words, "--no-header", "-rfEs"], cwd=ROOT, env=environment, check=False).returncode


def main(given: list[str]) -> int:
    """Run what was asked for; 0 only when every tier ran and passed, or was left out outside of CI."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked, options = _arguments(given)
    chosen = [tier for tier in all_tiers() if tier.name in asked.tiers or not asked.tiers]
    if asked.fast and not asked.tiers:
        chosen = [tier for tier in chosen if tier.name not in SLOW]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hipwise-run-") as place:
        os.environ[laid.PLACE] = place
        ledgers = [Path(place) / f"{tier.name}.jsonl" for tier in chosen]
        codes = _run_all(chosen, ledgers, options, asked.fast)
        closing = _close(ledgers, time.monotonic() - began)
    return closing or max(codes)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
