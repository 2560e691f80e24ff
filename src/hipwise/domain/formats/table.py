"""A journal kept as a table (CSV and its cousins) into times and numbers, keeping every good row.

What it takes, rule by rule, is told to its users in ``docs/insights-command.md``.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.formats.cells import Moment, is_clock, is_missing, read_moment, read_number
from hipwise.domain.formats.lines import Row, read_lines, rows
from hipwise.domain.formats.merging import Entries, merge_days, merge_moments
from hipwise.domain.formats.slips import Note, Problem, Tally, Unusable, gathered
from hipwise.domain.insight.panel import Array, Column, Panel

TIME_NAMES = ("datetime", "timestamp", "date", "time")
OUTCOME_NAMES = ("pain", "hip_pain", "nprs")
"""Columns taken for the outcome when none is named, the first that is there."""

MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
FAR_YEARS = 30
"""A time further than this from the middle one is a slip of the pen, such as 2062 for 2026."""

_LOOK_AHEAD = 50


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read: ``times`` as in :class:`Panel`, ``columns`` of numbers, and all that was wrong on the way.

    ``problems`` holds the first slips by line, ``problem_count`` counts all; ``notes`` are no faults.
    ``texts`` are the names of columns left out because they hold text.
    """

    times: Array
    columns: tuple[Column, ...]
    timed: bool
    problems: tuple[Problem, ...]
    problem_count: int
    notes: tuple[Note, ...]
    texts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns of numbers, as they stand in the file."""
        return tuple(column.name for column in self.columns)

    def panel(self, outcome: str | None = None, ignore: Collection[str] = ()) -> Panel | Unusable:
        """The table as the engine takes it, with ``outcome`` (default: the first of ``OUTCOME_NAMES``) in front."""
        chosen = self._outcome(outcome)
        if isinstance(chosen, Unusable):
            return chosen
        if chosen.name in ignore:
            return self.refused(Unusable("outcome_ignored", chosen.name))
        if not np.isfinite(chosen.values).any():
            return self.refused(Unusable("outcome_empty", chosen.name))
        factors = tuple(column for column in self.columns if column is not chosen and column.name not in ignore)
        return Panel(self.times, chosen, factors, self.timed)

    def _outcome(self, name: str | None) -> Column | Unusable:
        by_name = {column.name: column for column in self.columns}
        if name is not None:
            if name in by_name:
                return by_name[name]
            return self.refused(Unusable("outcome_text" if name in self.texts else "no_such_outcome", name, self.names))
        lowered = {column.name.lower(): column for column in reversed(self.columns)}
        for usual in OUTCOME_NAMES:
            if usual in lowered:
                return lowered[usual]
        return self.refused(Unusable("no_default_outcome", names=self.names))

    def refused(self, why: Unusable) -> Unusable:
        """The same refusal, with the problems of this table beside it."""
        return Unusable(why.why, why.text, why.names, self.problems, self.problem_count)


def read_table(data: bytes) -> Table | Unusable:
    """The bytes of a file as a table. Bad rows and cells are left out and told; never raises on any bytes."""
    lines = read_lines(data)
    if isinstance(lines, Unusable):
        return lines
    tally = Tally()
    if lines.doubtful:
        tally.add("encoding", lines.first_doubtful, text=str(lines.doubtful))
    separator, records = rows(lines.lines)
    header = next(records, None)
    if header is None or header.cells is None:
        return Unusable("no_time_column")
    if len(header.cells) > MOST_COLUMNS:
        return Unusable("too_many_columns", str(len(header.cells)))
    first = list(islice(records, _LOOK_AHEAD))
    layout = _layout(header, first, tally)
    if isinstance(layout, Unusable):
        return layout
    layout.decimal_comma = separator != ","
    return _filled(layout, chain(first, records), tally)


@dataclass(slots=True)
class _Strand:
    """A column while it is read."""

    name: str
    at: int
    values: array[float] = field(default_factory=lambda: array("d"))
    numbers: int = 0
    commas: int = 0
    points: int = 0
    slips: Tally = field(default_factory=Tally)

    def read(self, cell: str, line: int, *, decimal_comma: bool) -> None:
        """Take the cell of the next entry."""
        value = float("nan")
        if not is_missing(cell):
            read = read_number(cell, decimal_comma=decimal_comma)
            if isinstance(read, float):
                value = read
                self.numbers += 1
                self._count_mark(cell, line)
            else:
                self.slips.add(read, line, self.name, cell)
        self.values.append(value)

    def _count_mark(self, cell: str, line: int) -> None:
        self.commas += "," in cell
        self.points += "." in cell
        if self.commas and self.points and not self.slips.counts["decimals_mixed"]:
            self.slips.add("decimals_mixed", line, self.name, cell)

    @property
    def is_text(self) -> bool:
        """Whether more of its cells are words than numbers."""
        return self.slips.total > self.numbers


@dataclass(slots=True)
class _Layout:
    """Which cell is what."""

    width: int
    time_at: int
    clock_at: int | None
    strands: list[_Strand]
    notes: list[Note]
    names: tuple[str, ...]
    decimal_comma: bool = False

    def when(self, cells: list[str]) -> str:
        """The text of a row's time; a date and a clock in two columns are put together."""
        text = cells[self.time_at].strip()
        if self.clock_at is None:
            return text
        clock = cells[self.clock_at].strip()
        return f"{text}T{clock.zfill(5) if clock[1:2] == ':' else clock}" if text and is_clock(clock) else text


def _layout(header: Row, first: list[Row], tally: Tally) -> _Layout | Unusable:
    names = [name.strip() for name in header.cells or ()]
    time_at = _time_column(names, first)
    if time_at is None:
        return Unusable("no_time_column", names=tuple(name for name in names if name))
    clock_at = _clock_column(names, first, time_at)
    strands: list[_Strand] = []
    notes: list[Note] = []
    seen: set[str] = set()
    for at, name in enumerate(names):
        if at in (time_at, clock_at):
            continue
        if not name:
            if _cells(first, at):
                notes.append(Note("unnamed_column", count=at + 1))
        elif name in seen:
            tally.add("name_twice", header.line, name, name)
        else:
            seen.add(name)
            strands.append(_Strand(name, at))
    return _Layout(len(names), time_at, clock_at, strands, notes, tuple(name for name in names if name))


def _cells(first: list[Row], at: int) -> list[str]:
    """The cells written in one column of the first rows."""
    cells = (row.cells[at].strip() for row in first if row.cells and len(row.cells) > at)
    return [cell for cell in cells if not is_missing(cell)]


def _time_column(names: list[str], first: list[Row]) -> int | None:
    """Of the columns that bear a name of time, one whose first cells can be read, in the order of ``TIME_NAMES``."""
    lowered = [name.lower() for name in names]
    found = [lowered.index(name) for name in TIME_NAMES if name in lowered]
    for at in found:
        if any(isinstance(read_moment(cell), Moment) for cell in _cells(first, at)):
            return at
    return found[0] if found else None


def _clock_column(names: list[str], first: list[Row], time_at: int) -> int | None:
    """A column ``time`` of mere clock times beside the column ``date``."""
    lowered = [name.lower() for name in names]
    if lowered[time_at] != "date" or "time" not in lowered:
        return None
    at = lowered.index("time")
    return at if any(is_clock(cell) for cell in _cells(first, at)) else None


def _filled(layout: _Layout, records: Iterable[Row], tally: Tally) -> Table | Unusable:
    """Read every row and put the entries in order."""
    lines, times, zones = array("q"), array("d"), set[float | None]()
    count = 0
    for row, moment in _entries(layout, records, tally):
        count += 1
        if count > MOST_ROWS:
            return Unusable("too_many_rows", f"{MOST_ROWS:,}")
        if moment is None or row.cells is None:
            continue
        lines.append(row.line)
        times.append(moment.days)
        zones.add(moment.zone)
        for strand in layout.strands:
            strand.read(row.cells[strand.at].strip(), row.line, decimal_comma=layout.decimal_comma)
    kept = [strand for strand in layout.strands if not strand.is_text]
    tally = gathered([tally, *(strand.slips for strand in kept)])
    if not times:
        why = Unusable("no_good_rows" if count else "no_rows", names=layout.names)
        return Unusable(why.why, "", why.names, tuple(tally.kept), tally.total)
    texts = tuple(strand.name for strand in layout.strands if strand.is_text)
    if not kept:
        return Unusable("no_number_column", names=texts, problems=tuple(tally.kept), problem_count=tally.total)
    values = np.array([strand.values for strand in kept], dtype=np.float64)
    entries = Entries(np.array(times), np.array(lines), values, [strand.name for strand in kept])
    notes = [*layout.notes, *(Note("text_column", name) for name in texts), *_zone_notes(zones)]
    return _ordered(entries, notes, tally, texts)


def _entries(layout: _Layout, records: Iterable[Row], tally: Tally) -> Iterator[tuple[Row, Moment | None]]:
    """Every row with its time, or None when it can't count."""
    for row in records:
        cells = row.cells
        if cells is None:
            tally.add("quote_open", row.line)
            yield row, None
            continue
        if len(cells) > layout.width and not any(cell.strip() for cell in cells[layout.width :]):
            del cells[layout.width :]
        if len(cells) != layout.width:
            tally.add("row_short" if len(cells) < layout.width else "row_long", row.line, text=str(len(cells)))
            yield row, None
            continue
        yield row, _moment(layout.when(cells), row.line, tally)


def _moment(text: str, line: int, tally: Tally) -> Moment | None:
    if is_missing(text):
        tally.add("time_empty", line)
        return None
    moment = read_moment(text)
    if isinstance(moment, Moment):
        return moment
    tally.add(moment, line, text=text)
    return None


def _zone_notes(zones: set[float | None]) -> Iterator[Note]:
    if len(zones) > 1:
        yield Note("zones_differ")
    elif zones == {0.0}:
        yield Note("zone_utc")


def _ordered(entries: Entries, notes: list[Note], tally: Tally, texts: tuple[str, ...]) -> Table:
    """Entries by time, each time once; whole days unless the journal holds several moments a day."""
    late = Tally()
    near = _near(entries, late)
    merged = merge_moments(entries.at(near[np.argsort(entries.times[near], kind="stable")]), late)
    timed = merged.timed
    if not timed:
        whole = merge_days(merged)
        if whole.times.size < merged.times.size:
            notes = [*notes, Note("days_merged", count=int(merged.times.size - whole.times.size))]
        merged = whole
    tally = gathered([tally, late])
    columns = tuple(Column(name, values) for name, values in zip(merged.names, merged.values, strict=True))
    return Table(merged.times, columns, timed, tuple(tally.kept), tally.total, tuple(notes), texts)


def _near(entries: Entries, tally: Tally) -> NDArray[np.intp]:
    """Indices of the entries that stand within ``FAR_YEARS`` of the middle one."""
    middle = np.sort(entries.times)[entries.times.size // 2]
    far = np.abs(entries.times - middle) > FAR_YEARS * 365.25
    for index in np.flatnonzero(far):
        day = np.datetime64(int(np.floor(entries.times[index])), "D")
        tally.add("time_far", int(entries.lines[index]), text=str(day))
    return np.flatnonzero(~far)
