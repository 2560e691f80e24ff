"""Our own drawings, as inline SVG coloured by the style sheet. `draw(name)` gives one of `NAMES`.

Plates and figures were drawn by `python -m tools.pictures`; edit that, not the files in `drawn`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

DRAWN = Path(__file__).parent / "drawn"
NAMES: tuple[str, ...] = tuple(sorted(file.stem for file in DRAWN.glob("*.svg")))


@cache
def draw(name: str) -> str:
    """The SVG of a drawing. An unknown name is a wrong call: KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    return (DRAWN / f"{name}.svg").read_text("utf-8")
