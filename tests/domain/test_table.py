"""Reading journals: what is understood, and what is told when something is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table


def read(text: str | bytes) -> Table:
    table = read_table(text.encode() if isinstance(text, str) else text)
    assert isinstance(table, Table), table
    return table


def refused(text: str | bytes) -> Unusable:
    table = read_table(text.encode() if isinstance(text, str) else text)
    assert isinstance(table, Unusable), table
    return table


def column(table: Table, name: str) -> list[float | None]:
    values = next(column.values for column in table.columns if column.name == name)
    return [None if np.isnan(value) else float(value) for value in values]


def slips(table: Table) -> list[tuple[str, int]]:
    return [(slip.code, slip.line) for slip in table.problems]


def test_a_plain_journal() -> None:
    table = read("date,pain,walk\n2026-01-01,3,1\n2026-01-02,,0\n2026-01-03,4.5,\n")
    assert table.times.tolist() == [20454.0, 20455.0, 20456.0]
    assert column(table, "pain") == [3.0, None, 4.5]
    assert column(table, "walk") == [1.0, 0.0, None]
    assert (table.timed, table.problem_count, table.notes, table.texts) == (False, 0, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "date;pain;walk\r\n2026-01-01;3,5;1\r\n2026-01-02;4;0\r\n",
        "sep=;\ndate;pain;walk\n2026-01-01;3,5;1\n2026-01-02;4;0\n",
        "date\tpain\twalk\n2026-01-01\t3,5\t1\n2026-01-02\t4\t0",
        "date|pain|walk\r2026-01-01|3.5|1\r2026-01-02|4|0\r",
        '"date","pain","walk"\n"2026-01-01","3.5","yes"\n"2026-01-02","4","No"\n',
        "\n\n date , pain , walk \n 2026-01-01 , 3.5 , TRUE \n,,\n\n 2026-01-02 , +4.0e0 , false\n",
        "DATE,pain,walk,,\n2026-01-01,3.5,1,,\n2026-01-02,4,0,,\n",
        "pain,walk,Timestamp\n4,0,2026-01-02T23:59\n3.5,1,20260101T0001\n",
        "date,time,pain,walk\n2026-01-01,8:05,3.5,1\n2026-01-02,21:00,4,0\n",
        "date,time,pain,walk\n2026-01-01,,3.5,1\n2026-01-02,21:00,4,0\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_dialect_reads_alike(text: str, encoding: str) -> None:
    table = read(text.encode(encoding))
    assert table.times.tolist() == [20454.0, 20455.0]
    assert column(table, "pain") == [3.5, 4.0]
    assert column(table, "walk") == [1.0, 0.0]
    assert table.problem_count == 0


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "NaN", "null", "None", "-", "–", "?"])
def test_what_counts_as_missing(cell: str) -> None:
    table = read(f"date,pain\n2026-01-01,{cell}\n2026-01-02,4\n")
    assert column(table, "pain") == [None, 4.0]
    assert table.problem_count == 0


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("three", "not_a_number"),
        ("1_0", "not_a_number"),
        ("0x10", "not_a_number"),
        ("3 4", "not_a_number"),
        ("٣", "not_a_number"),
        ("85%", "not_a_number"),
        ('"1,5"', "not_a_number"),
        ("inf", "number_infinite"),
        ("-Infinity", "number_infinite"),
        ("1e400", "number_absurd"),
        ("1e13", "number_absurd"),
    ],
)
def test_a_bad_cell_is_empty_and_told(cell: str, code: str) -> None:
    table = read(f"date,pain,walk\n2026-01-01,{cell},1\n2026-01-02,4,0\n2026-01-03,5,0\n")
    assert column(table, "pain") == [None, 4.0, 5.0]
    assert column(table, "walk") == [1.0, 0.0, 0.0]
    assert slips(table) == [(code, 2)]
    assert table.problems[0].column == "pain"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("yesterday,9", "time_unreadable"),
        ("31/12/2026,9", "time_unreadable"),
        ("2026-02-30,9", "time_unreadable"),
        ("0026-01-05,9", "time_absurd"),
        ("2999-01-05,9", "time_absurd"),
        ("2062-01-05,9", "time_far"),
        (",9", "time_empty"),
        ("2026-01-05", "row_short"),
        ("2026-01-05,9,9", "row_long"),
        ('2026-01-05,"9', "quote_open"),
    ],
)
def test_a_bad_row_is_left_out_and_told(row: str, code: str) -> None:
    table = read(f"date,pain\n2026-01-01,3\n2026-01-02,4\n{row}\n2026-01-03,5\n")
    assert column(table, "pain") == [3.0, 4.0, 5.0]
    assert slips(table) == [(code, 4)]


def test_quoted_cells_may_hold_line_ends_and_lines_are_counted_as_an_editor_does() -> None:
    table = read('date,note,pain\n2026-01-01,"one, ""two""\n\nthree",3\n2026-01-02,,x\n2026-01-03,,4\n2026-01-04,,4\n')
    assert column(table, "pain") == [3.0, None, 4.0, 4.0]
    assert slips(table) == [("not_a_number", 5)]
    assert table.texts == ("note",)


def test_a_column_of_words_is_left_out_with_one_note() -> None:
    table = read("date,note,pain\n" + "".join(f"2026-01-{day:02},so-so,{day}\n" for day in range(1, 20)))
    assert [(note.code, note.column) for note in table.notes] == [("text_column", "note")]
    assert table.problem_count == 0
    assert table.names == ("pain",)


def test_names_twice_and_names_missing() -> None:
    table = read("date,pain,pain,\n2026-01-01,3,9,7\n2026-01-02,4,9,7\n")
    assert column(table, "pain") == [3.0, 4.0]
    assert slips(table) == [("name_twice", 1)]
    assert [note.code for note in table.notes] == ["unnamed_column"]


def test_the_clock_on_the_wall_counts() -> None:
    table = read("time,pain\n2026-03-01T23:30+01:00,3\n2026-03-29T23:30+02:00,4\n2026-03-30T06:00Z,5\n")
    assert table.times.tolist() == [20513.0, 20541.0, 20542.0]
    assert [note.code for note in table.notes] == ["zones_differ"]


def test_a_file_in_utc_says_so() -> None:
    table = read("time,pain\n2026-03-01T23:30Z,3\n2026-03-29T23:30+00:00,4\n")
    assert [note.code for note in table.notes] == ["zone_utc"]


def test_rows_in_any_order_and_moments() -> None:
    table = read("time,pain\n2026-01-02T18:00,4\n2026-01-01T12:00,1\n2026-01-02T06:00,3\n")
    assert table.timed
    assert table.times.tolist() == [20454.5, 20455.25, 20455.75]
    assert column(table, "pain") == [1.0, 3.0, 4.0]


def test_a_few_days_with_two_entries_stay_days() -> None:
    rows = "".join(f"2026-01-{day:02}T20:00,{day},\n" for day in range(1, 32))
    table = read(f"time,pain,walk\n2026-01-05T08:00,9,1\n{rows}")
    assert not table.timed
    assert table.times.tolist() == [20454.0 + day for day in range(31)]
    assert column(table, "pain")[4] == 5.0
    assert column(table, "walk")[4] == 1.0
    assert [(note.code, note.count) for note in table.notes] == [("days_merged", 1)]


def test_the_same_time_twice_the_later_row_counts() -> None:
    table = read("date,pain,walk\n2026-01-02,4,1\n2026-01-01,3,0\n2026-01-02,6,\n2026-01-01,3,\n")
    assert column(table, "pain") == [3.0, 6.0]
    assert column(table, "walk") == [0.0, 1.0]
    assert slips(table) == [("time_twice", 4)]


def test_two_decimal_marks_in_one_column_are_told() -> None:
    table = read("date;pain\n2026-01-01;3,5\n2026-01-02;3.5\n2026-01-03;3,5\n")
    assert column(table, "pain") == [3.5, 3.5, 3.5]
    assert slips(table) == [("decimals_mixed", 3)]


def test_lines_of_another_encoding_still_count() -> None:
    table = read("date,pain,müde\n2026-01-01,3,1\n".encode("cp1252") + b"2026-01-02,4,0\n")
    assert table.names == ("pain", "müde")
    assert slips(table) == [("encoding", 1)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "empty"),
        (b"PK\x03\x04 whatever", "archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("date,pain\n2026-01-01,3\n".encode("utf-16-le"), "binary"),
        (bytes(range(1, 256)) * 3, "binary"),
        (b"day,pain\n1,3\n", "no_time_column"),
        (b'"date,pain\n2026-01-01,3\n', "no_time_column"),
        (b"date,pain\n", "no_rows"),
        (b"date,pain\nsoon,3\nlater,4\n", "no_good_rows"),
        (b"date\n2026-01-01\n", "no_number_column"),
        (b"date,note\n2026-01-01,fine\n", "no_number_column"),
        (b"date" + b",x" * 1000 + b"\n", "too_many_columns"),
        (b"date,pain\n" + b"2026-01-01,3\n" * 200_001, "too_many_rows"),
        (b"date,pain\n" + b"\n" * 1_000_001, "too_many_rows"),
    ],
)
def test_files_that_cannot_be_used(data: bytes, why: str) -> None:
    assert refused(data).why == why


def test_the_outcome_is_the_first_usual_name() -> None:
    table = read("date,nprs,Hip_Pain,walk\n2026-01-01,1,2,0\n2026-01-02,1,2,1\n")
    panel = table.panel(ignore=["walk"])
    assert not isinstance(panel, Unusable)
    assert (panel.outcome.name, [factor.name for factor in panel.factors]) == ("Hip_Pain", ["nprs"])


@pytest.mark.parametrize(
    ("outcome", "ignore", "why"),
    [
        (None, [], "no_default_outcome"),
        ("pain", [], "no_such_outcome"),
        ("ache", ["ache"], "outcome_ignored"),
        ("note", [], "outcome_text"),
        ("blank", [], "outcome_empty"),
    ],
)
def test_outcomes_that_cannot_be(outcome: str | None, ignore: list[str], why: str) -> None:
    table = read("date,ache,note,blank\n2026-01-01,1,fine,\n2026-01-02,1,bad,\n")
    panel = table.panel(outcome, ignore)
    assert isinstance(panel, Unusable)
    assert panel.why == why
    if why in {"no_default_outcome", "no_such_outcome"}:
        assert panel.names == ("ache", "blank")


def test_a_stray_control_sign_is_no_reason_to_refuse_a_file() -> None:
    days = "".join(f"2026-01-{day:02},3\n" for day in range(1, 29))
    assert isinstance(read_table(f"date,pain\x01\n{days}".encode()), Table)
