"""Finding, numbering and withholding statements; and plain words that may not hide a claim."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError

from hipwise.apps.learn.blocks import Body, claim_choices, reference_choices
from hipwise.apps.learn.laid.blocks import SAFETY, passage, said
from hipwise.apps.learn.statements import numbered, prose_in, refusals, shown, statements_in
from hipwise.domain import evidence
from tests.apps.learn.conftest import BAD, statement


def body(*blocks: Any) -> Any:
    """A body of these blocks."""
    return Body().normalize(list(blocks))


def test_statements_are_found_at_any_depth_and_prose_is_the_rest() -> None:
    value = body(
        passage("A heading", "Some <b>words</b>."),
        ("statement", statement(text="one")),
        ("weighing", {"heading": "", "holds": [statement(text="two")], "does_not": [statement(text="three")]}),
        SAFETY,
    )
    assert [each.statement().words for each in statements_in(value)] == ["one", "two", "three"]
    prose = " ".join(" ".join(prose_in(value)).split())
    assert "Some words ." in prose
    assert "one" not in prose.split()


def test_references_are_numbered_in_the_order_of_reading_and_once() -> None:
    value = body(
        ("statement", said("c02_stress_pain", "edwards2016", "plinsinga2018")),
        ("statement", said("c15_fatigue_headache")),
        ("statement", statement(grade="", references=["gentsch2022"])),
        ("statement", said("c12_therapist", "ashar2022")),
    )
    assert numbered(value) == {"edwards2016": 1, "plinsinga2018": 2, "ashar2022": 3}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD.keys())
def test_what_the_catalogue_does_not_carry_is_not_shown(changes: dict[str, Any]) -> None:
    (value,) = statements_in(body(("statement", statement(**changes))))
    assert shown(value, {}) is None
    assert refusals(body(("statement", statement(**changes))))


def test_a_lowered_grade_goes_without_the_qualifier_of_the_higher_one() -> None:
    full, lowered = statements_in(
        body(("statement", said("c02_stress_pain")), ("statement", said("c02_stress_pain") | {"grade": "moderate"}))
    )
    first, second = shown(full, {}), shown(lowered, {})
    assert first is not None
    assert second is not None
    assert (first.grade, bool(first.qualifier)) == ("strong", True)
    assert (second.grade, second.qualifier) == ("moderate", "")


@pytest.mark.parametrize(
    "words",
    [
        "Studies show that it helps.",
        "Research has proven it.",
        "A clinically proven stretch.",
        "This cures sore hips.",
        "We say that trauma is stored in the psoas.",
    ],
)
def test_talk_of_proof_and_cure_is_not_published_as_plain_words(words: str) -> None:
    value = body(passage("", words))
    assert refusals(value)
    with pytest.raises(StreamBlockValidationError):
        Body().clean(value)
    Body().clean_deferred(value)


@pytest.mark.parametrize("words", ["Here is what research can say today.", "Nobody has studied this.", "We care."])
def test_honest_connecting_words_are(words: str) -> None:
    assert refusals(body(passage("", words))) == []


def test_a_picture_stands_on_a_page_once() -> None:
    picture = ("picture", {"picture": "anatomy_front", "caption": "The hip."})
    Body().clean(body(picture))
    with pytest.raises(ValidationError):
        Body().clean(body(picture, picture))


def test_an_editor_chooses_from_the_whole_catalogue_and_nothing_else() -> None:
    catalogue = evidence.load()
    assert [id for id, _ in claim_choices()] == [claim.id for claim in catalogue.claims]
    offered = {id for id, _ in reference_choices()}
    assert "jospt2025oa" not in offered
    assert offered == {reference.id for claim in catalogue.claims for reference in catalogue.behind(claim)}
