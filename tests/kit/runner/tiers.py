"""Which tests make a tier. A folder that no tier names belongs to the two database tiers, so none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[3]
NAMED = {
    "architecture": ("architecture",),
    "domain": ("domain", "calibration", "command"),
    "browser": ("browser",),
    "calendars": ("calendars",),
    "packaging": ("packaging",),
}
GROUPS = {"apps": ("sqlite", "postgres")}
Need = Literal["postgres", "chromium", "readers"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One run of pytest: its name, what it is about, its folders below the root, and what must stand first."""

    name: str
    about: str
    paths: tuple[str, ...]
    need: Need | None = None
    gives_way: bool = False
    """Mere work, in which nobody waits for an answer: it takes what the others leave of the processor."""


def _holds_tests(folder: Path) -> bool:
    return any(folder.rglob("test_*.py"))


def _folders(names: tuple[str, ...], root: Path) -> tuple[str, ...]:
    return tuple(f"tests/{name}" for name in names if _holds_tests(root / "tests" / name))


def unnamed_folders(root: Path = ROOT) -> tuple[str, ...]:
    """The folders of tests that stand in no named tier."""
    named = {folder for folders in NAMED.values() for folder in folders}
    found = sorted(path.name for path in (root / "tests").iterdir() if path.is_dir())
    return tuple(name for name in found if name not in named and _holds_tests(root / "tests" / name))


def all_tiers(root: Path = ROOT) -> list[Tier]:
    """Every tier, in the order in which they begin: the longest first, so that no lane ends long after the others."""
    rest = _folders(unnamed_folders(root), root)
    return [
        Tier("browser", "pages in Chromium", _folders(NAMED["browser"], root), "chromium"),
        Tier("postgres", "apps, screens and walks on PostgreSQL", rest, "postgres"),
        Tier("sqlite", "the same on SQLite", rest),
        Tier("domain", "the science, and the command that speaks for it", _folders(NAMED["domain"], root), None, True),
        Tier("architecture", "what can be told from the code", _folders(NAMED["architecture"], root), None, True),
        Tier("packaging", "the wheel in an empty environment", _folders(NAMED["packaging"], root)),
        Tier("calendars", "calendar files read by others", _folders(NAMED["calendars"], root), "readers"),
    ]
