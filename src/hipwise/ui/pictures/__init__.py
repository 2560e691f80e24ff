"""Our own drawings, as inline SVG coloured by the style sheet. `draw(name)` gives one of `NAMES`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

DRAWINGS: dict[str, Callable[[], str]] = {}
NAMES: tuple[str, ...] = tuple(DRAWINGS)


@lru_cache(maxsize=None)
def draw(name: str) -> str:
    """The SVG of a drawing. An unknown name is a wrong call: KeyError."""
    return DRAWINGS[name]()
