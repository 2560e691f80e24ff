"""Sentences as people type them, which are no examples of the catalogue: written by hand, a file each.

``en`` … ``es`` were written before the catalogue; ``later`` and ``unseen`` after it, to find what it missed, and it was
widened by what they showed. What each showed at first sight: docs/methods/words.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hipwise.domain.triage.words import concerns

HERE = Path(__file__).parent / "sentences"
LANGUAGES = ("en", "de", "nl", "fr", "es")
SETS = ("first", "later", "unseen")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``kind`` is crisis, flag or ordinary."""

    language: str
    kind: str
    text: str


def sentences(which: str) -> list[Sentence]:
    """All of a set."""
    return list(_first() if which == "first" else _mixed(which))


def _first() -> Iterator[Sentence]:
    for language in LANGUAGES:
        for line in (HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            kind, _, text = line.partition(" ")
            yield Sentence(language, kind, text)


def _mixed(which: str) -> Iterator[Sentence]:
    for line in (HERE / f"{which}.txt").read_text(encoding="utf-8").splitlines():
        language, kind, text = line.split(" ", 2)
        yield Sentence(language, kind, text)


def missed(given: Iterable[Sentence]) -> list[Sentence]:
    """Sentences in which nothing was found; a crisis that was only taken for a red flag counts as missed."""
    return [one for one in given if one.kind != "ordinary" and not _found(one)]


def false_alarms(given: Iterable[Sentence]) -> list[Sentence]:
    """Ordinary messages in which something was found."""
    return [one for one in given if one.kind == "ordinary" and concerns(one.text)]


def _found(one: Sentence) -> bool:
    return any(one.kind == "flag" or found.sort == "crisis" for found in concerns(one.text))
