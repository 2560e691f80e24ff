"""Words of crisis and of red flags in free text. High recall: a false alarm costs a glance, a miss may cost a life.

Saying no takes nothing away. "I don't want to die" is found like "I want to die": who writes it is writing about
dying, negation is often the very sign ("I don't want to live"), and a rule clever enough to tell them apart would be
wrong in the one message in which it matters. Nothing found proves nothing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from hipwise.domain.triage.catalogue import Catalogue, Sort, load
from hipwise.domain.triage.phrases import Finder, Span, compile_phrase
from hipwise.domain.triage.reading import Word, read

LONG = 7
"""Words at least this long are also searched for phrases written without spaces."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One pattern found in a text: its ``key`` in the catalogue, of which ``sort``, and the words it ``matched``."""

    key: str
    sort: Sort
    matched: str


def concerns(text: str) -> tuple[Concern, ...]:
    """Every pattern found, in the catalogue's order; empty for nothing found, which proves nothing.

    ``matched`` stands in the text letter for letter.
    """
    found: dict[int, Span] = {}
    for words in read(text):
        found = finder().find(words) | _unspaced(words) | found
    patterns = load().patterns
    return tuple(
        Concern(patterns[number].key, patterns[number].sort, text[start:end])
        for number, (start, end) in sorted(found.items())
    )


def _unspaced(words: list[Word]) -> dict[int, Span]:
    """Patterns whose words were written as one: "killmyself"."""
    long = [word for word in words if len(word.forms[0]) >= LONG]
    return {
        number: (word.start, word.end)
        for number, pattern in enumerate(load().patterns)
        for joined in pattern.joined
        for word in long
        if any(joined in form for form in word.forms)
    }


@functools.cache
def finder() -> Finder:
    """What finds the phrases of the catalogue that ships with Hipwise."""
    return finder_of(load())


def finder_of(known: Catalogue, kind: type[Finder] = Finder) -> Finder:
    """What finds a catalogue's phrases; numbers are places in its list of patterns."""
    return kind(
        [
            (number, phrase)
            for number, pattern in enumerate(known.patterns)
            for text in pattern.phrases
            for phrase in compile_phrase(text, known.sets[pattern.language], known.fillers)
        ],
        known.fillers,
        known.real,
    )
