"""Stored answers are come to again: the same to the byte, or it is said what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command.kit import Command, journal, write


@pytest.fixture
def stored(insights: Command, diary: Path, tmp_path: Path) -> Path:
    out = tmp_path / "said.json"
    asked = ("--suspect", "walk", "--began", "2026-03-02", "--seed", "4", "--fdr", "0.2", "--ignore", "steps")
    assert insights(diary, "--format", "json", *asked, "--out", out).code == 0
    return out


def changed(stored: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The same answer with something else in it."""
    said = json.loads(stored.read_text("utf-8"))
    change(said)
    stored.write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    return stored


def test_the_same_to_the_byte(insights: Command, diary: Path, stored: Path) -> None:
    ran = insights("--again", stored)
    assert (ran.code, ran.out, ran.err) == (0, f"{diary}: the same to the byte\n", "")


def test_several_in_one_file(insights: Command, diary: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.jsonl"
    bad = write(tmp_path, "bad.csv", "date,pain\n")
    insights(diary, bad, tmp_path / "none.csv", "--format", "json", "--jobs", "1", "--out", out)
    ran = insights("--again", out)
    assert ran.code == 0
    assert [line.rpartition(": ")[2] for line in ran.out.splitlines()] == ["the same to the byte"] * 3


def test_other_data(insights: Command, diary: Path, stored: Path) -> None:
    write(diary.parent, diary.name, journal(seed=2))
    ran = insights("--again", stored)
    assert ran.code == 2
    assert ran.out.startswith(f"{diary}: different: data (the file holds something else)")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda said: said.update(engine="hipwise-insight/0"), "engine (hipwise-insight/0, now hipwise-insight/"),
        (lambda said: said.update(version="0.0.1"), "Hipwise (0.0.1, now "),
        (lambda said: said["findings"][0].update(effect=9.0), "different: numbers\n"),
        (lambda said: said["findings"][0].update(sentence="All is well."), "different: words\n"),
        (
            lambda said: said.update(prior="ab" * 32),
            "options (it borrowed from a prior, abababababababab; name its file",
        ),
        (lambda said: said.update(fdr="much"), "options (they can’t be read)"),
        (lambda said: said.update(file="elsewhere.csv"), "data (the file is not there)"),
        (lambda said: said.update(timed=None), "numbers"),
    ],
)
def test_what_differs_is_named(
    insights: Command, stored: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    ran = insights("--again", changed(stored, change))
    assert ran.code == 2
    assert said in ran.out


def test_another_spelling_of_the_same_is_not_the_same_bytes(insights: Command, stored: Path) -> None:
    stored.write_text(json.dumps(json.loads(stored.read_text("utf-8")), indent=4), "utf-8")
    assert "the text, though it says the same" in insights("--again", stored).out


def test_journals_that_have_moved(insights: Command, diary: Path, stored: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    diary.rename(new / diary.name)
    assert "the file is not there" in insights("--again", stored).out
    assert insights("--again", stored, new).out == f"{diary}: the same to the byte\n"
    (new / diary.name).rename(stored.parent / diary.name)
    assert insights("--again", stored).code == 0, "beside the answers"


@pytest.mark.parametrize("text", ["", "[]", "{}", "nothing", '{"file": "a.csv"}', "[" * 100_000])
def test_files_that_hold_no_answers(insights: Command, tmp_path: Path, text: str) -> None:
    ran = insights("--again", write(tmp_path, "said.json", text))
    assert (ran.code, ran.out) == (2, "")
    assert "these are no answers of hipwise insights --format json" in ran.err


def test_answers_that_are_not_there(insights: Command, tmp_path: Path) -> None:
    assert "can’t be opened (No such file" in insights("--again", tmp_path / "none.json").err


def test_nothing_else_may_be_asked(insights: Command, stored: Path) -> None:
    ran = insights("--again", stored, "--suspect", "walk")
    assert (ran.code, ran.out) == (2, "")
    assert "all that was asked stands in the answers" in ran.err
