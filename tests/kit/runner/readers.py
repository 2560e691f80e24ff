"""Programs of others that read calendar files: Node with two packages of npm, and libical."""

from __future__ import annotations

import ctypes.util
import hashlib
import shutil
import subprocess
from pathlib import Path

from tests.kit.runner import apt

ROOT = Path(__file__).parents[3]
LISTED = ROOT / "tests" / "calendars" / "readers"
"""Holds the names of the packages, their exact versions, and the hash of each."""


def _libical() -> str | None:
    return ctypes.util.find_library("ical")


def _packages() -> Path:
    """Where the packages lie: a folder for each list of them."""
    lock = (LISTED / "package-lock.json").read_bytes()
    return ROOT / "var" / "readers" / hashlib.sha256(lock).hexdigest()[:16]


def present() -> dict[str, str] | None:
    """How tests find the readers; None where one is missing."""
    packages, libical = _packages(), _libical()
    if not (shutil.which("node") and libical and (packages / "node_modules" / ".package-lock.json").exists()):
        return None
    return {"HIPWISE_TEST_READERS": str(packages), "HIPWISE_TEST_LIBICAL": libical}


def _fetched(packages: Path) -> bool:
    """Have npm fetch what is listed, run nothing of it, and hold each to its hash."""
    shutil.rmtree(packages, ignore_errors=True)
    packages.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LISTED / name, packages)
    words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(words, cwd=packages, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", flush=True)
    return done.returncode == 0


def find_or_install() -> dict[str, str] | None:
    """The readers, or None where one is missing and may not be installed."""
    if found := present():
        return found
    for program in ("node", "npm"):
        if not shutil.which(program):
            apt.install({"node": "nodejs"}.get(program, program))
    if not _libical() and not apt.install("libical3"):
        apt.install("libical3t64")
    if not shutil.which("npm") or not _fetched(_packages()):
        return None
    return present()
