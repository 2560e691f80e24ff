"""What scripts under tools/ made is what is committed, and it is small."""

import gettext
import gzip
import re
from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import pytest

import hipwise.ui
from hipwise.ui.pictures import DRAWN, NAMES
from tools import build_css, build_words
from tools.pictures.__main__ import drawings

UI = Path(hipwise.ui.__file__).parent
FONTS = UI / "static/hipwise/fonts"
CATALOGUES = [
    (allauth, "locale/de/LC_MESSAGES/django.po"),
    (django.conf, "locale/de/LC_MESSAGES/django.po"),
    (django.contrib.auth, "locale/de/LC_MESSAGES/django.po"),
]


def test_style_sheet_is_fresh() -> None:
    assert build_css.OUT.read_text("utf-8") == build_css.joined(), "run: python tools/build_css.py"


def test_every_part_of_the_style_sheet_is_joined() -> None:
    assert {file.stem for file in (UI / "css").glob("*.css")} == set(build_css.PARTS)


def test_squeezing_keeps_what_matters() -> None:
    css = "a:hover  { margin: 0 calc(1px + 2px) ; } /* no */\n@media (min-width: 5rem) { b , i { x: y } }"
    assert build_css.squeeze(css) == "a:hover{margin:0 calc(1px + 2px)}@media (min-width: 5rem){b,i{x:y}}\n"


def test_pictures_are_fresh() -> None:
    drawn = drawings()
    assert set(drawn) == set(NAMES)
    stale = [name for name, svg in drawn.items() if (DRAWN / f"{name}.svg").read_text("utf-8") != svg]
    assert not stale, "run: python -m tools.pictures"


def test_first_load_is_small() -> None:
    style = len(gzip.compress(build_css.OUT.read_bytes(), 9))
    assert style <= 14_000
    assert style + (FONTS / "fraunces.woff2").stat().st_size <= 36_000


def test_only_tokens_name_colours() -> None:
    """Elsewhere a colour is a token; black, white and grey serve masks, shadows and paper."""
    for file in (UI / "css").glob("*.css"):
        if file.stem != "tokens":
            found = set(re.findall(r"#[0-9a-f]{3,8}\b", file.read_text("utf-8"))) - {"#000", "#fff", "#999"}
            assert not found, f"{file.name} names {found}"


@pytest.mark.parametrize("font", ["fraunces.woff2", "fraunces-latin.woff2", "fraunces-italic.woff2"])
def test_fonts_are_there_with_their_licence(font: str) -> None:
    assert (FONTS / font).stat().st_size < 26_000
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text("utf-8")


def test_words_are_fresh() -> None:
    made = build_words.compiled(build_words.read((build_words.WORDS / "django.po").read_text("utf-8")))
    assert (build_words.WORDS / "django.mo").read_bytes() == made, "run: python tools/build_words.py"


def test_words_are_said() -> None:
    with (build_words.WORDS / "django.mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Two-Factor Authentication") == "A second step"
    many = said.ngettext("You have added %(count)s security key.", "You have added %(count)s security keys.", 2)
    assert many == "You have %(count)s passkeys."


def test_words_replace_only_sentences_that_are_still_said() -> None:
    """A sentence that Django or allauth changed would fall back to theirs without a sound."""
    theirs = [f"{package.__path__[0]}/{place}" for package, place in CATALOGUES]
    known: set[str] = set()
    for file in theirs:
        known |= set(build_words.read(re.sub(r"(?m)^#.*\n", "", Path(file).read_text("utf-8"))))
    ours = build_words.read((build_words.WORDS / "django.po").read_text("utf-8"))
    assert {message for message in ours if message} - known == set()
