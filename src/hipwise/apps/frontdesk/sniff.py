"""What a file is, told by its first bytes; its name and what the browser says of it count for nothing."""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class Sort(StrEnum):
    """The sorts that are told apart."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


PICTURES = frozenset({Sort.JPEG, Sort.PNG, Sort.WEBP})
ENDINGS = {Sort.JPEG: "jpg", Sort.PDF: "pdf"}
LONGEST_NAME = 80

_STARTS = {b"\xff\xd8\xff": Sort.JPEG, b"\x89PNG\r\n\x1a\n": Sort.PNG, b"%PDF-": Sort.PDF}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})


def sort_of(content: bytes) -> Sort | None:
    """What this is; None for everything that nobody may send, such as SVG and HTML.

    A PDF must begin with its mark: readers that look for it further down also open files that are two things at once.
    """
    for start, sort in _STARTS.items():
        if content.startswith(start):
            return sort
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Sort.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Sort.HEIC
    return None


def safe_name(name: str, sort: Sort) -> str:
    """What to call a file: the name it came with, without folders, signs that hide or turn text, and a false ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if letter.isspace() else letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem = " ".join(seen.rpartition(".")[0].split() if "." in seen else seen.split()).strip(". ")
    fallback = "document" if sort is Sort.PDF else "picture"
    return f"{stem[:LONGEST_NAME].strip() or fallback}.{ENDINGS[sort]}"
