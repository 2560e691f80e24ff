"""The emotion wheel: six kinds of feeling in the middle, two words for each outside."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hipwise.ui.curves import num

SHEET = 342
_LOOK = 'width="34" height="34" fill="none" stroke="currentColor" aria-hidden="true" focusable="false"'
_SVG = f'viewBox="0 0 {SHEET} {SHEET}" {_LOOK}'
CENTRE = SHEET / 2
CORES: list[tuple[str, list[str]]] = [
    ("Joy", ["glad", "thankful"]),
    ("Calm", ["rested", "at ease"]),
    ("Sad", ["low", "lonely"]),
    ("Fear", ["worried", "on edge"]),
    ("Anger", ["cross", "fed up"]),
    ("Hurt", ["guilty", "let down"]),
]


@dataclass(frozen=True, slots=True)
class Emotion:
    """One petal. `core` is the key of its kind (its own key for the six in the middle); angles in degrees
    clockwise from the top, radii in units of the sheet."""

    key: str
    words: str
    core: str
    family: int
    inner: float
    outer: float
    start: float
    end: float

    @property
    def is_core(self) -> bool:
        """Whether this is one of the six in the middle."""
        return self.key == self.core

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) on the sheet."""
        return _at((self.inner + self.outer) / 2, (self.start + self.end) / 2)


def _key(words: str) -> str:
    return words.lower().replace(" ", "_")


def _emotions() -> list[Emotion]:
    found: list[Emotion] = []
    for i, (core, leaves) in enumerate(CORES):
        angle = 60.0 * i
        found.append(Emotion(_key(core), core, _key(core), i, 44, 96, angle - 30, angle + 30))
        for j, leaf in enumerate(leaves):
            start = angle - 30 + 30 * j
            found.append(Emotion(_key(leaf), leaf, _key(core), i, 99, 168, start, start + 30))
    return found


def _at(radius: float, angle: float) -> tuple[float, float]:
    turn = math.radians(angle)
    return (CENTRE + radius * math.sin(turn), CENTRE - radius * math.cos(turn))


def _petal(emotion: Emotion, gap: float = 1.6) -> str:
    """Path data: a ring's slice, held `gap` units off its neighbours at either radius."""
    inner, outer = emotion.inner, emotion.outer
    corners = []
    for radius, angle, sign in (
        (inner, emotion.start, 1),
        (outer, emotion.start, 1),
        (outer, emotion.end, -1),
        (inner, emotion.end, -1),
    ):
        x, y = _at(radius, angle + sign * math.degrees(gap / radius))
        corners.append(f"{num(x)} {num(y)}")
    a, b, c, d = corners
    return f"M{a}L{b}A{num(outer)} {num(outer)} 0 0 1 {c}L{d}A{num(inner)} {num(inner)} 0 0 0 {a}Z"


def hub() -> str:
    """The picture under the petals: the middle of the wheel."""
    c = num(CENTRE)
    return (
        f'<svg class="tap-base" {_SVG}>'
        f'<circle class="hub" cx="{c}" cy="{c}" r="40"/>'
        f'<text class="hub-1" x="{c}" y="168" text-anchor="middle">I feel</text>'
        f'<text class="hub-2" x="{c}" y="186" text-anchor="middle">tap any</text></svg>'
    )


def layer(emotion: Emotion) -> str:
    """One petal with its word and the dot that says chosen."""
    x, y = emotion.centre
    odd = " odd" if emotion.family % 2 else ""
    return (
        f'<svg class="{"core" if emotion.is_core else "leaf"}" {_SVG}>'
        f'<path class="petal touch{odd}" d="{_petal(emotion)}"/>'
        f'<text x="{num(x)}" y="{num(y + 5)}" text-anchor="middle">{emotion.words}</text>'
        f'<circle class="petal-dot" cx="{num(x)}" cy="{num(y + 15)}" r="3.2"/></svg>'
    )


EMOTIONS: tuple[Emotion, ...] = tuple(_emotions())
CHOICES: list[tuple[str, str]] = [(e.key, e.words) for e in EMOTIONS]
