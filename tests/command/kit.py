"""Journals with a known cause, and ways to run the command on them."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hipwise.project.insights.command import add_arguments, run

START = date(2026, 1, 1)


def journal(seed: int = 1, days: int = 150) -> str:
    """A diary in which pain rises by 2 points on days with an argument; walks and steps do nothing."""
    rng = np.random.default_rng(seed)
    argument, walk = rng.random(days) < 0.25, rng.random(days) < 0.5
    steps = rng.integers(2000, 9000, days)
    pain = np.clip(np.round(3 + 2 * argument + rng.normal(0, 0.8, days), 1), 0, 10)
    rows = zip(argument, walk, steps, pain, strict=True)
    lines = [f"{START + timedelta(days=at)},{p:g},{a:d},{w:d},{s}" for at, (a, w, s, p) in enumerate(rows)]
    return "\n".join(["date,hip_pain,argument,walk,steps", *lines, ""])


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def write_bytes(text: str, name: str = "diary.csv") -> tuple[Path, bytes]:
    """A file that is nowhere: its name and what it would hold."""
    return Path(name), text.encode()


@dataclass(frozen=True)
class Ran:
    """What a run printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def by_process(*args: str | Path) -> Ran:
    """Run the command as a person would."""
    words = [sys.executable, "-W", "error", "-m", "hipwise.project", "insights", *map(str, args)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=120, check=False, env={**os.environ})
    return Ran(done.returncode, done.stdout, done.stderr)


class Command:
    """The command inside the test's own process, which is faster."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> Ran:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        try:
            code = run(parser.parse_args([*map(str, args)]))
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = self._capsys.readouterr()
        return Ran(code, printed.out, printed.err)
