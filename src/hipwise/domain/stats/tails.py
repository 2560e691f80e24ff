"""Tail probabilities of the normal and of Student's t, without the half second that importing scipy.stats takes."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_SMALLEST = 1e-300
_NORMAL = NormalDist()


def _legendre(count: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss-Legendre quadrature on -1 to 1 (Golub & Welsch 1969).

    numpy has them too, in a package whose import takes longer than all the rest of this one.
    """
    order = np.arange(1.0, count)
    beside = order / np.sqrt(4.0 * order**2 - 1.0)
    nodes, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return nodes, 2.0 * vectors[0] ** 2


_NODES, _WEIGHTS = _legendre(32)


def normal_tail(z: ArrayLike) -> Array:
    """P(Z > z) of a standard normal; any shape."""
    flat = np.asarray(z, dtype=np.float64)
    tails = [0.5 * math.erfc(value) for value in (flat.ravel() / math.sqrt(2.0)).tolist()]
    return np.array(tails, dtype=np.float64).reshape(flat.shape)


def normal_point(p: ArrayLike) -> Array:
    """The z with P(Z > z) = p, for 0 < p < 1; any shape."""
    flat = np.asarray(p, dtype=np.float64)
    points = [-_NORMAL.inv_cdf(value) for value in np.clip(flat.ravel(), _SMALLEST, 1.0 - 1e-16).tolist()]
    return np.array(points, dtype=np.float64).reshape(flat.shape)


def student_normal(t: ArrayLike, df: ArrayLike) -> Array:
    """The normal z with the tails of ``t`` among Student's t with ``df`` >= 3 degrees of freedom; shapes broadcast.

    Hill's expansion (1970, algorithm 395). From five degrees of freedom on the tail beyond z is that beyond t to
    within .05 % down to one in ten thousand; with fewer, far tails come out smaller than they are.
    """
    seen, freedom = np.asarray(t, dtype=np.float64), np.asarray(df, dtype=np.float64)
    a = freedom - 0.5
    b = 48.0 * a * a
    y = a * np.log1p(seen * seen / freedom)
    inner = (((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b) + y + 3.0
    return np.asarray(np.sign(seen) * (inner / b + 1.0) * np.sqrt(y), dtype=np.float64)


def student_two_sided(t: ArrayLike, df: ArrayLike) -> Array:
    """P(|T| > |t|) of Student's t with ``df`` >= 3 degrees of freedom, as exact as :func:`student_normal`."""
    return 2.0 * normal_tail(np.abs(student_normal(t, df)))


def student_of(z: ArrayLike, df: ArrayLike) -> Array:
    """The t with the tails of the normal ``z`` > 0: undoes :func:`student_normal`; shapes broadcast."""
    wanted, freedom = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(df, dtype=np.float64))
    t: Array = wanted.copy()
    for _ in range(60):
        step = wanted / student_normal(t, freedom)
        t = t * step
        if bool((np.abs(step - 1.0) < 1e-12).all()):
            break
    return t


def smaller_of_two(z: ArrayLike, correlation: ArrayLike) -> Array:
    """P(max(|Z1|, |Z2|) > z) for standard normals with the given correlation; shapes broadcast.

    The p-value of the better of two looks. Exact up to quadrature: the part outside z in the first
    normal, plus the integral over the first inside z of the second's conditional tails.
    """
    cut, rho = np.broadcast_arrays(np.abs(np.asarray(z, dtype=np.float64)), np.asarray(correlation, dtype=np.float64))
    rho = np.clip(rho, -1.0, 1.0)
    rest = np.sqrt(np.maximum(1.0 - rho**2, 1e-12))[..., None]
    first = cut[..., None] * (_NODES + 1.0) / 2.0  # both halves of the integral are alike
    bell = np.exp(-0.5 * first**2) / math.sqrt(2.0 * math.pi)
    outside = normal_tail((cut[..., None] - rho[..., None] * first) / rest)
    outside += normal_tail((cut[..., None] + rho[..., None] * first) / rest)
    inside = cut * (bell * outside * _WEIGHTS).sum(axis=-1)
    return np.asarray(np.minimum(1.0, 2.0 * normal_tail(cut) + inside), dtype=np.float64)


def point_of_two(p: float, correlation: ArrayLike) -> Array:
    """The z with P(max(|Z1|, |Z2|) > z) = ``p``, to about four digits: from a table over the correlation; any shape."""
    strengths, points = _table_of_two(p)
    return np.asarray(np.interp(np.abs(np.asarray(correlation, dtype=np.float64)), strengths, points))


@lru_cache(maxsize=16)
def _table_of_two(p: float) -> tuple[Array, Array]:
    strengths = np.sin(np.linspace(0.0, math.pi / 2.0, 33))
    low = np.full(strengths.size, float(normal_point(p / 2.0)))
    high = np.full(strengths.size, float(normal_point(p / 4.0)))
    for _ in range(24):
        middle = (low + high) / 2.0
        above = smaller_of_two(middle, strengths) > p
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return strengths, (low + high) / 2.0
