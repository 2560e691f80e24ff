"""The built wheel, and empty environments that know nothing of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.house import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(home: Path) -> dict[str, str]:
    """The environment of somebody who never saw this checkout: no PYTHONPATH, no settings, another home."""
    kept = ("PATH", "LANG", "SSL_CERT_FILE", "TMPDIR")
    tools = ("PIP_", "UV_")
    passed = {name: value for name, value in os.environ.items() if name in kept or name.startswith(tools)}
    return {**passed, "HOME": str(home), "NO_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as its users' tools would, but with the packages already here."""
    place = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(place.glob("hipwise-*.whl"))


class Empty:
    """An environment with nothing in it, and a folder to be in while using it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.bin = place / "env" / "bin"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place / "env")], check=True)

    def install(self, *words: str) -> None:
        """Install with uv, which keeps what it fetched and so is quick the second time.

        It trusts whom the system trusts, as pip does, and not its own list alone.
        """
        tool = [sys.executable, "-m", "uv", "--system-certs", "pip", "install", "--quiet"]
        tool += ["--python", str(self.bin / "python")]
        done = subprocess.run([*tool, *words], cwd=self.place, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def run(self, program: str, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs in a folder of its own."""
        return subprocess.run(
            [str(self.bin / program), *words],
            cwd=self.place,
            env={**clean_environment(self.place), **given},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def pinned(*names: str) -> list[str]:
    """The versions that our lock names for some packages."""
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    return [line.removesuffix(" \\") for line in lock if line.partition("==")[0] in names]


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Empty:
    """The wheel with numpy and scipy beside it, and nothing else."""
    empty = Empty(tmp_path_factory.mktemp("bare"))
    empty.install("--no-deps", str(wheel), *pinned("numpy", "scipy"))
    return empty


@pytest.fixture(scope="session")
def whole(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Empty:
    """The wheel with everything the lock names."""
    empty = Empty(tmp_path_factory.mktemp("whole"))
    empty.install("--require-hashes", "-r", str(ROOT / "requirements.lock"))
    empty.install("--no-deps", str(wheel))
    return empty
