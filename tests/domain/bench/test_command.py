"""What ``python -m bench.command`` measures with: journals that can be read, and processes weighed whole."""

from __future__ import annotations

import sys

import numpy as np

from bench.command import measured
from bench.journals import table
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.world import hip_life, live


def test_a_simulated_journal_reads_back_as_it_was() -> None:
    panel = live(hip_life(days=40, causes={"stress": ("same", 0.6)}), np.random.default_rng(1)).panel
    read = read_table(table(panel).encode())
    assert isinstance(read, Table)
    again = read.panel("hip_pain")
    assert isinstance(again, Panel)
    assert again.digest() == panel.digest()


def test_a_process_is_weighed_with_its_children() -> None:
    inner = "x = bytearray(60_000_000); import time; time.sleep(0.5)"
    outer = f"import subprocess, sys; y = bytearray(60_000_000); subprocess.run([sys.executable, '-c', '{inner}'])"
    figures = measured([sys.executable, "-c", outer])
    assert figures.code == 0
    assert figures.wall > 0.5
    assert figures.largest > 60.0
    assert figures.together == 0.0 or 120.0 < figures.together < 200.0


def test_a_failing_process_is_told() -> None:
    assert measured([sys.executable, "-c", "raise SystemExit(3)"]).code == 3
