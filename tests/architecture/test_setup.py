"""``script/setup`` refuses in one plain sentence where it cannot go on."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.kit.house import ROOT, plant

TOOLS = ("bash", "dirname", "cat", "cksum", "rm", "sh")
OLD = """#!/bin/sh
case "$*" in *--version*) echo Python 3.9.2;; *) exit 1;; esac
"""
WITHOUT_VENV = """#!/bin/sh
case "$*" in *--version*) echo Python 3.12.1;; *ensurepip*) exit 1;; *) exit 0;; esac
"""
BROKEN_VENV = """#!/bin/sh
case "$*" in *--version*) echo Python 3.12.1;; *"-m venv"*) exit 1;; *) exit 0;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout on a machine that has a few tools and no Python yet."""
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        target = tmp_path / "bin" / name
        target.parent.mkdir(exist_ok=True)
        target.symlink_to(found)
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script" / "setup", tmp_path / "script")
    plant(tmp_path, "requirements.lock", "")
    return tmp_path


def refusal(checkout: Path, python: str | None) -> str:
    """What it says, and that it stops."""
    if python:
        plant(checkout, "bin/python3", python).chmod(0o755)
    done = subprocess.run(
        [str(checkout / "bin" / "bash"), str(checkout / "script" / "setup")],
        env={"PATH": str(checkout / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("python", "words"),
    [
        (None, "needs Python 3.11 or newer; this machine has no python3."),
        (OLD, "needs Python 3.11 or newer; this machine has Python 3.9.2."),
        (WITHOUT_VENV, "apt install python3-venv"),
        (BROKEN_VENV, "is this folder writable?"),
    ],
    ids=["no python", "old python", "no venv module", "no room"],
)
def test_it_says_what_is_missing(checkout: Path, python: str | None, words: str) -> None:
    assert words in refusal(checkout, python)


def test_it_leaves_alone_what_it_does_not_know(checkout: Path) -> None:
    kept = plant(checkout, ".venv/precious.txt", "mine")
    assert "no Python environment" in refusal(checkout, BROKEN_VENV)
    assert kept.read_text() == "mine"


def test_a_half_made_environment_is_made_anew(checkout: Path) -> None:
    plant(checkout, ".venv/pyvenv.cfg", "home = /nowhere")
    assert "could not be made" in refusal(checkout, BROKEN_VENV)
    assert not (checkout / ".venv").exists()
