"""Installing what a tier lacks, where we may."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess


def may_install() -> bool:
    """Whether this is root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


@functools.cache
def _refreshed() -> bool:
    return _quietly("update")


def _quietly(*words: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *words],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", flush=True)
    return done.returncode == 0


def install(package: str) -> bool:
    """Install one package and what it depends on; False where that may not or did not happen."""
    if not may_install():
        return False
    print(f"Installing {package} with apt", flush=True)
    return _refreshed() and _quietly("install", "-y", "--no-install-recommends", package)
