"""What every chart returns, and the few strokes all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from hipwise.ui.curves import num

# With style off a chart is line art and its text stays text; the style sheet overrides both.
PLAIN = 'fill="none" stroke="currentColor" font-size="12"'
Mark = Literal["mark", "dot", "band", "line"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Table:
    """The chart's numbers in words: `rows` are as long as `head`; a row's first cell names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A finished chart. `svg` is safe markup; every other text is plain and needs escaping where it is printed."""

    svg: str
    sentence: str
    table: Table
    legend: tuple[tuple[Mark, str], ...] = field(default=())


def frame(kind: str, ident: str, size: tuple[float, float], title: str, body: Sequence[str]) -> str:
    """The SVG round `body`. `kind` is a class; `ident` must be unique on the page; `size` is width and height."""
    label = f"{escape(ident)}-t"
    box = f'viewBox="0 0 {num(size[0])} {num(size[1])}"'
    return (
        f'<svg class="chart {kind}" {box} {PLAIN} role="img" aria-labelledby="{label}">'
        f'<title id="{label}">{escape(title)}</title>{"".join(body)}</svg>'
    )


def text(x: float, y: float, words: str, anchor: Anchor = "start", kind: str = "ch-t") -> str:
    """A line of text at (x, y)."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    place = f'x="{num(x)}" y="{num(y)}"{where}'
    return f'<text class="{kind}" fill="currentColor" stroke="none" {place}>{escape(words)}</text>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line of class `kind`."""
    return f'<line class="{kind}" x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"/>'


def dot(kind: str, x: float, y: float, r: float) -> str:
    """A disc."""
    return f'<circle class="{kind}" cx="{num(x)}" cy="{num(y)}" r="{num(r)}"/>'


def diamond(x: float, y: float, r: float) -> str:
    """The mark of a day that had the thing in question; told from a dot by shape."""
    return (
        f'<path class="ch-mark" d="M{num(x)} {num(y - r)}l{num(r)} {num(r)}l-{num(r)} {num(r)}l-{num(r)}-{num(r)}Z"/>'
    )


def plain(value: float | None, digits: int = 1) -> str:
    """A number for people: no idle zeros, a true minus, an empty text for a gap."""
    if value is None:
        return ""
    shown = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return shown.replace("-", "\u2212") if shown not in ("-0", "") else "0"
