"""The catalogue as typed values, read from the TOML files beside this module."""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any, Literal, get_args

Grade = Literal["strong", "moderate", "weak", "contested", "reference"]
Verdict = Literal["holds_up", "mixed", "not_shown"]
Verified = Literal["yes", "partial", "memory", "secondary"]

GRADES: tuple[Grade, ...] = get_args(Grade)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
VERIFIED: tuple[Verified, ...] = get_args(Verified)

PARTS = ("claims.toml", "references_mind.toml", "references_body.toml")

_SURENESS: dict[Grade, int] = {"strong": 3, "moderate": 2, "weak": 1, "contested": 0, "reference": 0}


@dataclass(frozen=True, slots=True)
class Reference:
    """A study, guideline or search, with what it found in our words.

    ``grade`` "reference" marks a method or definition rather than an effect. Pages may lean on it only when
    ``citable``; ``title`` is the printed one only when ``title_exact``.
    """

    id: str
    author: str
    title: str
    journal: str
    finding: str
    grade: Grade
    verified: Verified
    year: int
    doi: str = ""
    url: str = ""
    cite: str = ""
    note: str = ""
    title_exact: bool = True
    citable: bool = True

    @property
    def address(self) -> str:
        """Where to read it: the DOI's address, or another; empty for our own search."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a page may say about health. ``qualifier`` limits the grade and is shown next to it."""

    id: str
    page_claim: str
    verdict: Verdict
    grade: Grade
    say: str
    references: tuple[str, ...]
    qualifier: str = ""
    do_not_say: tuple[str, ...] = ()
    product_rule: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the catalogue, in the order of its files."""

    name: str
    version: str
    references: tuple[Reference, ...]
    claims: tuple[Claim, ...]

    def claim(self, id: str) -> Claim | None:
        """The claim of that id, if there is one."""
        return next((claim for claim in self.claims if claim.id == id), None)

    def reference(self, id: str) -> Reference | None:
        """The reference of that id, if there is one."""
        return next((reference for reference in self.references if reference.id == id), None)

    def behind(self, claim: Claim) -> tuple[Reference, ...]:
        """The references a page may lean on for a claim, in the claim's order."""
        found = (self.reference(id) for id in claim.references)
        return tuple(reference for reference in found if reference is not None and reference.citable)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that the catalogue says; comments and layout of the files do not count."""
        whole = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()


def no_surer(first: Grade, second: Grade) -> bool:
    """Whether the first grade promises no more than the second; "reference" is beside the scale, so only itself."""
    return first == second or (first != "reference" and _SURENESS[first] < _SURENESS[second])


def _claim(row: Mapping[str, Any]) -> Claim:
    lists = {key: tuple(row[key]) for key in ("references", "do_not_say", "product_rule") if key in row}
    return Claim(**{**row, **lists})


def read(*texts: str) -> Catalogue:
    """Read a catalogue from TOML, in one part or several.

    Raises:
        tomllib.TOMLDecodeError: when a part is not TOML.
        StopIteration, KeyError, TypeError: when a table or a field is missing or unknown.
            What the values say is for :func:`faults`.
    """
    parts = [tomllib.loads(text) for text in texts]
    named = next(part["catalogue"] for part in parts if "catalogue" in part)
    return Catalogue(
        name=named["name"],
        version=named["version"],
        references=tuple(Reference(**row) for part in parts for row in part.get("reference", ())),
        claims=tuple(_claim(row) for part in parts for row in part.get("claim", ())),
    )


@functools.cache
def load() -> Catalogue:
    """The catalogue that ships with Hipwise."""
    folder = resources.files(__package__)
    return read(*(folder.joinpath(part).read_text(encoding="utf-8") for part in PARTS))
