"""No file, whatever its bytes, makes the reader fail; what it does read keeps its promises."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table

WORDS = ["date", "time", "pain", "2026-01-01", "2026-01-01T08:30", "9999-12-31", "Z", "+02:00", "nan", "inf", "sep=;"]
MARKS = [
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    '"',
    '""',
    "1",
    "0",
    "3,5",
    "3.5",
    "1e999",
    "-",
    "ß",
    "\u2028",
    "\x0b",
]
PIECES = st.sampled_from([*WORDS, *MARKS])
SCRAPS = st.lists(PIECES, max_size=80).map("".join)
CELL = st.one_of(st.just(""), st.integers(-5, 10).map(str), st.floats().map(str), st.text(max_size=6))
DAY = st.dates().map(str)


def promises(table: Table | Unusable) -> None:
    """What the engine may rely on."""
    if isinstance(table, Unusable):
        assert table.problem_count >= len(table.problems)
        return
    assert bool((np.diff(table.times) > 0).all())
    for name in table.names:
        panel = table.panel(name)
        if not isinstance(panel, Unusable):
            assert panel.digest()
            assert panel.days >= 1


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes) -> None:
    promises(read_table(data))


@given(SCRAPS, st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1252"]))
@settings(max_examples=300, deadline=None)
def test_any_scraps_below_a_header(text: str, encoding: str) -> None:
    promises(read_table(("date,pain\n" + text).encode(encoding, "replace")))
    promises(read_table(text.encode(encoding, "replace")))


@given(st.lists(st.tuples(DAY, CELL, CELL), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_cells(rows: list[tuple[str, str, str]]) -> None:
    promises(read_table("\n".join(["date,pain,walk", *map(",".join, rows)]).encode("utf-8", "surrogatepass")))


@given(
    st.dictionaries(st.dates().filter(lambda day: 2000 <= day.year <= 2020), st.floats(-1e6, 1e6), min_size=1),
    st.randoms(use_true_random=False),
)
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read(days: dict[object, float], order: object) -> None:
    rows = [f"{day},{value!r}" for day, value in days.items()]
    order.shuffle(rows)  # type: ignore[attr-defined]
    table = read_table("\n".join(["date,pain", *rows]).encode())
    assert isinstance(table, Table)
    assert table.problem_count == 0
    assert table.columns[0].values.tolist() == [days[day] for day in sorted(days)]  # type: ignore[type-var]
