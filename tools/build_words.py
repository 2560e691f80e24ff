"""Compile our words for Django's and allauth's sentences (django.po to django.mo), without GNU gettext.

python tools/build_words.py          write it
python tools/build_words.py --check  end with 1 if the written one is stale
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path

WORDS = Path(__file__).parents[1] / "src/hipwise/ui/locale/en_GB/LC_MESSAGES"
MAGIC = 0x950412DE


def read(po: str) -> dict[str, str]:
    """Message by message; forms of a plural are joined by a NUL, as gettext wants them."""
    found: dict[str, str] = {}
    for block in po.split("\n\n"):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            head, quote, text = line.partition('"')
            keyword = head.strip() or keyword
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(quote + text)
        if parts:
            one = [parts[name] for name in ("msgid", "msgid_plural") if name in parts]
            said = [text for name, text in sorted(parts.items()) if name.startswith("msgstr")]
            found["\0".join(one)] = "\0".join(said)
    return found


def compiled(words: dict[str, str]) -> bytes:
    """The binary catalogue: a header, two tables of (length, offset), then the texts."""
    keys = sorted(words, key=lambda key: key.encode())
    texts = [key.encode() for key in keys] + [words[key].encode() for key in keys]
    offset = 28 + 8 * len(texts)
    table = b""
    for text in texts:
        table += struct.pack("<II", len(text), offset)
        offset += len(text) + 1
    count = len(keys)
    header = struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    return header + table + b"".join(text + b"\0" for text in texts)


def main() -> int:
    """Write or check; the exit code."""
    made = compiled(read((WORDS / "django.po").read_text("utf-8")))
    if "--check" in sys.argv:
        return int(made != (WORDS / "django.mo").read_bytes())
    (WORDS / "django.mo").write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
