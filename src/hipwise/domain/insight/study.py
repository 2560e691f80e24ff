"""All that was made of a journal before anything is asked of it, and the way to ask about columns of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.clock import Clock, clock
from hipwise.domain.insight.fill import Filled, fill
from hipwise.domain.insight.finding import Lag
from hipwise.domain.insight.fit import Fit, fit
from hipwise.domain.insight.given import Given, nothing
from hipwise.domain.insight.lags import columns, kicks
from hipwise.domain.insight.looks import HIGH, LOW, Look, Shape, looks, stepped, steps
from hipwise.domain.insight.memory import carry, whiten
from hipwise.domain.insight.moments import Moments
from hipwise.domain.insight.panel import Array, Kind
from hipwise.domain.insight.reverse import Foretold, foretold_by_pain, leak
from hipwise.domain.insight.usable import Use

NEAR = 5.0
"""Log units below the best at which a memory is given up where columns of one's own are asked about."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a column stands for: a factor, at a lag, in a shape."""

    factor: int
    lag: Lag
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A journal prepared: the grid of the k factors asked about, what each offers at each lag, their values without
    holes, the pain model, and ``white`` (memories, rows, looks x 2 x k), the columns of all looks.

    ``steps`` holds for each stepped shape the values above which it is 1, scaled like the grid, (k,).
    """

    grid: Moments
    kinds: tuple[Kind, ...]
    uses: tuple[dict[Lag, Use], ...]
    hours: Clock
    model: Fit
    filled: Filled
    reverse: Foretold
    looked: tuple[Look, ...]
    steps: dict[Shape, Array]
    white: Array

    @property
    def count(self) -> int:
        """Number of factors asked about."""
        return len(self.grid.names)

    def place(self, column: int) -> Place:
        """What this column of ``white`` stands for."""
        look, within = divmod(column, 2 * self.count)
        late, factor = divmod(within, self.count)
        return Place(factor, self.looked[look].lags[late], self.looked[look].shape)

    def start(self) -> Given:
        """Level and clock given, every open column to be asked about; what leaks from pain to a factor is taken out."""
        places = [self.place(column) for column in range(self.white.shape[2])]
        given = nothing(self.model, self.white, np.array([self._open(place) for place in places]), self.count)
        rows = self.grid.rows
        gaps = np.concatenate([[np.inf], np.diff(self.grid.times[rows]) / self.grid.unit])
        noise = given.yy / max(rows.size - 1, 1)
        products = given.xy.copy()
        products[:, : self.count] -= leak(self.reverse, self.model.gains, gaps, noise)
        return replace(given, xy=products)

    def _open(self, place: Place) -> bool:
        stepless = place.shape != "line" and not bool(np.isfinite(self.steps[place.shape][place.factor]))
        return self.uses[place.factor][place.lag].reason is None and not stepless

    def fill(self, values: Array) -> Filled:
        """Columns (ticks, c) without holes."""
        return fill(values, self.grid.gaps, self.hours)

    def kicked(self, filled: Filled, factor: int, lag: Lag) -> Array:
        """Kicks (ticks, c) at a lag of columns made from this factor."""
        reverse = np.full(filled.values.shape[1], bool(self.reverse.suspicious[factor]))
        return kicks(self.grid, filled, reverse, (lag,))[lag]

    def ask(self, pushes: Array, lag: Lag | None, given: list[int]) -> Given:
        """Columns of one's own (ticks, c) beside these of ``white``: kicks at this lag, with None standing levels."""
        near = np.flatnonzero(self.model.score >= self.model.score.max() - NEAR)
        model = self.model.only(near)
        standing = lag is None or (self.grid.timed and lag == "next")
        carried = pushes[None] if standing else carry(pushes, model.memories, self.grid.gaps)
        rows = np.broadcast_to(carried, (near.size, *pushes.shape))[:, self.grid.rows]
        result = nothing(model, whiten(rows, model.gains), np.ones(pushes.shape[1], dtype=bool), 0)
        for column in given:
            result = result.beside(self.white[near, :, column])
        return result


def study(grid: Moments, kinds: tuple[Kind, ...], uses: tuple[dict[Lag, Use], ...]) -> Study:
    """Prepare a journal in which there is something to ask about."""
    hours = clock(grid.times, timed=grid.timed)
    model = fit(grid, hours)
    looked = looks(grid)
    numbers = np.array([kind == "number" for kind in kinds])
    looked_at = {look.shape for look in looked}
    at = {s: np.where(numbers, steps(grid.factors, share), np.nan) for s, share in _STEPPED.items() if s in looked_at}
    values = [grid.factors, *(centred(stepped(grid.factors, step)) for step in at.values())]
    every = fill(np.concatenate(values, axis=1), grid.gaps, hours)
    count = len(grid.names)
    shapes: dict[Shape, Filled] = {"line": every.only(slice(0, count))}
    for place, shape in enumerate(at, 1):
        shapes[shape] = every.only(slice(place * count, (place + 1) * count))
    reverse = foretold_by_pain(grid, shapes["line"])
    white = columns(grid, shapes, reverse.suspicious, model, looked)
    return Study(grid, kinds, uses, hours, model, shapes["line"], reverse, looked, at, white)


_STEPPED: dict[Shape, float] = {"high": HIGH, "low": LOW}


def centred(values: Array) -> Array:
    """Columns less their mean over what is written, so that not knowing means 0; (ticks, k)."""
    known = np.isfinite(values)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(values - mean)
