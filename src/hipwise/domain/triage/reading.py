"""A text as its words, freed from the ways in which phones, haste and caution change them.

Each step looks at every letter a fixed number of times, so that no text is slow to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

APOSTROPHES = frozenset("'’‘ʼ´`′＇")
SPELT = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}
PICTURES = {"🔪": "knife", "🗡": "knife", "🔫": "gun", "💊": "pills", "💀": "dead", "☠": "dead", "⚰": "coffin"}
LEET = str.maketrans("013457@$!|+", "oieastasiit")
_WORD = re.compile(r"[^\W_](?:[^\W_]|['*@$!|+]+(?=[^\W_]))*")
_THRICE = re.compile(r"(.)\1{2,}")
SPACED = 3
"""This many single letters in a row are read as one word too: "d i e"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: how it may have been meant, and where it stands in the text."""

    forms: tuple[str, ...]
    start: int
    end: int


def fold(text: str) -> str:
    """Letters without case, accents and apostrophes, as the catalogue's phrases are kept."""
    return "".join(letter for letter, _ in _letters(text) if letter != "'")


def read(text: str) -> list[list[Word]]:
    """The readings of a text: its words; and where letters stand apart ("d i e"), its words with those put together."""
    letters = list(_letters(text))
    line = "".join(letter for letter, _ in letters)
    words = [
        Word(_forms(match.group()), letters[match.start()][1], letters[match.end() - 1][1] + 1)
        for match in _WORD.finditer(line)
    ]
    together = list(_together(words))
    return [words] if len(together) == len(words) else [words, together]


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Each folded letter with the place it came from."""
    for place, one in enumerate(text):
        if one in APOSTROPHES:
            yield "'", place
            continue
        if one in PICTURES:
            yield from ((letter, place) for letter in f" {PICTURES[one]} ")
            continue
        for letter in unicodedata.normalize("NFKD", one).casefold():
            if unicodedata.category(letter) not in {"Mn", "Cf", "Me"}:
                yield from ((each, place) for each in SPELT.get(letter, letter))


def _forms(word: str) -> tuple[str, ...]:
    """The word itself, and as it may have been meant.

    Without its apostrophe, without what stands before that ("l'aine"), with figures read as letters, and with letters
    that were held down taken once or twice.
    """
    head, _, tail = word.rpartition("'")
    word = word.replace("'", "")
    found = [word, tail] if head and len(tail) > 1 else [word]
    if not word.isalpha() and not word.isdigit():
        found.append(word.translate(LEET))
    for one in list(found):
        if _THRICE.search(one):
            found += [_THRICE.sub(r"\1", one), _THRICE.sub(r"\1\1", one)]
    return tuple(dict.fromkeys(found))


def _together(words: list[Word]) -> Iterator[Word]:
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and len(word.forms[0]) == 1:
            run.append(word)
            continue
        if len(run) >= SPACED:
            yield Word(_forms("".join(one.forms[0] for one in run)), run[0].start, run[-1].end)
        else:
            yield from run
        run = []
        if word is not None:
            yield word
