"""What the user's guide shows is what the command does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hipwise.domain.formats import table
from hipwise.domain.formats.cells import FIRST_YEAR, LAST_YEAR
from hipwise.domain.formats.table import Table, read_table
from hipwise.project.insights import sources
from tests.command.kit import by_process, journal, write
from tests.kit.house import ROOT

GUIDE = (ROOT / "docs/insights-command.md").read_text(encoding="utf-8")
SHOWN = [shown for shown in re.findall(r"^```console\n(.*?)^```", GUIDE, re.M | re.S) if "--help" not in shown]


def matches(shown: str, said: str) -> bool:
    """Whether an output is as shown, where three dots stand for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("..."))
    return re.fullmatch(pattern, said.strip(), re.DOTALL) is not None


@pytest.mark.parametrize("shown", SHOWN)
def test_examples(shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "diary.csv", journal())
    write(tmp_path, "good.csv", journal() + "soon,1,0,1,3000\n")
    monkeypatch.chdir(tmp_path)
    steps = re.findall(r"^\$ (.*?)\n(.*?)(?=^\$ |\Z)", shown, re.M | re.S)
    command, output = steps[0]
    ran = by_process(*shlex.split(command)[2:])
    assert matches(output, ran.out + ran.err), ran.out + ran.err
    for after, code in steps[1:]:
        assert (after, int(code)) == ("echo $?", ran.code)


def test_three_dots_do_not_hide_a_falsehood() -> None:
    assert matches("a ... c\n...", "a b c\nd")
    assert not matches("a ... c", "a b d")


def test_the_journal_shown_can_be_read() -> None:
    found = re.search(r"^```csv\n(.*?)^```", GUIDE, re.M | re.S)
    assert found
    read = read_table(found[1].encode())
    assert isinstance(read, Table)
    assert (read.problem_count, read.names) == (0, ("pain", "argument", "walk", "steps"))


def test_the_limits_named_are_the_limits() -> None:
    size = f"up to {sources.LARGEST // 1024 // 1024} MB, {table.MOST_ROWS:,} rows and {table.MOST_COLUMNS:,} columns"
    assert size in GUIDE
    assert f"more than {table.FAR_YEARS} years" in GUIDE
    assert f"before {FIRST_YEAR}, after\n{LAST_YEAR}" in GUIDE
