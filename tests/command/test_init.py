"""Setting up a real clinic: what it asks and what it refuses. That one can then work there: tests/walks."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from hipwise.project import init
from hipwise.project.config import Halt
from hipwise.project.init_questions import QUESTIONS
from tests.walks.real import PASSWORD, flags
from tests.walks.running import environ, hipwise

TIDY = {question.name: question.tidy for question in QUESTIONS}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", "  Casa   Clara ", "Casa Clara"),
        ("country", "pt", "PT"),
        ("country", "Portugal", "PT"),
        ("country", "PRT", "PT"),
        ("country", "uk", "GB"),
        ("time_zone", "europe/lisbon", "Europe/Lisbon"),
        ("time_zone", "America/New York", "America/New_York"),
        ("emergency_number", " 112 ", "112"),
        ("crisis_number", "+351 (213) 544-545", "+351 (213) 544-545"),
        ("owner_email", "Ines@Example.org ", "ines@example.org"),
    ],
)
def test_answers_are_understood(name: str, typed: str, kept: str) -> None:
    assert TIDY[name](typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("name", "   ", "A name is needed"),
        ("name", "x" * 121, "at most 120"),
        ("country", "XX", "not a country code"),
        ("country", "Portugl", "Did you mean Portugal?"),
        ("country", "", "not a country code"),
        ("time_zone", "Lisbon", "Did you mean Europe/Lisbon"),
        ("time_zone", "GMT+1 or so", "not a time zone"),
        ("time_zone", "", "not a time zone"),
        ("emergency_number", "call us", "not a telephone number"),
        ("crisis_number", "", "not a telephone number"),
        ("crisis_number", "1" * 40, "not a telephone number"),
        ("owner_email", "ines", "not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(name: str, typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        TIDY[name](typed)


def test_numbers_to_call_have_no_defaults(tmp_path: Path) -> None:
    words = flags(emergency_number=None, crisis_number=None, country="XX")
    done = hipwise("init", *words, env=environ(tmp_path / "data"))
    assert done.returncode == 1
    assert [line.partition(":")[0].strip() for line in done.stderr.splitlines()[1:]] == [
        "--country",
        "--emergency-number",
        "--crisis-number",
    ]
    assert not (tmp_path / "data").exists()


def test_at_a_terminal_it_asks_until_the_answer_is_good(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["XX", "United Kingdom"])
    asked: list[str] = []

    def answer(ask: str) -> str:
        asked.append(ask)
        return next(typed)

    monkeypatch.setattr("builtins.input", answer)
    country = next(question for question in QUESTIONS if question.name == "country")
    assert init._asked(country, None) == "GB"
    assert asked == ["Its country (two letters, such as PT): "] * 2
    assert "not a country code" in capsys.readouterr().out


def test_answers_that_end_set_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    with pytest.raises(Halt, match="Nothing was set up"):
        init._asked(QUESTIONS[0], None)


def test_a_password_is_asked_for_twice_and_must_keep_the_rules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["short", PASSWORD, "another", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert init._password("ines@example.org", asking=True) == PASSWORD
    said = capsys.readouterr().out
    assert "too short" in said and "not the same" in said


def test_the_demo_is_not_set_up_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIPWISE_DEMO", "1")
    with pytest.raises(Halt, match="its own clinic"):
        init.run(argparse.Namespace())
