"""Entries that share a time, or a day, into one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.formats.slips import Tally
from hipwise.domain.insight.panel import Array

SEVERAL_A_DAY = 0.1
"""A journal is one of moments when at least this share of its days holds two entries or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Entries in order of time: ``times`` and ``lines`` of shape (n,), ``values`` of shape (columns, n)."""

    times: Array
    lines: NDArray[np.int64]
    values: Array
    names: list[str]

    def at(self, index: NDArray[np.intp]) -> Entries:
        """These entries, in this order."""
        return replace(self, times=self.times[index], lines=self.lines[index], values=self.values[:, index])

    @property
    def timed(self) -> bool:
        """Whether times within a day mean something, by ``SEVERAL_A_DAY``; each time must stand once."""
        _, counts = np.unique(np.floor(self.times), return_counts=True)
        return bool((counts > 1).mean() >= SEVERAL_A_DAY)


def merge_moments(entries: Entries, tally: Tally) -> Entries:
    """Rows of the very same time as one entry: cell by cell the row that stands later in the file counts.

    Where that overrules another number, a slip is noted.
    """
    return _merged(entries, entries.times, tally)


def merge_days(entries: Entries) -> Entries:
    """Entries of one day as one: cell by cell the latest of the day counts; times become whole days."""
    days = np.floor(entries.times)
    return _merged(replace(entries, times=days), days, None)


def _merged(entries: Entries, keys: Array, tally: Tally | None) -> Entries:
    starts = np.flatnonzero(np.diff(keys, prepend=-np.inf) > 0)
    ends = np.append(starts[1:], keys.size)
    values = entries.values.copy()
    for start, end in zip(starts, ends, strict=True):
        if end - start > 1:
            _merge_run(entries, values, slice(int(start), int(end)), tally)
    return replace(entries, times=entries.times[starts], lines=entries.lines[starts], values=values[:, starts])


def _merge_run(entries: Entries, values: Array, run: slice, tally: Tally | None) -> None:
    """Write into the first place of a run what counts, and note a slip where numbers disagree."""
    block = entries.values[:, run]
    written = np.isfinite(block)
    last = block.shape[1] - 1 - np.argmax(written[:, ::-1], axis=1)
    counts = block[np.arange(block.shape[0]), last]
    values[:, run.start] = counts
    overruled = written & (block != counts[:, None])
    if tally is not None and overruled.any():
        column = int(np.argmax(overruled.any(axis=1)))
        tally.add("time_twice", int(entries.lines[run.stop - 1]), entries.names[column])
