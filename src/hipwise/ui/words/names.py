"""Column names and tags as words that fit into a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 48
"""Longer names are shortened where they are spoken of."""

_BREAKS = re.compile(r"[\s_\-.]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Name:
    """How one thing is called: ``noun`` takes a singular verb, ``event`` stands after "days with"."""

    noun: str
    event: str


_KNOWN = {
    "argument": Name("arguing", "an argument"),
    "conflict": Name("conflict", "a conflict"),
    "walk": Name("walking", "a walk"),
    "stretch": Name("stretching", "a stretch"),
    "swim": Name("swimming", "a swim"),
    "sat long": Name("long sitting", "long sitting"),
    "sitting long": Name("long sitting", "long sitting"),
    "headache": Name("headache", "a headache"),
    "happiness": Name("happiness", "happiness"),
    "nprs": Name("pain (NPRS)", "pain (NPRS)"),
}
_SINGULAR = frozenset(
    {"alcohol", "anger", "anxiety", "caffeine", "calm", "coffee", "dizziness", "exercise", "fatigue", "fear", "guilt"}
    | {"hunger", "joy", "loneliness", "mood", "nausea", "pain", "rest", "sadness", "sitting", "sleep", "stiffness"}
    | {"stress", "swimming", "tenderness", "tension", "tightness", "tiredness", "walking", "work", "worry", "yoga"}
)
"""Words that are nouns without a plural, so that they need no quotes, alone or as the last of two or three."""


def words(name: str) -> str:
    """A column name as plain words, safe on any screen: ``hip_pain`` becomes "hip pain"."""
    clean = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", name))
    spaced = _BREAKS.sub(" ", _HUMP.sub(" ", clean)).strip()
    return (spaced if len(spaced) <= LONGEST else spaced[: LONGEST - 1].rstrip() + "…") or "unnamed"


def name_of(column: str) -> Name:
    """How a column is called: known nouns as they are, all else in quotes, which fits any grammar."""
    spoken = words(column)
    lowered = spoken.lower()
    if lowered in _KNOWN:
        return _KNOWN[lowered]
    parts = lowered.split(" ")
    if parts[-1] in _SINGULAR and len(parts) <= 3 and "".join(parts).isalpha():
        return Name(lowered, lowered)
    return Name(f"“{spoken}”", f"“{spoken}” noted")


@dataclass(frozen=True, slots=True)
class Voice:
    """How one journal is spoken of.

    ``outcome`` is the outcome as a noun; ``timed`` as in :class:`Panel`; ``names`` holds what a factor is called
    where its column name would not do.
    """

    outcome: str
    timed: bool = False
    names: Mapping[str, Name] = field(default_factory=dict)

    def name(self, factor: str) -> Name:
        """What a factor is called."""
        return self.names.get(factor) or name_of(factor)


def voice_for(outcome: str, *, timed: bool = False) -> Voice:
    """A voice for a file of which nothing but the column names is known."""
    return Voice(name_of(outcome).noun, timed)
