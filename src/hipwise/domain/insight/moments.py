"""Panel -> moments: the clean grid of ticks on which everything else is computed.

For a daily panel a tick is a day; several entries of a day become one (the mean, or for an event
whether it happened), and breaks of up to two weeks get their unwritten days as empty ticks, because
what happened before and after a gap says something about the days inside. For a timed panel a tick
is an entry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.panel import Array, Panel
from hipwise.domain.stats.levels import quantile

NEWEST = 3_000
"""Longer journals are read from their newest end: so many ticks with the outcome written."""

MOST_CELLS, FEWEST_READ = 300_000, 400
"""Very wide ones from nearer still, so that memory stays bounded: so many values, but never fewer ticks than this."""

LONGEST_FILLED_BREAK = 14

Mask = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """``times`` (ticks,) in days; ``outcome`` (ticks,) and ``factors`` (ticks, columns), each scaled to mean 0 and
    spread 1 over its written values (0 where it never varied).

    ``points`` is the spread of the outcome in its own points, ``centre`` and ``spread`` (columns,) those of the factors
    in their units; ``rows`` the ticks with the outcome written; ``unit`` one step of memory in days.
    """

    names: tuple[str, ...]
    times: Array
    outcome: Array
    points: float
    factors: Array
    centre: Array
    spread: Array
    rows: Index
    unit: float
    timed: bool

    @property
    def gaps(self) -> Array:
        """Time from each tick to the one before, in units of memory; the first is infinite."""
        return np.concatenate([[np.inf], np.diff(self.times) / self.unit])

    @property
    def days(self) -> Array:
        """The day of each tick."""
        return np.floor(self.times)

    def only(self, factors: list[int]) -> Moments:
        """The same ticks with these columns alone."""
        names = tuple(self.names[factor] for factor in factors)
        return replace(
            self,
            names=names,
            factors=self.factors[:, factors],
            centre=self.centre[factors],
            spread=self.spread[factors],
        )


def moments(panel: Panel) -> Moments:
    """The grid of a panel, its columns in the order of their names (so that their given order can't matter)."""
    columns = sorted(panel.factors, key=lambda column: column.name)
    table = np.column_stack([panel.outcome.values, *(column.values for column in columns)])
    times = panel.times
    if not panel.timed:
        kinds = [False, *(column.kind == "event" for column in columns)]
        times, table = _days(times, table, np.array(kinds))
    times, table = _newest(times, table)
    if not panel.timed:
        times, table = _with_empty_days(times, table)
    scaled, centre, spread = _scaled(table)
    return Moments(
        names=tuple(column.name for column in columns),
        times=times,
        outcome=scaled[:, 0],
        points=float(spread[0]),
        factors=scaled[:, 1:],
        centre=centre[1:],
        spread=spread[1:],
        rows=np.flatnonzero(np.isfinite(table[:, 0])),
        unit=_usual_gap(times) if panel.timed else 1.0,
        timed=panel.timed,
    )


def _days(times: Array, table: Array, events: Mask) -> tuple[Array, Array]:
    """One row a day: means of numbers, for events whether they happened."""
    days, where = np.unique(np.floor(times), return_inverse=True)
    if days.size == times.size:
        return days, table
    known = np.isfinite(table)
    count, total = np.zeros((days.size, table.shape[1])), np.zeros((days.size, table.shape[1]))
    scale = np.maximum(np.max(np.abs(table), axis=0, initial=0.0, where=known), 1e-300)
    np.add.at(count, where, known)
    np.add.at(total, where, np.where(known, table, 0.0) / scale)
    mean = np.where(count > 0, total / np.maximum(count, 1.0) * scale, np.nan)
    return days, np.where(events & np.isfinite(mean), np.ceil(mean), mean)


def _newest(times: Array, table: Array) -> tuple[Array, Array]:
    """From two weeks before the first outcome that is used to the last."""
    rows = np.flatnonzero(np.isfinite(table[:, 0]))
    if rows.size == 0:
        return times[:0], table[:0]
    rows = rows[-min(NEWEST, max(FEWEST_READ, MOST_CELLS // table.shape[1])) :]
    table = table.copy()
    table[: rows[0], 0] = np.nan
    near = (times >= times[rows[0]] - LONGEST_FILLED_BREAK) & (times <= times[rows[-1]])
    near &= np.isfinite(table).any(axis=1)
    return times[near], table[near]


def _with_empty_days(times: Array, table: Array) -> tuple[Array, Array]:
    if times.size == 0:
        return times, table
    step = np.diff(times)
    holes = np.flatnonzero((step > 1.0) & (step <= LONGEST_FILLED_BREAK))
    added = [np.arange(times[hole] + 1.0, times[hole + 1]) for hole in holes]
    if not added:
        return times, table
    extra = np.concatenate(added)
    every = np.concatenate([times, extra])
    order = np.argsort(every, kind="stable")
    empty = np.full((extra.size, table.shape[1]), np.nan)
    return every[order], np.concatenate([table, empty])[order]


def _scaled(table: Array) -> tuple[Array, Array, Array]:
    """Columns to mean 0 and spread 1; a column that never varies becomes 0 with spread 0."""
    known = np.isfinite(table)
    largest = np.max(np.abs(table), axis=0, initial=0.0, where=known)
    size = np.where(largest > 0, largest, 1.0)
    count = np.maximum(known.sum(axis=0), 1)
    shrunk = np.where(known, table, 0.0) / size
    centre = shrunk.sum(axis=0) / count
    centred = np.where(known, shrunk - centre, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / np.maximum(count - 1, 1))
    varies = spread > 1e-9
    scaled = np.where(known, np.where(varies, centred / np.where(varies, spread, 1.0), 0.0), np.nan)
    return scaled, centre * size, np.where(varies, spread * size, 0.0)


def _usual_gap(times: Array) -> float:
    return quantile(np.diff(times), 0.5) if times.size > 1 else 1.0
