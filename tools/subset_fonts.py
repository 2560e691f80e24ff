"""Cut the heading font (Fraunces, OFL 1.1) down to what the pages use.

Source: the package @fontsource-variable/fraunces from the npm registry (`npm pack`, then unpack it).
    python tools/subset_fonts.py path/to/package

Writes three files beside the pages' other static files:
    fraunces.woff2          roman, weights 420-560, the letters of English text; preloaded by every page
    fraunces-latin.woff2    the accented letters of Latin-1; a browser fetches it only when a page has one
    fraunces-italic.woff2   italic, one weight; only the labels of plates and one word of the front page use it

The optical size is fixed at 44: a free one would double the bytes. Keep the feature `rvrn`, or b and h turn wonky.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).parents[1] / "src/hipwise/ui/static/hipwise/fonts"
PUNCTUATION = [0xA0, 0xB7, 0xBD, 0x2013, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2212]
CORE = [*range(0x20, 0x7F), *PUNCTUATION]
LATIN_1 = [c for c in range(0xA1, 0x100) if c not in PUNCTUATION]
ROMAN = {"WONK": 0, "SOFT": 60, "opsz": 44, "wght": (420, 560)}
ITALIC = {"WONK": 0, "SOFT": 60, "opsz": 60, "wght": 400}
FEATURES = ["kern", "lnum", "tnum", "ccmp", "rvrn", "rclt"]


def cut(source: Path, name: str, limits: Mapping[str, object], letters: list[int]) -> None:
    """Write OUT/name: `source` held to `limits` on its axes and to `letters`."""
    font = instancer.instantiateVariableFont(TTFont(source), limits)
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size} bytes")


def main(package: Path) -> None:
    """Write the three files and the licence."""
    roman = package / "files/fraunces-latin-full-normal.woff2"
    italic = package / "files/fraunces-latin-full-italic.woff2"
    cut(roman, "fraunces.woff2", ROMAN, CORE)
    cut(roman, "fraunces-latin.woff2", ROMAN, LATIN_1)
    cut(italic, "fraunces-italic.woff2", ITALIC, CORE)
    shutil.copyfile(package / "LICENSE", OUT / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
