"""Files that are partly or wholly wrong: what is said, what still counts, how the command ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from hipwise.project.insights import sources
from tests.command.kit import Command, by_process, journal, write


def spoiled(text: str) -> str:
    """A good journal with three faults."""
    lines = text.splitlines()
    lines[9] = "soon,3,0,0,4000"
    lines[19] = lines[19].replace(",0,", ",often,", 1).replace(",1,", ",often,", 1)
    lines[29] += ",5"
    return "\n".join(lines)


def test_good_rows_count_and_bad_ones_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "d.csv", spoiled(journal()))
    ran = by_process(path, "--format", "json")
    assert ran.code == 0
    assert [(slip["line"], slip["code"]) for slip in ran.object["problems"]] == [
        (10, "time_unreadable"),
        (20, "not_a_number"),
        (30, "row_long"),
    ]
    assert ran.object["days"] == 148
    first = ran.err.splitlines()[0]
    assert first.startswith(f"hipwise: {path}:10: “soon” is not a time such as ")


def test_strict(tmp_path: Path) -> None:
    path = write(tmp_path, "d.csv", spoiled(journal()))
    ran = by_process(path, "--strict")
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:10: " in ran.err
    assert ran.err.splitlines()[-1] == f"hipwise: {path}: with --strict, no row may be wrong"
    assert by_process(write(tmp_path, "good.csv", journal()), "--strict").code == 0


def test_many_faults_are_counted(insights: Command, tmp_path: Path) -> None:
    path = write(tmp_path, "d.csv", journal() + "never,1,1,1,1\n" * 500)
    ran = insights(path)
    assert ran.code == 0
    assert len(ran.err.splitlines()) == 11
    assert ran.err.splitlines()[-1].endswith("and 490 more like these")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04....", "save it as CSV first"),
        (b"\x7fELF\0\0\0", "not a text file"),
        (b"a,b\n1,2\n", "no column is called time, date, datetime or timestamp. Its columns: a, b"),
        (b"date,ache,\x1b[2J\n2026-01-01,2,3\n", "choose one with --outcome. Its columns: ache, �[2J"),
        (b"date,pain\n", "nothing below"),
        (b"date,pain\n1/2/26,3\n", "not one row could be read"),
        (b"date,pain,x\n2026-01-01,,1\n", "nothing is written in “pain”"),
    ],
)
def test_nothing_usable(insights: Command, tmp_path: Path, data: bytes, said: str) -> None:
    path = write(tmp_path, "d.csv", data)
    ran = insights(path)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert str(path) in ran.err
    assert "\x1b" not in ran.err


def test_json_says_why(insights: Command, tmp_path: Path) -> None:
    ran = insights(write(tmp_path, "d.csv", b""), "--format", "json")
    assert ran.code == 2
    assert (ran.object["error"], ran.object["error_code"]) == ("the file is empty", "empty")
    assert (ran.object["findings"], ran.object["silences"], ran.object["days"]) == ([], [], 0)


def test_paths_that_cannot_be_read(insights: Command, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = insights(tmp_path / "none.csv", tmp_path / "folder", "nul\0name")
    assert ran.code == 2
    assert "there is no such file or folder" in ran.err
    assert "the folder holds no .csv or .tsv file" in ran.err
    assert "can’t be opened" in ran.err


def test_a_large_file_is_refused_before_it_is_read(
    insights: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST", 2 * 1024 * 1024)
    path = tmp_path / "d.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    ran = insights(path)
    assert ran.code == 2
    assert "larger than 2 MB" in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ["--fdr", "0"],
        ["--fdr", "1"],
        ["--fdr", "nan"],
        ["--fdr", "five"],
        ["--seed", "-1"],
        ["--seed", "x"],
        ["--jobs", "0"],
        ["--format", "xml"],
    ],
)
def test_arguments_that_make_no_sense(insights: Command, diary: Path, args: list[str]) -> None:
    assert insights(diary, *args).code == 2


def test_places_where_nothing_can_be_written(insights: Command, diary: Path, tmp_path: Path) -> None:
    before = diary.read_bytes()
    for out in (tmp_path, tmp_path / "no" / "file.txt", diary):
        ran = insights(diary, "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("hipwise: ")
    assert diary.read_bytes() == before
