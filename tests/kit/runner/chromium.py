"""A Chromium for the browser tier."""

from __future__ import annotations

import os
import shutil
import subprocess

from tests.kit.runner import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _runs(program: str) -> bool:
    """Whether it starts at all: on Ubuntu the name may be a mere pointer to a snap."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def present() -> str | None:
    """A Chromium of this machine that starts."""
    asked_for = os.environ.get("HIPWISE_TEST_CHROMIUM")
    candidates = [asked_for] if asked_for else [path for name in NAMES if (path := shutil.which(name))]
    return next((path for path in candidates if _runs(path)), None)


def _driven() -> bool:
    """Whether the program that steers it starts: it comes with Playwright, but not with all it links to."""
    from playwright._impl._driver import compute_driver_executable

    program = compute_driver_executable()[0]
    return _runs(program) or (apt.install("libatomic1") and _runs(program))


def find_or_install() -> str | None:
    """The path of a Chromium that starts, or None where there is none and none may be installed."""
    found = present() or (present() if apt.install("chromium") else None)
    return found if found and _driven() else None
