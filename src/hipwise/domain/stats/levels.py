"""The different values of a series."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def levels(values: Array) -> tuple[Array, NDArray[np.intp]]:
    """The different values in rising order, and how often each stands there; shape (n,) -> twice (l,).

    numpy's own ``unique`` without counts first loads its masked arrays, which takes longer than a whole short journal.
    """
    return np.unique(values, return_counts=True)


def among(values: Array, rising: Array) -> NDArray[np.bool_]:
    """Which ``values`` stand in ``rising``, a series in rising order; shape of ``values``."""
    if rising.size == 0:
        return np.zeros(values.shape, dtype=bool)
    at = np.minimum(np.searchsorted(rising, values), rising.size - 1)
    return np.asarray(rising[at] == values)


def quantile(values: Array, share: float) -> float:
    """The value below which this share of ``values`` (n,), n > 0, lies; straight lines between neighbours."""
    return float(np.interp(share * (values.size - 1.0), np.arange(float(values.size)), np.sort(values)))
