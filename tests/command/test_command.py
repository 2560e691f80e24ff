"""The command as a whole: its help, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hipwise import __version__
from hipwise.project.__main__ import COMMANDS, main
from tests.walks.running import environ

LOADED = "import sys; from hipwise.project.__main__ import main; main({words}); print(*sys.modules, file=sys.stderr)"


def modules_after(*words: str, data: Path) -> set[str]:
    """What a run of the command has imported."""
    code = LOADED.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", code], env=environ(data), capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    assert "examples:" in said


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_every_command_has_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"hipwise {name}" in capsys.readouterr().out.partition("xample")[2]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"hipwise {__version__}\n"


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["insight"])
    assert ended.value.code == 2
    assert "insights" in capsys.readouterr().err


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = modules_after(data=tmp_path / "data")
    assert not loaded & {"django", "numpy", "scipy", "uvicorn", "wagtail"}
    assert not (tmp_path / "data").exists()


def test_insights_needs_no_django(tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("date,pain,stress\n" + "".join(f"2026-01-{day:02},{day % 7},{day % 3}\n" for day in range(1, 32)))
    loaded = modules_after("insights", str(diary), data=tmp_path / "data")
    assert "numpy" in loaded, "the control: it did run"
    assert not loaded & {"django", "uvicorn", "wagtail", "allauth"}
