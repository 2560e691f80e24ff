"""``script/test`` itself: no folder forgotten, no failure lost, and a tier left out is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.house import ROOT, plant
from tests.kit.runner import __main__ as runner
from tests.kit.runner import postgres
from tests.kit.runner.tiers import Tier, all_tiers, unnamed_folders

PASSING = "def test_fine() -> None:\n    assert True\n"
FAILING = "def test_planted() -> None:\n    assert 1 + 1 == 3\n"
BROKEN = "import nothing_of_that_name\n"


def test_every_folder_of_tests_is_in_a_tier() -> None:
    held = {path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").rglob("test_*.py")}
    run = {path.removeprefix("tests/") for tier in all_tiers() for path in tier.paths}
    assert held - run == {"artifacts"} & held


def test_a_new_folder_falls_to_the_database_tiers(tmp_path: Path) -> None:
    plant(tmp_path, "tests/newcomer/deep/test_it.py", PASSING)
    plant(tmp_path, "tests/domain/test_it.py", PASSING)
    assert unnamed_folders(tmp_path) == ("newcomer",)
    assert [tier.name for tier in all_tiers(tmp_path) if "tests/newcomer" in tier.paths] == ["postgres", "sqlite"]


def run_tier(place: Path, name: str, text: str) -> tuple[int, Path]:
    """Run one file of tests as a tier would; its exit code and its ledger."""
    folder = plant(place, f"{name}/test_it.py", text).parent
    ledger = place / f"{name}.jsonl"
    ledger.touch()
    words = ["-c", os.devnull, "--rootdir", str(place), "-p", "tests.kit.runner.ledger", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, str(folder)],
        cwd=ROOT,
        env={
            **os.environ,
            "HIPWISE_TEST_LEDGER": str(ledger),
            "PYTHONPATH": str(ROOT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, ledger


@pytest.mark.parametrize(
    ("texts", "code", "line"),
    [
        ([PASSING, PASSING], 0, "2 passed"),
        ([FAILING, PASSING], 1, "1 failed, 1 passed"),
        ([PASSING, BROKEN], 1, "1 passed, 1 error"),
        ([], 5, "no tests ran"),
    ],
)
def test_the_closing_line_counts_every_tier(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], texts: list[str], code: int, line: str
) -> None:
    ledgers = [run_tier(tmp_path, f"tier{number}", text)[1] for number, text in enumerate(texts)]
    empty = plant(tmp_path, "empty.jsonl", "")
    assert runner._close([*ledgers, empty], 753.5) == code
    last = capfd.readouterr().out.strip().splitlines()[-1]
    assert last.startswith("=") and last.endswith("=")
    assert line in last
    assert " in 75" in last and "s (0:12:" in last


def test_a_tier_left_out_is_said_and_under_ci_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    tier = Tier("postgres", "about", ("tests/apps",), "postgres")
    monkeypatch.setattr(postgres, "find_or_install", lambda: None)
    outcomes = {}
    for ci in ("", "true"):
        monkeypatch.setenv("CI", ci)
        ledger = tmp_path / f"ci{ci}.jsonl"
        code = runner._run(tier, ledger, [], reuse=False)
        outcomes[ci] = (code, json.loads(ledger.read_text())["outcome"], runner._close([ledger], 1))
    assert outcomes == {"": (0, "skipped", 0), "true": (1, "failed", 1)}
    said = capfd.readouterr().out
    assert "LEFT OUT. PostgreSQL is not installed" in said
    assert said.count("only root may install it") >= 3


def test_a_tier_that_fails_without_a_failed_test_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    crashing = PASSING + "\n\ndef test_gone() -> None:\n    import os\n\n    os._exit(7)\n"
    folder = plant(tmp_path, "tests/crash/test_it.py", crashing).parent
    ledger = tmp_path / "crash.jsonl"
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    options = ["-c", os.devnull, "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    assert runner._run(Tier("crash", "about", (str(folder),)), ledger, options, reuse=False) == 7
    assert runner._close([ledger], 1) == 1
    assert "pytest itself ended with exit code 7" in capfd.readouterr().out
