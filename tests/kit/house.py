"""What the gates know about the checkout: its files, and how to run a tool on a copy with a fault planted in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "hipwise"
UNTRACKED = {".git", ".venv", "__pycache__", "node_modules", "var", "dist", "build", "artifacts", "_static"}


def files(*suffixes: str, below: Path = ROOT) -> Iterator[Path]:
    """The files of the checkout with one of these endings, without what tools leave behind."""
    for folder, names, found in os.walk(below):
        names[:] = sorted(name for name in names if name not in UNTRACKED and not name.endswith("_cache"))
        yield from (Path(folder, name) for name in sorted(found) if name.endswith(suffixes))


def said_by(*words: str, cwd: Path = ROOT, columns: int = 160) -> tuple[int, str]:
    """Run Python with these words; its exit code and everything it said."""
    given = {"PYTHONPATH": str(cwd / "src"), "NO_COLOR": "1", "COLUMNS": str(columns)}
    environment = {**os.environ, **given}
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def copy_of_package(place: Path) -> Path:
    """A copy of the package and its configuration, to plant a fault in; the folder that holds them."""
    shutil.copy(ROOT / "pyproject.toml", place)
    shutil.copytree(PACKAGE, place / "src" / "hipwise", ignore=shutil.ignore_patterns(*UNTRACKED, "static", "*.woff2"))
    return place


def plant(place: Path, path: str, text: str) -> Path:
    """Write a file, making its folders."""
    planted = place / path
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(text, encoding="utf-8")
    return planted
