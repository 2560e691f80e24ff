"""Single cells into times and numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", ".", "?"})
"""Cells that say that nothing was written, in lower case."""

LARGEST = 1e12
"""No diary holds a larger number; beyond it a cell is a slip."""

FIRST_YEAR, LAST_YEAR = 1900, 2199

_ANSWERS = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}.*", re.ASCII | re.DOTALL)
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86400.0

NumberSlip = Literal["not_a_number", "number_infinite", "number_absurd"]
TimeSlip = Literal["time_unreadable", "time_absurd"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as its writer's clock showed it.

    ``days`` since 1970-01-01 by that clock, ``clock`` False for a date alone, ``zone`` minutes ahead of UTC or None.
    """

    days: float
    clock: bool
    zone: float | None


def is_missing(cell: str) -> bool:
    """Whether a stripped cell says that nothing was written."""
    return not cell or cell.lower() in MISSING


def is_clock(cell: str) -> bool:
    """Whether a cell is a time of day without a date."""
    return _CLOCK.fullmatch(cell) is not None


def read_number(cell: str, *, decimal_comma: bool) -> float | NumberSlip:
    """A stripped cell that is not missing as a finite number; yes and true are 1, no and false 0."""
    text = cell.replace("−", "-")
    if decimal_comma and _COMMA_NUMBER.fullmatch(text):
        text = text.replace(",", ".")
    if _NUMBER.fullmatch(text):
        value = float(text)
        return value if abs(value) <= LARGEST else "number_absurd"
    if _INFINITE.fullmatch(text):
        return "number_infinite"
    return _ANSWERS.get(text.lower(), "not_a_number")


def read_moment(cell: str) -> Moment | TimeSlip:
    """A stripped cell in ISO 8601, date alone or with a time of day, with or without a zone.

    The clock on the writer's wall counts: 23:30+02:00 is half past eleven at night, wherever the file is read.
    """
    try:
        when = datetime.fromisoformat(cell)
    except ValueError:
        return "time_unreadable"
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        return "time_absurd"
    offset = when.utcoffset()
    seconds = (when.hour * 60 + when.minute) * 60 + when.second + when.microsecond / 1e6
    return Moment(
        days=when.toordinal() - _EPOCH + seconds / _DAY,
        clock=":" in cell or "T" in cell.upper(),
        zone=None if offset is None else offset.total_seconds() / 60,
    )


def is_number(value: float | NumberSlip) -> bool:
    """Whether reading a cell gave a number."""
    return isinstance(value, float) and math.isfinite(value)
