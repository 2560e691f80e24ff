"""What makes a message look unwanted. Such a message is kept, in a folder of its own, with the reason beside it.

Each sign has a weight, and from ``ENOUGH`` on a message is put there. A person who sells nothing shows none of them;
no sign looks at who somebody is, what language they write, or how well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

ENOUGH = 2
HASTE = timedelta(seconds=3)
"""Nobody reads a form, fills it in and sends it within this."""

_LINK = re.compile(r"https?://|\bwww\.|\[url\b|<a\s", re.IGNORECASE)
_OFFERS = re.compile(
    r"\b(backlinks?|guest post(s|ing)?|link building|(first|1st) page of google|rank(ing)? (higher )?(on|in) google"
    r"|seo (service|expert|agency|audit|package)s?|increase your (traffic|sales)|(re)?design (of )?your web ?site"
    r"|casino|viagra|cialis|crypto ?currenc(y|ies)|bitcoin|forex|passive income|adult dating|payday loans?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A message as it came. ``trap``: what stood in the field that people never see. ``again``: sent often before."""

    name: str
    body: str
    trap: str
    took: timedelta
    again: bool


def why(sample: Sample) -> str:
    """Why a message looks unwanted, in a few words for staff; empty when it does not."""
    signs = _signs(sample)
    return ", ".join(words for _, words in signs)[:60] if sum(weight for weight, _ in signs) >= ENOUGH else ""


def _signs(sample: Sample) -> list[tuple[int, str]]:
    links = len(_LINK.findall(sample.body))
    offers = len(set(map(str.lower, (found.group() for found in _OFFERS.finditer(sample.body)))))
    rules = (
        (2, bool(sample.trap.strip()), "filled in a hidden field"),
        (2, sample.took < HASTE, "sent within three seconds"),
        (2, bool(_LINK.search(sample.name)), "a link for a name"),
        (2, links > 2, f"{links} links"),
        (1, links in {1, 2}, "a link" if links == 1 else "two links"),
        (2, sample.again, "the same words came often"),
        (min(offers, 2), offers > 0, "words of advertising"),
    )
    return [(weight, words) for weight, holds, words in rules if holds]
