"""Words that must not wait are found, however they are typed; and how often others are taken for them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.triage import reading, words
from hipwise.domain.triage.catalogue import Pattern, load
from hipwise.domain.triage.phrases import Finder, Phrase
from hipwise.domain.triage.words import concerns, finder_of
from tests.domain.triage.sets import LANGUAGES, SETS, false_alarms, missed, sentences

PATTERNS = load().patterns
RECALL, ALARMS = 0.95, 0.05


def keys(text: str) -> set[str]:
    return {one.key for one in concerns(text)}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.key)
def test_every_example_of_the_catalogue(pattern: Pattern) -> None:
    assert [text for text in pattern.finds if pattern.key not in keys(text)] == []
    assert {text: found for text in pattern.passes if (found := keys(text))} == {}
    assert [text for text in pattern.accepted if not keys(text)] == [], "no false alarm any more: strike it"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", SETS)
def test_sentences_as_people_type_them_are_found(which: str, language: str) -> None:
    theirs = [one for one in sentences(which) if one.language == language and one.kind != "ordinary"]
    lost = missed(theirs)
    assert 1 - len(lost) / len(theirs) >= RECALL, lost


def test_there_are_as_many_sentences_as_promised() -> None:
    every = [one for which in SETS for one in sentences(which)]
    raising = [one.text for one in every if one.kind != "ordinary"]
    examples = {text for pattern in PATTERNS for text in (*pattern.finds, *pattern.accepted)}
    assert len(set(raising) - examples) >= 150
    assert len([one for one in every if one.kind == "ordinary"]) >= 300


def test_ordinary_messages_are_mostly_left_alone() -> None:
    ordinary = [one for one in sentences("first") if one.kind == "ordinary"]
    assert len(false_alarms(ordinary)) / len(ordinary) <= ALARMS


def test_without_its_patterns_the_catalogue_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is measured is the catalogue and not something that is always so."""
    from dataclasses import replace

    bare = replace(load(), patterns=tuple(one for one in PATTERNS if one.sort != "crisis"))
    found = finder_of(bare)
    monkeypatch.setattr(words, "load", lambda: bare)
    monkeypatch.setattr(words, "finder", lambda: found)
    crisis = [one for one in sentences("first") if one.kind == "crisis"]
    assert len(missed(crisis)) == len(crisis)


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want to d\u200bi\u200be",
        "i w\u0301ant to die",
        "i want... to?! die",
        "i waaaant to diiiiie",
        "i want to d i e",
        "i want to d.i.e",
        "i want 2 die. so I wanna d1e",
        "i want_to_die",
        "iwanttodie",
        "i want to just really die",
        "i want\n\nto\n\ndie",
        "i want to 💀",
        "suiside",
        "SU*CIDE",
        "k1ll my$elf",
        "kill mysefl",
        "#suicidal",
        "I don’t want to be alive",
        "I don't want to be alive",
        "I dont want to be alive",
        "I don`t want to be alive",
    ],
)
def test_how_it_is_typed_changes_nothing(text: str) -> None:
    assert any(one.sort == "crisis" for one in concerns(text))


@pytest.mark.parametrize("text", ["I do not want to die", "no, I'm not suicidal", "Ich will nicht sterben"])
def test_saying_no_takes_nothing_away(text: str) -> None:
    assert any(one.sort == "crisis" for one in concerns(text))


def test_what_matched_stands_in_the_text_letter_for_letter() -> None:
    text = "Hello. I don’t WANT to diiie, und ich möchte sterben 🙂"
    found = concerns(text)
    assert found and all(one.matched in text for one in found)


@given(st.text(st.sampled_from("abcdeilmostuwy '’*1!.\n💀éß\u200bﬁ"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(one.matched and one.matched in text for one in concerns(text))


@pytest.mark.parametrize(
    "piece",
    ["want to ", "a", "a ", "*", "s*", "s*u ", "fever ", "cant ", "i ", "hip pain fever ", "🔪", "\u0301", "suicide",
     "ab*d ", "kill my ", "aaaaab", "' ", "38 hip ", "leg not son "],
)  # fmt: skip
def test_no_text_is_slow_to_read(piece: str) -> None:
    """A message has 4,000 letters at most; a slow machine reads the worst in a fraction of this."""
    text = (piece * 4000)[:4000]
    concerns("warm")
    began = time.perf_counter()
    concerns(text)
    assert time.perf_counter() - began < 1.0


def test_nothing_is_found_in_nothing() -> None:
    assert concerns("") == () == concerns("   \n")


class Patient(Finder):
    """Holds a text against every phrase there is."""

    def _possible(self, steps: Iterable[frozenset[str]]) -> Iterator[tuple[int, Phrase]]:
        yield from self.phrases


class Hasty(Finder):
    """Looks only at the first phrase that is possible."""

    def _possible(self, steps: Iterable[frozenset[str]]) -> Iterator[tuple[int, Phrase]]:
        return itertools.islice(super()._possible(steps), 1)


def _differ(other: type[Finder]) -> list[str]:
    """Sentences in which another way of looking finds something else."""
    theirs, ours = finder_of(load(), other), words.finder()
    texts = [one.text for which in SETS for one in sentences(which)]
    return [text for text in texts if any(theirs.find(read) != ours.find(read) for read in reading.read(text))]


def test_phrases_that_are_passed_over_could_not_have_been_found() -> None:
    assert _differ(Patient) == []


def test_the_comparison_sees_a_phrase_that_was_wrongly_passed_over() -> None:
    assert _differ(Hasty)


def test_an_ordinary_message_is_held_against_few_of_the_phrases() -> None:
    finder = words.finder()
    [read] = reading.read("Is there a time on Thursday? My hip hurts when I sit.")
    steps = [step for word in read for step in finder._steps(word.forms)]
    assert len(list(finder._possible(steps))) * 20 < len(finder.phrases)
