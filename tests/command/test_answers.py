"""What the command answers, in each form."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from hipwise.domain.insight.finding import LAGS
from hipwise.ui.words.insight import REASONS
from tests.command.kit import Command, by_process, journal, write

TOP = {"file", "outcome", "days", "entries", "engine", "seed", "findings", "silences", "shift", "writing"}
TOP |= {"fdr", "early", "suspects", "prior", "began"}
FINDING = {"factor", "lag", "tier", "effect", "low", "high", "unit", "p", "q", "days_used", "sentence"}
FINDING |= {"direction", "above", "change"}
SILENCE = {"factor", "lag", "reason", "low", "high", "more_days", "after", "through", "sentence"}


def check_shape(said: dict[str, Any]) -> None:
    assert said.keys() >= TOP
    for finding in said["findings"]:
        assert finding.keys() >= FINDING
        assert finding["lag"] in LAGS
        assert finding["tier"] in {"clear", "early"}
        assert all(math.isfinite(finding[key]) for key in ("effect", "low", "high", "p", "q", "step"))
        assert finding["low"] <= finding["high"]
        assert finding["sentence"].endswith(".")
    for silence in said["silences"]:
        assert silence.keys() >= SILENCE
        assert silence["reason"] in REASONS
        assert silence["more_days"] is None or len(silence["more_days"]) == 2
        assert silence["sentence"].endswith(".")


def test_json_by_process(diary: Path) -> None:
    ran = by_process(diary, "--format", "json", "--seed", "7")
    assert (ran.code, ran.err) == (0, "")
    said = ran.object
    check_shape(said)
    assert (said["file"], said["outcome"], said["days"], said["entries"]) == (str(diary), "hip_pain", 150, 150)
    assert said["seed"] == 7
    finding = next(finding for finding in said["findings"] if finding["factor"] == "argument")
    assert (finding["lag"], finding["tier"]) == ("same", "clear")
    assert finding["low"] < 2 < finding["high"]
    assert finding["sentence"].startswith("On days with an argument, your notes show hip pain about ")
    assert {one["factor"] for one in said["findings"] + said["silences"]} == {"argument", "walk", "steps"}


def test_the_same_bytes_again(diary: Path) -> None:
    assert by_process(diary, "--format", "json").out == by_process(diary, "--format", "json", "--jobs", "2").out


def test_json_never_holds_nan(insights: Command, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{day:02},{day % 3},,1,\n" for day in range(1, 31))
    path = write(tmp_path, "poor.csv", f"date,pain,blank,always,once\n{rows}2026-02-01,2,,1,1\n")
    ran = insights(path, "--format", "json")
    assert ran.code == 0
    said = json.loads(ran.out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    check_shape(said)
    assert {one["factor"] for one in said["silences"]} == {"blank", "always", "once"}


def test_text_by_process(diary: Path) -> None:
    ran = by_process(diary)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == str(diary)
    assert lines[1] == "150 days with hip pain written down, 1 Jan 2026 to 30 May 2026"
    assert max(map(len, lines[1:])) <= 80
    assert "  On days with an argument, your notes show hip pain about" in ran.out
    assert "What this can’t tell: " in ran.out


def test_text_fits_any_names(insights: Command, tmp_path: Path) -> None:
    long = "a_very_long_name_that_somebody_gave_to_a_column_of_a_form_once"
    text = journal().replace("argument", long).replace("steps", "\x1b[31mred\x07")
    ran = insights(write(tmp_path, "d.csv", text))
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines()[1:])) <= 80
    assert "\x1b" not in ran.out
    assert "\x07" not in ran.out


def test_ignoring_columns(insights: Command, diary: Path) -> None:
    ran = insights(diary, "--ignore", "argument", "--ignore", "swim", "--format", "json")
    assert {one["factor"] for one in ran.object["findings"] + ran.object["silences"]} == {"walk", "steps"}
    assert "no column is called “swim”" in ran.err


def test_another_outcome(insights: Command, diary: Path) -> None:
    assert insights(diary, "--outcome", "steps", "--format", "json").object["outcome"] == "steps"


def test_moments(insights: Command, tmp_path: Path) -> None:
    lines = journal(days=180).splitlines()
    times = [f"2026-01-{1 + at // 6:02}T{8 + 2 * (at % 6):02}:00" for at in range(180)]
    rows = [f"{time},{line.split(',', 1)[1]}" for time, line in zip(times, lines[1:], strict=True)]
    path = write(tmp_path, "m.csv", "\n".join([lines[0], *rows]))
    said = insights(path, "--format", "json").object
    check_shape(said)
    assert (said["timed"], said["days"], said["entries"]) == (True, 30, 180)


def test_out_is_written_whole_or_not_at_all(insights: Command, diary: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.json"
    ran = insights(diary, "--format", "json", "--out", out)
    assert (ran.code, ran.out) == (0, "")
    check_shape(json.loads(out.read_text("utf-8")))
    before = out.read_bytes()
    ran = insights(write(tmp_path, "bad.csv", "nothing"), "--out", out)
    assert ran.code == 2
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "diary.csv", "said.json"]
