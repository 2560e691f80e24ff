"""The one shape in which a journal reaches the engine: times, an outcome, and factors beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.stats.levels import levels

Array = NDArray[np.float64]
Kind = Literal["number", "event"]

FARTHEST = 3_000_000.0
"""Times beyond this many days from 1970 (year 9999) are no times of a journal."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One written thing.

    ``values`` has shape (entries,), float64, NaN where nothing was written, never infinite.
    """

    name: str
    values: Array

    @property
    def kind(self) -> Kind:
        """``event`` when only 0 and 1 were ever written (it happened or not), otherwise ``number``."""
        written = self.values[np.isfinite(self.values)]
        return "event" if written.size and bool(((written == 0.0) | (written == 1.0)).all()) else "number"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A journal as arrays.

    ``times``: shape (entries,), strictly increasing, in days of the person's own wall clock since
    1970-01-01 (a date alone is a whole number; noon is .5). ``outcome`` and each of ``factors`` hold
    one value an entry. ``timed`` says whether times within a day mean anything (several entries a
    day) or each entry stands for its whole day.

    Raises:
        ValueError: when shapes differ, times do not increase or lie beyond the year 9999, a value is infinite
            or a name repeats.
    """

    times: Array
    outcome: Column
    factors: tuple[Column, ...]
    timed: bool = False

    def __post_init__(self) -> None:
        names = [self.outcome.name, *(column.name for column in self.factors)]
        if len(set(names)) != len(names):
            raise ValueError("every column needs a name of its own")
        if self.times.ndim != 1 or not np.isfinite(self.times).all():
            raise ValueError("times must be one finite number an entry")
        if bool((np.abs(self.times) > FARTHEST).any()):
            raise ValueError("times must lie before the year 9999")
        if self.times.size > 1 and not bool((np.diff(self.times) > 0).all()):
            raise ValueError("times must increase")
        for column in (self.outcome, *self.factors):
            if column.values.shape != self.times.shape:
                raise ValueError(f"{column.name!r} must hold one value an entry")
            if np.isinf(column.values).any():
                raise ValueError(f"{column.name!r} holds an infinite value")

    @property
    def entries(self) -> int:
        """Number of entries, written or empty."""
        return int(self.times.size)

    @property
    def days(self) -> int:
        """Number of different days with the outcome written."""
        written = np.isfinite(self.outcome.values)
        return int(levels(np.floor(self.times[written]))[0].size)

    def digest(self) -> str:
        """A hexadecimal SHA-256 of names and values: the same data, in any column order, give the same digest."""
        parts = hashlib.sha256()
        parts.update(b"timed" if self.timed else b"daily")
        parts.update(np.ascontiguousarray(self.times).tobytes())
        ordered = sorted(self.factors, key=lambda column: column.name)
        for column in (self.outcome, *ordered):
            values = np.where(np.isnan(column.values), np.nan, column.values + 0.0)
            parts.update(b"\0" + column.name.encode() + b"\0")
            parts.update(np.ascontiguousarray(values).tobytes())
        return parts.hexdigest()
