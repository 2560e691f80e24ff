"""Short ways to write the blocks of a page down."""

from __future__ import annotations

from typing import Any

from hipwise.domain import evidence

Block = tuple[str, dict[str, Any] | None]


def said(claim: str, *references: str, words: str = "") -> dict[str, Any]:
    """A health statement with the catalogue's own grade, and its words and all its references unless given."""
    catalogue = evidence.load()
    found = catalogue.claim(claim)
    if found is None:
        raise KeyError(claim)
    return {
        "claim": found.id,
        "text": words or found.say,
        "grade": found.grade,
        "references": list(references or [reference.id for reference in catalogue.behind(found)]),
    }


def way(heading: str, picture: str, text: str, *statements: dict[str, Any]) -> dict[str, Any]:
    """One way to ease a hip."""
    return {"heading": heading, "picture": picture, "text": text, "statements": list(statements)}


def passage(heading: str, *paragraphs: str) -> Block:
    """Plain words."""
    return ("passage", {"heading": heading, "text": paragraphs_of(*paragraphs)})


def paragraphs_of(*paragraphs: str) -> str:
    """Rich text of these paragraphs; each may hold simple mark-up."""
    return "".join(each if each.startswith("<ul>") else f"<p>{each}</p>" for each in paragraphs)


def listed(*points: str) -> str:
    """A bulleted list."""
    return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"


def invitations(heading: str, *keys: str) -> Block:
    """Calls; those whose doors do not exist stay hidden."""
    return ("calls", {"heading": heading, "calls": list(keys)})


SAFETY: Block = ("safety", None)
