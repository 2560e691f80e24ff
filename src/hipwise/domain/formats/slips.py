"""What can be wrong with a table: codes only, so that other rings may say them in people's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Slip = Literal[
    "encoding",
    "quote_open",
    "row_short",
    "row_long",
    "time_empty",
    "time_unreadable",
    "time_absurd",
    "time_far",
    "time_twice",
    "not_a_number",
    "number_infinite",
    "number_absurd",
    "decimals_mixed",
    "name_twice",
]
"""Faults in single rows, cells or names: the rest of the table still counts."""

Remark = Literal["text_column", "unnamed_column", "zones_differ", "zone_utc", "days_merged"]
"""Things a careful reader would want to know; nothing is wrong with the table."""

Why = Literal[
    "file_missing",
    "file_folder",
    "file_unreadable",
    "file_too_large",
    "folder_empty",
    "crashed",
    "empty",
    "archive",
    "binary",
    "too_many_rows",
    "too_many_columns",
    "no_time_column",
    "no_number_column",
    "no_rows",
    "no_good_rows",
    "no_default_outcome",
    "no_such_outcome",
    "outcome_ignored",
    "outcome_text",
    "outcome_empty",
    "no_such_suspect",
    "began_outside",
    "not_strict",
]
"""Reasons for which nothing at all can be said about a file."""

KEPT = 100
"""So many slips of a file are kept with their line; all are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A slip and its place.

    ``line`` counts from 1 as an editor does; ``text`` is what stood there, unchanged.
    """

    code: Slip
    line: int
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a column, or on the whole table when ``column`` is empty."""

    code: Remark
    column: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a file gave nothing. ``names`` are the columns it has, where that helps; ``text`` as in :class:`Problem`."""

    why: Why
    text: str = ""
    names: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0


@dataclass(slots=True)
class Tally:
    """Slips as they are met: the first ``KEPT`` with their place, the number of all."""

    kept: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: Slip, line: int, column: str = "", text: str = "") -> None:
        """Note one slip."""
        self.counts[code] += 1
        if len(self.kept) < KEPT:
            self.kept.append(Problem(code, line, column, text))

    def take(self, other: Tally) -> None:
        """Add all that another tally holds, in the order of lines."""
        self.counts += other.counts
        self.kept = sorted([*self.kept, *other.kept], key=_place)[:KEPT]

    @property
    def total(self) -> int:
        """Number of slips, kept or not."""
        return self.counts.total()


def _place(problem: Problem) -> int:
    return problem.line


def gathered(tallies: Iterable[Tally]) -> Tally:
    """One tally of many."""
    whole = Tally()
    for tally in tallies:
        whole.take(tally)
    return whole
