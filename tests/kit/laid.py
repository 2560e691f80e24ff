"""The tables as migrations lay them, made once in a run of ``script/test`` and copied to wherever they are needed.

Two hundred migrations cost a quarter of a minute of processor each time. How they come about is what
``tests/walks/test_starting.py`` asks, and it begins with nothing; all others begin with a copy of what they lay.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kit.house import ROOT

PLACE = "HIPWISE_TEST_LAID"
"""Names the folder of a run in which laid tables are kept. Without it everybody lays their own."""
TEMPLATE = "laid"
"""The PostgreSQL database that others are copies of."""


def copy_to(file: Path) -> bool:
    """Put laid tables where an SQLite file is to be; False where none are kept, or something is there already."""
    if PLACE not in os.environ or file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone("sqlite") as place:
        kept = place / "laid.sqlite3"
        if not kept.exists():
            draft = place / "draft.sqlite3"
            _migrate(f"sqlite:///{draft}")
            draft.rename(kept)
        shutil.copy(kept, file)
    return True


def template(url: str) -> str:
    """The name of a database with laid tables in the cluster of this address; empty where none are kept."""
    if PLACE not in os.environ:
        return ""
    import psycopg

    with _alone("postgres") as place:
        done = place / "laid.postgres"
        if not done.exists():
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
                connection.execute(f'CREATE DATABASE "{TEMPLATE}"')
            _migrate(f"{url.rpartition('/')[0]}/{TEMPLATE}")
            done.touch()
    return TEMPLATE


@contextmanager
def _alone(engine: str) -> Iterator[Path]:
    """The folder, for one process at a time that needs this engine's tables: the first lays, the others wait for it."""
    place = Path(os.environ[PLACE])
    with (place / f"{engine}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "hipwise.project.settings",
            "HIPWISE_DATA": data,
            "DATABASE_URL": url,
        }
        words = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
