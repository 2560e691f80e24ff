"""Starting, stopping and starting again, also when a start was cut off."""

from __future__ import annotations

import resource
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hipwise.project.demo.cast import PASSWORD, PATIENTS
from tests.walks.browser import Browser
from tests.walks.running import database, environ, hipwise, running

SECONDS_TO_BEGIN_AGAIN = 5.0


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory, gathered: dict[str, str]) -> Iterator[dict[str, str]]:
    """An empty data directory and database for the tests of this file, in their order."""
    with database() as engine:
        yield environ(tmp_path_factory.mktemp("starting") / "data", **gathered, **engine)


@pytest.mark.parametrize("moment", ["80 steps done", "Opening the demo clinic", "Kofi Mensah"])
def test_a_first_start_cut_off_at_any_moment(env: dict[str, str], moment: str) -> None:
    with running("demo", "--setup-only", env=env) as first:
        first.wait_for(moment)
        first.kill()


def test_is_made_whole_by_the_next(env: dict[str, str]) -> None:
    done = hipwise("demo", "--setup-only", env=env)
    assert done.returncode == 0, done.stderr
    count = "from hipwise.apps.people.models import *; print(Clinic.objects.count(), Patient.objects.count())"
    counted = hipwise("manage", "shell", "--no-imports", "-c", count, env={**env, "HIPWISE_DEMO": "1"})
    assert counted.stdout.split() == ["1", str(len(PATIENTS))], counted.stderr


def test_a_second_start_is_quick_and_keeps_what_there_is(env: dict[str, str]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with running("demo", "--port", "0", env=env) as server:
        server.wait_for("Ctrl-C")
        assert "Opening" not in server.said and "Making" not in server.said
        assert server.stop() == -15
    # Of the processor, since the machine may be busy with other tests.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < SECONDS_TO_BEGIN_AGAIN


def test_killed_while_people_write_it_loses_nothing_that_was_saved(env: dict[str, str]) -> None:
    with running("demo", "--port", "0", env=env) as server:
        ana = Browser(server.wait_for(r"open at (\S+)"))
        assert ana.sign_in("ana@demo.example", PASSWORD).status == 200
        saved: list[str] = []
        writing = threading.Thread(target=_write_on, args=(ana, saved), daemon=True)
        writing.start()
        while len(saved) < 5:
            time.sleep(0.05)
        server.kill()
        writing.join()
    path = Path(env["HIPWISE_DATA"]) / "hipwise.sqlite3"
    if path.exists():
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with running("demo", "--port", "0", env=env) as again:
        ana = Browser(again.wait_for(r"open at (\S+)"))
        ana.sign_in("ana@demo.example", PASSWORD)
        timeline = ana.get("/journal/").text
        assert all(note in timeline for note in saved)


def _write_on(browser: Browser, saved: list[str]) -> None:
    """Write check-ins until the server is gone; a note counts as saved once the server said so."""
    for number in range(1000):
        note = f"Line {number} of a long evening."
        try:
            if browser.send(browser.get("/journal/new/"), pain="3", note=note).status == 200:
                saved.append(note)
        except OSError:
            return


def test_its_data_lie_where_they_were_told_to(env: dict[str, str], tmp_path: Path) -> None:
    data = Path(env["HIPWISE_DATA"])
    assert {"secret-key", "field-keys"} <= {path.name for path in data.iterdir()}
    assert (data / "secret-key").stat().st_mode & 0o077 == 0
    moved = tmp_path / "elsewhere"
    data.rename(moved)
    with running("demo", "--port", "0", env={**env, "HIPWISE_DATA": str(moved)}) as server:
        ana = Browser(server.wait_for(r"open at (\S+)"))
        assert ana.sign_in("ana@demo.example", PASSWORD).status == 200
        assert "Opening" not in server.said
    assert not data.exists()
