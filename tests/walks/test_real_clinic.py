"""From nothing to a clinic at which its owner can sign in, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.jobs.elsewhere import wait_until
from tests.walks.browser import Browser
from tests.walks.real import PASSWORD, flags
from tests.walks.running import database, environ, hipwise, running


def quick(place: Path, **more: str) -> dict[str, str]:
    """An environment in which no static files are gathered: nobody will look at a page."""
    return environ(place / "data", HIPWISE_STATIC=str(place / "static"), **more)


def test_serving_before_there_are_tables(tmp_path: Path) -> None:
    with database() as engine:
        done = hipwise("serve", "--port", "0", env=quick(tmp_path, **engine))
    assert done.returncode == 1
    assert "hipwise init" in done.stderr.splitlines()[-1]


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    away = "postgres://nobody:secret@127.0.0.1:1/clinic"
    done = hipwise("serve", "--port", "0", env=quick(tmp_path, DATABASE_URL=away))
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr.splitlines()[-1]
    assert "secret" not in done.stderr and "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory, gathered: dict[str, str]) -> Iterator[dict[str, str]]:
    """A clinic that was set up by flags, with a password from standard input."""
    data = tmp_path_factory.mktemp("init") / "data"
    with database(data) as engine:
        env = environ(data, **gathered, **engine)
        weak = hipwise("init", *flags(), "--password-stdin", env=env, stdin="short\n")
        assert weak.returncode == 1 and "too short" in weak.stderr
        done = hipwise("init", *flags(), "--password-stdin", env=env, stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        assert "hipwise serve" in done.stdout and PASSWORD not in done.stdout
        yield env


def test_there_is_only_one_clinic(env: dict[str, str]) -> None:
    again = hipwise("init", *flags(name="Another"), env=env)
    assert again.returncode == 1
    assert "There is a clinic here already: Casa Clara" in again.stderr


def test_the_demo_does_not_move_into_it(env: dict[str, str]) -> None:
    done = hipwise("demo", "--setup-only", env=env)
    assert done.returncode == 1
    assert "real clinic" in done.stderr


def test_its_owner_signs_in_and_is_led_to_a_second_factor(env: dict[str, str]) -> None:
    with running("serve", "--port", "0", env=env) as server:
        origin = server.wait_for(r"listens at (\S+)")
        visitor = Browser(origin)
        assert "Casa Clara" in visitor.get("/").text
        landed = visitor.sign_in("ines@example.org", PASSWORD)
        assert landed.status == 200, landed.text
        assert "second" in visitor.get("/staff/").text.lower()
        assert "Casa Clara" in landed.text and "Demo" not in landed.text
        assert server.stop() == -15
        assert '"GET /staff/ HTTP/1.1"' in server.said
        assert "ERROR" not in server.said, server.said


def test_a_worker_of_its_own_sends_the_mail(env: dict[str, str]) -> None:
    letters = Path(env["HIPWISE_DATA"]) / "mail"
    with running("serve", "--port", "0", "--no-worker", env=env) as server:
        visitor = Browser(server.wait_for(r"listens at (\S+)"))
        asked = visitor.send(visitor.get("/account/password/reset/"), email="ines@example.org")
        assert asked.status == 200, asked.text
        assert not letters.exists(), "the control: nobody works yet"
        with running("work", env=env) as worker:
            worker.wait_for("Ctrl-C")
            wait_until(lambda: "/account/password/reset/key/" in "".join(map(_plain, letters.glob("*"))))
            assert worker.stop() == 0


def _plain(letter: Path) -> str:
    """What a letter says, lines of transport joined."""
    return letter.read_text().replace("=\n", "")
