"""Strokes and letters of a picture that stands alone: nothing of it leans on a style sheet or on a browser's fonts."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from hipwise.ui.charts.figure import Anchor
from hipwise.ui.charts.html import style
from hipwise.ui.curves import num

SANS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SERIF = "Georgia, 'Liberation Serif', 'DejaVu Serif', serif"

_WIDE = frozenset("mwMW@%—…“”")
_NARROW = frozenset(" iljtfrI.,;:!|'’()[]1")


@cache
def colour(token: str) -> str:
    """A colour of the house by its name, as on paper: the light one."""
    found = re.search(rf"--{re.escape(token)}:\s*(#[0-9a-f]{{3,6}})", style())
    if found is None:
        raise ValueError(f"the house has no colour called {token!r}")
    return found[1]


def text(
    x: float,
    y: float,
    words: str,
    size: float = 14,
    *,
    ink: str = "ink",
    anchor: Anchor = "start",
    bold: bool = False,
    face: str = SANS,
) -> str:
    """A line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-family="{face}" font-size="{num(size)}"{weight} '
        f'fill="{colour(ink)}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, ink: str, *, round_by: float = 0, light: bool = False) -> str:
    """A filled box."""
    place = f'x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" rx="{num(round_by)}"'
    thin = ' fill-opacity="0.45"' if light else ""
    return f'<rect {place} fill="{colour(ink)}"{thin}/>'


def line(x1: float, y1: float, x2: float, y2: float, ink: str = "line", *, dashed: bool = False) -> str:
    """A straight line."""
    dash = ' stroke-dasharray="2 3"' if dashed else ""
    place = f'x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"'
    return f'<line {place} stroke="{colour(ink)}" stroke-width="1.2"{dash}/>'


def disc(x: float, y: float, r: float, ink: str) -> str:
    """A disc with a rim of paper."""
    return (
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{colour(ink)}" '
        f'stroke="{colour("card")}" stroke-width="1.5"/>'
    )


def tip(x: float, y: float, step: float) -> str:
    """The head of an arrow at the end of a bar that goes on; ``step`` is negative to the left."""
    return (
        f'<path d="M{num(x)} {num(y - 5)}l{num(step)} 5l{num(-step)} 5" fill="none" '
        f'stroke="{colour("line-strong")}" stroke-width="2"/>'
    )


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines that fit into a width with any of the usual fonts, the widest of them included."""
    lines: list[str] = []
    held = ""
    for word in words.split():
        tried = f"{held} {word}" if held else word
        if held and _width(tried) * size > width:
            lines.append(held)
            held = word
        else:
            held = tried
    return [*lines, held] if held else lines


def _width(words: str) -> float:
    """How wide a text is at most, in its own size."""
    return sum(0.95 if letter in _WIDE else 0.35 if letter in _NARROW else _usual(letter) for letter in words)


def _usual(letter: str) -> float:
    return 1.0 if ord(letter) > 0x2E7F else 0.72 if letter.isupper() else 0.59
