"""An expected no."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something asked for does not happen: ``words`` for the person, ``code`` for tests and logs."""

    code: str
    words: str
