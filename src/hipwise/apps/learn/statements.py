"""The health statements of a page: finding them, saying why one may not stand, and showing those that may.

Every door to publishing ends here: the editor's form asks the blocks, and whatever goes past the form is
stopped when the page or the scheduled version is saved (models).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from hipwise.domain import evidence

WORDS: dict[evidence.Objection, str] = {
    "no_words": "Write the sentence.",
    "no_claim": "Choose the claim in the catalogue that this sentence rests on.",
    "no_grade": "Choose how strong the evidence is.",
    "too_sure": "The catalogue does not grade this claim so highly. Choose its grade, or a lower one.",
    "no_reference": "Choose at least one reference.",
    "foreign_reference": "Choose only references that the catalogue gives for this claim.",
    "no_doi": "Choose at least one reference that has a DOI.",
    "not_to_be_said": "The catalogue says not to say this: it is not supported.",
}
FIELD: dict[evidence.Objection, str] = {
    "no_words": "text",
    "not_to_be_said": "text",
    "no_claim": "claim",
    "no_grade": "grade",
    "too_sure": "grade",
    "no_reference": "references",
    "foreign_reference": "references",
    "no_doi": "references",
}


class StatementValue(blocks.StructValue):  # type: ignore[misc]
    """A health statement as a page holds it."""

    def statement(self) -> evidence.Statement:
        """The statement as the domain knows it."""
        return evidence.Statement(
            words=self.get("text") or "",
            claim=self.get("claim") or "",
            grade=self.get("grade") or "",
            references=tuple(self.get("references") or ()),
        )

    def objections(self) -> tuple[evidence.Objection, ...]:
        """Why it may not be published; empty when it may."""
        return evidence.objections(evidence.load(), self.statement())


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement as a visitor reads it. ``references`` are pairs of number on the page and reference."""

    words: str
    grade: evidence.Grade
    verdict: evidence.Verdict
    qualifier: str
    references: tuple[tuple[int, evidence.Reference], ...]


def statements_in(value: Any) -> Iterator[StatementValue]:
    """Every health statement in a body, in reading order."""
    if isinstance(value, StatementValue):
        yield value
    else:
        for inner in _inside(value):
            yield from statements_in(inner)


def prose_in(value: Any) -> Iterator[str]:
    """Every plain text in a body that is not a health statement, without its mark-up."""
    if isinstance(value, RichText):
        yield strip_tags(value.source.replace("<", " <"))
    elif isinstance(value, str):
        yield value
    elif not isinstance(value, StatementValue):
        for inner in _inside(value):
            yield from prose_in(inner)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, blocks.StreamValue):
        yield from (child.value for child in value)
    elif isinstance(value, blocks.StructValue):
        yield from value.values()
    elif isinstance(value, (ListValue, list, tuple)):
        yield from value


def refusals(value: Any) -> list[str]:
    """Why this body may not be published, in words for the editor; empty when it may."""
    found = [
        f"Health statement “{value.statement().words[:60]}”: {WORDS[objection]}"
        for value in statements_in(value)
        for objection in value.objections()
    ]
    return [*found, *prose_refusals(*prose_in(value))]


def prose_refusals(*texts: str) -> list[str]:
    """Why plain text may not be published as it stands."""
    caught = (evidence.smuggled(evidence.load(), text) for text in texts)
    return [
        f"“{words}” speaks about health. Say it in a health statement, with its grade and its references."
        for words in caught
        if words
    ]


def numbered(value: Any) -> dict[str, int]:
    """The number on the page of each reference that a shown statement leans on, in order of appearance."""
    ids = (id for each in statements_in(value) if not each.objections() for id in each.statement().references)
    return {id: number for number, id in enumerate(dict.fromkeys(ids), start=1)}


def shown(value: StatementValue, numbers: dict[str, int]) -> Shown | None:
    """The statement for a visitor; None when the catalogue no longer carries it, so that it stays away."""
    statement, catalogue = value.statement(), evidence.load()
    claim = catalogue.claim(statement.claim)
    if claim is None or value.objections():
        return None
    behind = [reference for reference in catalogue.behind(claim) if reference.id in statement.references]
    return Shown(
        words=statement.words,
        grade=statement.grade,  # type: ignore[arg-type]  # objections() has found it among the grades
        verdict=claim.verdict,
        qualifier=claim.qualifier if statement.grade == claim.grade else "",
        references=tuple(sorted(((numbers.get(each.id, 0), each) for each in behind), key=lambda pair: pair[0])),
    )
