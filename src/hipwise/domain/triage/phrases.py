"""The catalogue's phrases, and finding all of them in a text at once.

A phrase is a row of words, each with alternatives::

    i want|wanna to? ~ die*          hip|groin & fever|temperature

``a|b`` either, ``stem*`` any word that begins so, ``word?`` may be missing, ``@set`` the words of a set, ``~`` up to
three words between, ``~~`` up to eight, ``&`` both sides in any order within thirty words. Words that say nothing
("just", "really", "einfach") are passed over on both sides.

For each word of a phrase the places where it stands are known; a row is followed from one word's places to the next
by walking both lists once, because of all earlier places only the nearest counts. So the work grows with the length of
a text and with nothing else: there is nothing to go back to, as there is in regular expressions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hipwise.domain.triage.reading import Word, fold

GAPS = {"~": 3, "~~": 8}
WINDOW = 30
LONG = 6
"""From this many letters on, a word with one slip of the finger counts as the word."""
STARRED = 20
"""This many different words with letters starred out are looked at in one text: each is held against every word."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

_PLAIN = re.compile(r"[^\W_]['’\w]*\*?")

Span = tuple[int, int]
"""From where to where, both ends included among words, the end not among letters."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a row: its alternatives (a stem ends in ``*``), and how many words may stand before it."""

    words: frozenset[str]
    gap: int


Row = tuple[Step, ...]
Phrase = tuple[Row, ...]
"""Rows that must all be there."""


def compile_phrase(text: str, sets: Mapping[str, str], fillers: frozenset[str]) -> tuple[Phrase, ...]:
    """The phrase with every choice of what may be missing.

    Raises:
        ValueError: for an unknown set, or what is not one word, or a row in which no word is left.
    """
    sides = [_rows(side.split(), sets, fillers) for side in text.split("&")]
    return tuple(product(*sides))


def _rows(parts: list[str], sets: Mapping[str, str], fillers: frozenset[str]) -> list[Row]:
    rows: list[list[Step]] = [[]]
    gap = 0
    for part in parts:
        if part in GAPS:
            gap = GAPS[part]
            continue
        words = _words(part.removesuffix("?"), sets) - fillers
        if not words:
            continue
        longer = [[*row, Step(words, gap)] for row in rows]
        rows = [*longer, *rows] if part.endswith("?") else longer
        gap = 0
    if not all(rows):
        raise ValueError(f"a phrase without a word: {' '.join(parts)}")
    return [tuple(row) for row in rows]


def _words(part: str, sets: Mapping[str, str]) -> frozenset[str]:
    found = set[str]()
    for one in part.split("|"):
        if one.startswith("@"):
            if one[1:] not in sets:
                raise ValueError(f"no such set: {one}")
            found |= _words("|".join(sets[one[1:]].split()), sets)
        else:
            if not _PLAIN.fullmatch(one):
                raise ValueError(f"not one word: {one}")
            found |= {fold(one), fold(one.lower().translate(UMLAUTS))}
    return frozenset(found)


class Finder:
    """Finds numbered phrases in texts."""

    def __init__(
        self, phrases: Iterable[tuple[int, Phrase]], fillers: frozenset[str], real: frozenset[str] = frozenset()
    ) -> None:
        self.phrases, self.fillers, self.real = tuple(phrases), fillers, real
        common = Counter(words for _, phrase in self.phrases for words in _steps_of(phrase))
        steps = common.keys()
        self.by_rarest: dict[frozenset[str], list[int]] = {}
        for place, (_, phrase) in enumerate(self.phrases):
            self.by_rarest.setdefault(min(_steps_of(phrase), key=common.__getitem__), []).append(place)
        self.exact: dict[str, list[frozenset[str]]] = {}
        self.stems: dict[str, list[frozenset[str]]] = {}
        for step in steps:
            for word in step:
                home, name = (self.stems, word[:-1]) if word.endswith("*") else (self.exact, word)
                home.setdefault(name, []).append(step)
        self.lengths = sorted({len(stem) for stem in self.stems})
        self.slips: dict[str, set[str]] = {}
        self.stem_slips: dict[str, set[str]] = {}
        for home, slips in ((self.exact, self.slips), (self.stems, self.stem_slips)):
            for word in home:
                for less in _shorter(word) if len(word) >= LONG else ():
                    slips.setdefault(less, set()).add(word)

    def find(self, words: list[Word]) -> dict[int, Span]:
        """For each phrase that is there, by its number: from where to where it stands in the text."""
        kept = [place for place, word in enumerate(words) if word.forms[0] not in self.fillers]
        known = self._known(words[place].forms for place in kept)
        places: dict[frozenset[str], list[int]] = {}
        for index, place in enumerate(kept):
            for step in known[words[place].forms]:
                places.setdefault(step, []).append(index)
        found: dict[int, Span] = {}
        for number, phrase in self._possible(places):
            if number not in found and (span := _match(phrase, places)):
                found[number] = words[kept[span[0]]].start, words[kept[span[1]]].end
        return found

    def _possible(self, steps: Iterable[frozenset[str]]) -> Iterator[tuple[int, Phrase]]:
        """The phrases, in order, of which at least the rarest step is there; of a thousand that is a handful."""
        for place in sorted(place for step in steps for place in self.by_rarest.get(step, ())):
            yield self.phrases[place]

    def _known(self, words: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], set[frozenset[str]]]:
        """The steps that each different word can take. Of words with stars only the first few are looked at."""
        known: dict[tuple[str, ...], set[frozenset[str]]] = {}
        starred = 0
        for forms in words:
            if forms not in known:
                starred += "*" in forms[0]
                known[forms] = set() if "*" in forms[0] and starred > STARRED else self._steps(forms)
        return known

    def _steps(self, forms: tuple[str, ...]) -> set[frozenset[str]]:
        """Every step that this word can take."""
        found: set[frozenset[str]] = set()
        for form in forms:
            found.update(self.exact.get(form, ()))
            for length in self.lengths:
                found.update(self.stems.get(form[:length], ()) if len(form) >= length else ())
        if not found and forms[0] not in self.real:
            for form in forms:
                found.update(self._slipped(form) if "*" not in form else self._masked(form))
        return found

    def _slipped(self, form: str) -> Iterable[frozenset[str]]:
        """Steps of words that are one slip away: a letter too many, too few, wrong, or two that changed places."""
        if len(form) < LONG - 1:
            return
        for near in _candidates(form, self.slips):
            yield from self.exact[near]
        for length in {min(len(form), length + more) for length in self.lengths for more in (-1, 0, 1)}:
            if length >= LONG - 1:
                for near in _candidates(form[:length], self.stem_slips):
                    yield from self.stems[near]

    def _masked(self, form: str) -> Iterable[frozenset[str]]:
        """Steps of words in which letters were starred out: "s**cide"."""
        if len(form) < 4 or form.count("*") > len(form) // 2:
            return
        for word, steps in self.exact.items():
            if len(word) == len(form) and _fits(form, word):
                yield from steps
        for stem, steps in self.stems.items():
            if len(stem) <= len(form) and _fits(form[: len(stem)], stem):
                yield from steps


def _steps_of(phrase: Phrase) -> list[frozenset[str]]:
    """All steps of a phrase, each of which must be there."""
    return list(dict.fromkeys(step.words for row in phrase for step in row))


def _match(phrase: Phrase, places: Mapping[frozenset[str], list[int]]) -> Span | None:
    """Where the rows of a phrase stand closest together; None where one is missing or they are too far apart."""
    spans = []
    for row in phrase:
        found = _follow(row, places)
        if not found:
            return None
        spans.append(found)
    if len(spans) == 1:
        return spans[0][0]
    return _together(spans)


def _follow(row: Row, places: Mapping[frozenset[str], list[int]]) -> list[Span]:
    """Every span of a row, by its end."""
    if any(step.words not in places for step in row):
        return []
    spans = [(place, place) for place in places[row[0].words]]
    for step in row[1:]:
        longer, before = [], -1
        for place in places[step.words]:
            while before + 1 < len(spans) and spans[before + 1][1] < place:
                before += 1
            if before >= 0 and place - spans[before][1] - 1 <= step.gap:
                longer.append((spans[before][0], place))
        spans = longer
    return spans


def _together(sides: list[list[Span]]) -> Span | None:
    """The first window that holds a span of every side and is not too wide."""
    first, *others = sides
    ends = [[end for _, end in side] for side in others]
    for start, end in first:
        low, high = start, end
        for side, theirs in zip(others, ends, strict=True):
            near = bisect_left(theirs, start)
            close = min(side[max(near - 1, 0) : near + 1], key=lambda span: abs(span[1] - end))
            low, high = min(low, close[0]), max(high, close[1])
        if high - low <= WINDOW:
            return low, high
    return None


def _shorter(word: str) -> set[str]:
    """The word, and the word with any one letter left out."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _candidates(form: str, slips: Mapping[str, set[str]]) -> set[str]:
    if len(form) > 24:
        return set()
    near = {word for less in _shorter(form) for word in slips.get(less, ())}
    return {word for word in near if _one_slip(form, word)}


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter, or by two neighbours that changed places."""
    short, long = sorted((one, other), key=len)
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(short) < len(long):
        return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] == long[at : at + 1] and short[at : at + 1] == long[at + 1 : at + 2]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])


def _fits(form: str, word: str) -> bool:
    return all(shown in ("*", meant) for shown, meant in zip(form, word, strict=True))
