"""Join the style sheet's parts into the one file that pages link. Run after any change under ui/css.

python tools/build_css.py          write it
python tools/build_css.py --check  end with 1 if the written one is stale
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

UI = Path(__file__).parents[1] / "src/hipwise/ui"
OUT = UI / "static/hipwise/css/hipwise.css"
PARTS = [
    "tokens",
    "base",
    "layout",
    "shell",
    "parts",
    "forms",
    "taps",
    "charts",
    "pictures",
    "pages",
    "booking",
    "print",
]


def squeeze(css: str) -> str:
    """Without comments and without the white space no browser needs."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"(?<=[\w-]):\s+(?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").strip() + "\n"


def joined() -> str:
    """All parts, squeezed, in their order."""
    return "".join(squeeze((UI / "css" / f"{part}.css").read_text("utf-8")) for part in PARTS)


def main() -> int:
    """Write or check; the exit code."""
    css = joined()
    if "--check" in sys.argv:
        return int(css != OUT.read_text("utf-8"))
    OUT.write_text(css, "utf-8")
    print(f"{OUT.name}: {len(css)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
