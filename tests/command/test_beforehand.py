"""What may be said before an answer: suspects, a day something began, and a prior made of other people's journals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hipwise.domain.insight.prior import Pooled, Prior
from hipwise.project.insights import borrowing
from hipwise.ui.words.insight import EVENT, STEP
from tests.command.kit import Command, journal, write


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    for at in range(5):
        write(folder, f"p{at}.csv", journal(seed=at, days=60))
    return folder


def kept(folder: Path, prior: Prior) -> Path:
    return write(folder, "kept.json", prior.to_json())


def test_suspects(insights: Command, diary: Path) -> None:
    args = ("--suspect", "walk", "--suspect", "argument", "--suspect", "walk")
    assert insights(diary, "--format", "json", *args).object["suspects"] == ["argument", "walk"]
    said = " ".join(insights(diary, *args).out.split())
    assert "You named arguing and walking beforehand, so they needed a little less evidence" in said


@pytest.mark.parametrize("name", ["stress", "hip_pain", "steps"])
def test_a_suspect_that_is_not_compared_is_refused(insights: Command, diary: Path, name: str) -> None:
    ran = insights(diary, "--suspect", name, "--ignore", "steps")
    assert (ran.code, ran.out) == (2, "")
    assert f"“{name}” can’t be a suspect" in ran.err
    assert ran.err.endswith("Its columns: argument, walk\n")


def test_four_suspects_are_too_many(insights: Command, diary: Path) -> None:
    ran = insights(diary, *(word for name in "abcd" for word in ("--suspect", name)))
    assert (ran.code, ran.out) == (2, "")
    assert "4 suspects are too many" in ran.err


def test_the_time_since_a_day(insights: Command, diary: Path) -> None:
    ran = insights(diary, "--began", "2026-03-02", "--format", "json")
    assert ran.object["began"] == "2026-03-02"
    assert "\nBefore and after\n" in insights(diary, "--began", "2026-03-02").out
    assert "since 2 January 2026: there are too few" in " ".join(insights(diary, "--began", "2026-01-02").out.split())


@pytest.mark.parametrize("day", ["2026-01-01", "2025-01-01", "2026-05-31"])
def test_a_day_outside_the_journal_is_refused(insights: Command, diary: Path, day: str) -> None:
    ran = insights(diary, "--began", day)
    assert (ran.code, ran.out) == (2, "")
    assert "must lie within the journal, later than its first day (2026-01-01 to 2026-05-30)" in ran.err


def test_a_day_that_is_none(insights: Command, diary: Path) -> None:
    assert "is not a day such as" in insights(diary, "--began", "spring").err


def test_a_prior_made_and_borrowed(insights: Command, diary: Path, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "prior.json"
    ran = insights(study, "--format", "prior", "--jobs", "1", "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    made = json.loads(out.read_text())
    assert (made["format"], made["outcome"]) == ("hipwise-prior/1", "hip_pain")
    assert made["factors"]["argument"]["people"] == 5
    assert insights(study, "--format", "prior", "--jobs", "1").out == out.read_text(), "the same on the terminal"
    ran = insights(diary, "--prior", out, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.object["prior"]) == 64
    assert "What many other people’s notes show" in insights(diary, "--prior", out).out


def test_too_few_people_for_a_prior(insights: Command, study: Path, tmp_path: Path) -> None:
    write(study, "p4.csv", "")
    out = tmp_path / "prior.json"
    ran = insights(study, "--format", "prior", "--jobs", "1", "--out", out)
    assert ran.code == 2
    assert "a prior needs 5 people or more, so that nobody’s notes show in it; here are 4" in ran.err
    assert not out.exists()


def test_several_outcomes_make_no_prior(insights: Command, study: Path) -> None:
    write(study, "p5.csv", journal().replace("hip_pain", "pain"))
    ran = insights(study, "--format", "prior", "--jobs", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "these journals have several: “hip_pain”, “pain”; choose one with --outcome" in ran.err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "it is no JSON"),
        (b"\xff\xfe\x00", "it is no JSON"),
        ("[1]", "it lacks what a prior holds"),
        ('{"format": "hipwise-prior/9"}', "its format is 'hipwise-prior/9'"),
        (
            '{"format": "hipwise-prior/1", "outcome": "pain", "factors": {"a": '
            '{"unit": "x", "people": 5, "mean": NaN, "error": 1, "spread": 1}}}',
            "the numbers of 'a' make no sense",
        ),
    ],
)
def test_files_that_are_no_prior(insights: Command, diary: Path, tmp_path: Path, text: str, why: str) -> None:
    ran = insights(diary, "--prior", write(tmp_path, "kept.json", text))
    assert (ran.code, ran.out) == (2, "")
    assert "this is no prior; make one with --format prior" in ran.err
    assert why in ran.err


def test_a_prior_that_is_not_there_or_far_too_large(
    insights: Command, diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the prior can’t be opened (No such file" in insights(diary, "--prior", tmp_path / "none").err
    monkeypatch.setattr(borrowing, "LARGEST", 10)
    assert "too large for a prior" in insights(diary, "--prior", write(tmp_path, "kept.json", " " * 11)).err


@pytest.mark.parametrize(
    ("prior", "why"),
    [
        (Prior("mood", (Pooled("argument", EVENT, 9, 1.0, 0.1, 0.1),)), "it is about “mood”, not “hip_pain”"),
        (Prior("hip_pain", (Pooled("tea", EVENT, 9, 1.0, 0.1, 0.1),)), "it speaks of none of this journal’s columns"),
        (Prior("hip_pain", (Pooled("walk", STEP, 9, 1.0, 0.1, 0.1),)), "it speaks of none of this journal’s columns"),
        (Prior("hip_pain", ()), "it speaks of none of this journal’s columns"),
    ],
)
def test_a_prior_of_which_nothing_fits(insights: Command, diary: Path, tmp_path: Path, prior: Prior, why: str) -> None:
    ran = insights(diary, "--prior", kept(tmp_path, prior), "--format", "json")
    assert ran.code == 0
    assert ran.object["prior"] is None
    assert f"nothing is taken from the prior: {why}" in ran.err
