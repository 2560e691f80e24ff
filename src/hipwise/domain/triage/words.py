"""Words of crisis and of red flags in free text. High recall: a false alarm costs a glance, a miss may cost a life."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Sort = Literal["crisis", "red_flag"]


@dataclass(frozen=True, slots=True)
class Concern:
    """One pattern found in a text: its ``key`` in the catalogue, of which ``sort``, and the words it ``matched``."""

    key: str
    sort: Sort
    matched: str


_PATTERNS: tuple[tuple[str, Sort, re.Pattern[str]], ...] = (
    (
        "en.suicide",
        "crisis",
        re.compile(r"\b(suicid\w*|kill(ing)? myself|end (my|it all)|want to die)\b", re.IGNORECASE),
    ),
)


def concerns(text: str) -> tuple[Concern, ...]:
    """Every pattern found, in the catalogue's order; empty for nothing found, which proves nothing."""
    found = ((key, sort, pattern.search(text)) for key, sort, pattern in _PATTERNS)
    return tuple(Concern(key, sort, match.group()) for key, sort, match in found if match)
