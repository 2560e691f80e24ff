"""What a machine can check of a catalogue. Whether it is true is for a clinician, who signs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hipwise.domain.evidence.catalogue import GRADES, VERDICTS, VERIFIED, Catalogue, Claim, Reference, no_surer

DOI = re.compile(r"10\.\d{4,9}/\S+")
ID = re.compile(r"[a-z][a-z0-9_]*")


def faults(catalogue: Catalogue) -> list[str]:
    """Everything wrong with a catalogue, one line a fault; empty when it may be used."""
    ids = [*(reference.id for reference in catalogue.references), *(claim.id for claim in catalogue.claims)]
    found = [f"{id}: used twice" for id, times in Counter(ids).items() if times > 1]
    for reference in catalogue.references:
        found.extend(f"{reference.id}: {fault}" for fault in _of_reference(reference))
    for claim in catalogue.claims:
        found.extend(f"{claim.id}: {fault}" for fault in _of_claim(claim, catalogue))
    return found


def _of_reference(reference: Reference) -> Iterator[str]:
    if not ID.fullmatch(reference.id):
        yield "an id is lower-case letters, digits and underscores"
    if not (reference.author and reference.title and reference.journal and reference.finding):
        yield "author, title, journal and finding must not be empty"
    if reference.grade not in GRADES:
        yield f"unknown grade {reference.grade!r}"
    if reference.verified not in VERIFIED:
        yield f"unknown verification status {reference.verified!r}"
    if reference.doi and not DOI.fullmatch(reference.doi):
        yield f"{reference.doi!r} does not look like a DOI"
    if reference.url and not reference.url.startswith("https://"):
        yield f"{reference.url!r} is not a secure address"


def _of_claim(claim: Claim, catalogue: Catalogue) -> Iterator[str]:
    if not ID.fullmatch(claim.id):
        yield "an id is lower-case letters, digits and underscores"
    if not (claim.page_claim and claim.say):
        yield "page_claim and say must not be empty"
    if claim.grade not in GRADES:
        yield f"unknown grade {claim.grade!r}"
    if claim.verdict not in VERDICTS:
        yield f"unknown verdict {claim.verdict!r}"
    yield from (f"no such reference: {id}" for id in claim.references if catalogue.reference(id) is None)
    behind = [reference for reference in catalogue.behind(claim) if reference.grade in GRADES]
    if not any(reference.doi for reference in behind):
        yield "needs a citable reference with a DOI"
    if claim.grade in GRADES and not any(no_surer(claim.grade, reference.grade) for reference in behind):
        yield f"graded {claim.grade!r}, surer than every reference behind it"
