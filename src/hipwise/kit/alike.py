"""Names and words as people look for them: "Novak" finds "Nováková", whichever way either was typed."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take for others with a mark, though people do."""


def plain(text: str) -> str:
    """A text without case and accents, to be compared with another."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)


def places(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where a text holds one of these words (``plain`` ones), each from its first letter to after its last."""
    letters = [plain(letter) for letter in text]
    at = [number for number, letter in enumerate(letters) for _ in letter] + [len(text)]
    longest_first = sorted(filter(None, wanted), key=len, reverse=True)
    if not longest_first:
        return []
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    found = ((one.start(), one.end()) for one in pattern.finditer("".join(letters)))
    return [(at[begin], max(at[end], at[end - 1] + 1)) for begin, end in found]
