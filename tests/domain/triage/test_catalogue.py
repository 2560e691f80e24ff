"""The catalogue is whole: every language looks for the same things, and says of each why, with examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from hipwise.domain.triage.catalogue import SORTS, load
from hipwise.domain.triage.language import language_of
from hipwise.domain.triage.phrases import compile_phrase
from tests.domain.triage.sets import sentences

FLAGS = {
    "hip_fracture", "hip_replacement_dislocation", "native_septic_arthritis", "cauda_equina", "progressive_nerve_loss",
    "acute_limb_ischaemia", "dvt", "malignancy", "hernia", "abdominal_pelvic", "unwell_limping_child",
    "suicide_or_self_harm", "acute_mental_state", "safeguarding", "none",
}  # fmt: skip


def test_every_language_looks_for_the_same_things() -> None:
    known = load()
    found = {
        code: [one.key.partition(".")[2] for one in known.patterns if one.language == code] for code in known.languages
    }
    first, *others = found.values()
    assert all(set(other) == set(first) for other in others)
    assert max(Counter(one.key for one in known.patterns).values()) == 1


def test_each_says_what_why_and_for_example() -> None:
    for one in load().patterns:
        assert one.sort in SORTS and one.flag in FLAGS, one.key
        assert one.why and one.phrases and one.finds and one.passes, one.key


def test_crisis_comes_first_in_each_language() -> None:
    for code in load().languages:
        sorts = [one.sort for one in load().patterns if one.language == code]
        assert sorts == sorted(sorts)


def test_one_changed_word_is_another_catalogue() -> None:
    known = load()
    first, *others = known.patterns
    changed = replace(known, patterns=(replace(first, why=f"{first.why} "), *others))
    assert changed.digest != known.digest == load().digest


@pytest.mark.parametrize("phrase", ["@nobody knows", "not-one word", "just", "a & just"])
def test_a_faulty_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"no such set|not one word|without a word"):
        compile_phrase(phrase, {}, frozenset({"just"}))


def test_the_language_of_a_sentence_is_mostly_known() -> None:
    theirs = [one for one in sentences("first") if len(one.text.split()) > 4]
    right = [one for one in theirs if language_of(one.text) == one.language]
    assert len(right) / len(theirs) > 0.9
    assert language_of("") == language_of("12 34") == "en"
