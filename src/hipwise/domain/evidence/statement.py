"""What may be said about health on a page: only what the catalogue carries, and never more surely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hipwise.domain.evidence.catalogue import GRADES, Catalogue, Claim, no_surer

Objection = Literal[
    "no_words", "no_claim", "no_grade", "too_sure", "no_reference", "foreign_reference", "no_doi", "not_to_be_said"
]

# Talk of proof and cure. A net with holes: the rule for editors stands in docs/adr/0006, this catches the plain cases.
PROOF = re.compile(
    r"\b(?:(?:studies|research|science|trials?|scientists|evidence)\s+(?:has\s+|have\s+)?"
    r"(?:shows?|showed|shown|proves?|proved|proven|says?|finds?|found)"
    r"|(?:scientifically|clinically)\s+proven|proven\s+to|guaranteed?|miracles?|cures?|will\s+heal)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about health as a page holds it: ids into the catalogue, and the words."""

    words: str
    claim: str = ""
    grade: str = ""
    references: tuple[str, ...] = ()


def objections(catalogue: Catalogue, statement: Statement) -> tuple[Objection, ...]:
    """Why this may not stand on a page; empty when it may."""
    found: list[Objection] = []
    if not statement.words.strip():
        found.append("no_words")
    if forbidden(catalogue, statement.words):
        found.append("not_to_be_said")
    claim = catalogue.claim(statement.claim)
    if claim is None:
        return (*found, "no_claim")
    return (*found, *_of_grade(claim, statement.grade), *_of_references(catalogue, claim, statement.references))


def _of_grade(claim: Claim, grade: str) -> tuple[Objection, ...]:
    known = next((each for each in GRADES if each == grade), None)
    if known is None:
        return ("no_grade",)
    return () if no_surer(known, claim.grade) else ("too_sure",)


def _of_references(catalogue: Catalogue, claim: Claim, ids: tuple[str, ...]) -> tuple[Objection, ...]:
    if not ids:
        return ("no_reference",)
    behind = {reference.id: reference for reference in catalogue.behind(claim)}
    if not set(ids) <= set(behind):
        return ("foreign_reference",)
    return () if any(behind[id].doi for id in ids) else ("no_doi",)


def forbidden(catalogue: Catalogue, words: str) -> str:
    """The first phrase in the words that the catalogue says not to say; empty when there is none."""
    plain = " ".join(words.lower().split())
    phrases = (phrase for claim in catalogue.claims for phrase in claim.do_not_say)
    return next((phrase for phrase in phrases if phrase.lower() in plain), "")


def smuggled(catalogue: Catalogue, prose: str) -> str:
    """The first words of plain prose that belong into a statement; empty when none is seen."""
    proof = PROOF.search(prose)
    return proof.group() if proof else forbidden(catalogue, prose)
