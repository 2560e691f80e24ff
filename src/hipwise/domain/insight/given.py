"""What each column still says about pain, given the level, the clock and a set of columns already let in.

Gram-Schmidt in the metric of the fitted pain model, for all memories in play at once: letting a column in sweeps it
out of pain and out of every other column. The sums of products that remain are all that the tests need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.fit import Fit
from hipwise.domain.insight.panel import Array

Value = TypeVar("Value", bound=np.generic)

BLIND = 1e-4
"""A column with less than this share of its own variance left says nothing that those let in have not said."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """``pain`` (m, n) with the given swept out, and the sums of squares and products that remain.

    ``yy`` (m,), ``xy`` and ``xx`` (m, c), ``between`` (m, c / 2) of the two lags of each look. ``first`` (m,) and
    ``whole`` (m, c) are ``yy`` and ``xx`` with level and clock alone (``whole`` infinite for a column that is
    not to be asked about); ``sweeps`` the orthonormal columns given, (m, n) each; ``taken`` the number of
    factors among them; ``count`` the number of factors asked about,
    0 for columns that stand alone.
    """

    model: Fit
    columns: Array
    pain: Array
    yy: Array
    xy: Array
    xx: Array
    between: Array
    first: Array
    whole: Array
    sweeps: tuple[Array, ...]
    taken: int
    count: int

    def also(self, column: int) -> Given:
        """The same with one more column let in."""
        return self.beside(self.columns[:, :, column])

    def beside(self, column: Array) -> Given:
        """The same with a whitened column (m, n) let in that is none of these."""
        return replace(_sweep(self, column), taken=self.taken + 1)

    @property
    def score(self) -> Array:
        """Log-likelihood of each memory, (m,)."""
        rows = self.pain.shape[1]
        lost = np.log(np.maximum(self.yy, 1e-300) / self.first)
        return np.asarray(self.model.score - 0.5 * (rows - 1) * lost)

    @property
    def left(self) -> Array:
        """Surprises that remain after the best guess of everything given, (m, n), white when the model holds."""
        return _within(self.model, self.pain)


def nothing(model: Fit, columns: Array, asked: NDArray[np.bool_], count: int) -> Given:
    """Only level and clock given. ``columns`` (m, n, c) whitened, c = looks x 2 lags x ``count`` factors; ``asked``
    (c,) those to be asked about."""
    projected = _within_columns(model, columns)
    bare = Given(
        model=model,
        columns=columns,
        pain=model.pain,
        yy=(model.pain * _within(model, model.pain)).sum(axis=1),
        xy=np.einsum("mnc,mn->mc", projected, model.pain),
        xx=np.einsum("mnc,mnc->mc", projected, columns),
        between=np.einsum("mnc,mnc->mc", halves(projected, count)[0], halves(columns, count)[1]),
        first=np.zeros(0),
        whole=np.zeros(0),
        sweeps=(),
        taken=0,
        count=count,
    )
    start = _sweep(bare, model.level)
    return replace(start, first=start.yy, whole=np.where(asked, start.xx, np.inf))


def halves(columns: NDArray[Value], count: int) -> tuple[NDArray[Value], NDArray[Value]]:
    """The first and the second lag of every look: (..., looks x 2 x count) -> twice (..., looks x count).

    Columns of which ``count`` is 0 stand alone and have no halves.
    """
    if count == 0:
        return columns[..., :0], columns[..., :0]
    apart = columns.reshape(*columns.shape[:-1], -1, 2, count)
    shape = (*columns.shape[:-1], -1)
    return apart[..., 0, :].reshape(shape), apart[..., 1, :].reshape(shape)


def _sweep(given: Given, column: Array) -> Given:
    model = given.model
    for earlier in given.sweeps:
        column = column - (_within(model, earlier) * column).sum(axis=1)[:, None] * earlier
    length = (column * _within(model, column)).sum(axis=1)
    unit = column / np.sqrt(np.maximum(length, 1e-300))[:, None]
    weight = _within(model, unit)
    onto_pain = (weight * given.pain).sum(axis=1)
    onto = (weight[:, None, :] @ given.columns)[:, 0, :]
    one, other = halves(onto, given.count)
    return replace(
        given,
        pain=given.pain - onto_pain[:, None] * unit,
        yy=given.yy - onto_pain**2,
        xy=given.xy - onto * onto_pain[:, None],
        xx=given.xx - onto**2,
        between=given.between - one * other,
        sweeps=(*given.sweeps, unit),
    )


def _within(model: Fit, column: Array) -> Array:
    """V^-1 column for (m, n)."""
    inner = (column[:, None, :] @ model.basis) @ model.middle
    return column - (model.basis @ np.swapaxes(inner, 1, 2))[:, :, 0]


def _within_columns(model: Fit, columns: Array) -> Array:
    """V^-1 columns for (m, n, c)."""
    return columns - model.basis @ (model.middle @ (np.swapaxes(model.basis, 1, 2) @ columns))
