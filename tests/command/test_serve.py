"""Where it listens, where it refuses to, and what it says when it can't: one plain sentence and no traceback."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hipwise.project import __main__ as command
from hipwise.project import serve
from hipwise.project.config import Halt, data_directory, read
from hipwise.project.serve import listen, refuse_unless_loopback
from tests.walks.running import environ, hipwise


@pytest.fixture
def busy() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def sentence(done: object) -> str:
    """What a command said on its way out: exactly one line."""
    lines = str(getattr(done, "stderr", done)).strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("hipwise: ") and lines[0].endswith("."), lines
    return lines[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.1"])
def test_the_demo_may_listen_on_this_machine(host: str) -> None:
    refuse_unless_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "clinic.example", "8.8.8.8", ""])
def test_the_demo_listens_nowhere_else(host: str) -> None:
    with pytest.raises(Halt, match="this machine only"):
        refuse_unless_loopback(host)


def test_the_demo_command_refuses_before_it_does_anything(tmp_path: Path) -> None:
    done = hipwise("demo", "--host", "0.0.0.0", env=environ(tmp_path / "data"))
    assert done.returncode == 1
    assert "this machine only" in sentence(done)
    assert not (tmp_path / "data").exists()


def test_a_busy_port_is_said_at_once_and_another_named(busy: int, tmp_path: Path) -> None:
    done = hipwise("demo", env=environ(tmp_path / "data", PORT=str(busy)))
    assert done.returncode == 1
    assert f"Port {busy} is busy" in sentence(done) and f"PORT={busy + 1}" in done.stderr
    assert not (tmp_path / "data").exists(), "nothing slow was begun"


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_port_that_does_not_exist(port: int) -> None:
    with pytest.raises(Halt, match="is no port"):
        listen("127.0.0.1", port)


def test_a_port_that_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["demo", "--port", "eighty"])
    assert ended.value.code == 2
    assert "eighty" in capsys.readouterr().err


def test_an_address_of_another_machine() -> None:
    with pytest.raises(Halt, match="Cannot listen on 192"):
        listen("192.0.2.1", 0)


def test_the_port_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    parser = argparse.ArgumentParser()
    serve.add_address(parser)
    assert parser.parse_args([]).port == 8123


def test_a_data_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    done = hipwise("demo", "--setup-only", env=environ(tmp_path / "data"))
    assert done.returncode == 1
    assert str(tmp_path / "data") in sentence(done) and "HIPWISE_DATA" in done.stderr


def test_a_data_directory_that_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(Halt, match="cannot be used"):
        read({"HIPWISE_DATA": str(tmp_path / "data")})


def test_demo_and_clinic_keep_their_data_apart(tmp_path: Path) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path)}
    assert data_directory(home) != data_directory({**home, "HIPWISE_DEMO": "1"})


def test_it_asks_for_as_many_descriptors_as_it_needs_and_makes_do_with_fewer() -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, {hard}));"
        "from hipwise.project.descriptors import descriptors;"
        "print(descriptors(4224), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    for hard, got in ((4500, 4224), (1000, 1000)):
        said = subprocess.run(
            [sys.executable, "-c", program.format(hard=hard)],
            capture_output=True,
            text=True,
            check=True,
            env=environ(Path()),
        )
        assert said.stdout.split() == [str(got), str(got)]


def test_answers_are_not_held_back() -> None:
    """asyncio switches off Nagle's delay only for sockets that say they speak TCP."""
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
