"""Colours that stand on one another can be told apart, by day and by night (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11)."""

import re
from pathlib import Path

import pytest

import hipwise.ui

TOKENS = (Path(hipwise.ui.__file__).parent / "css/tokens.css").read_text("utf-8")
DAY, NIGHT = TOKENS.split("@media (prefers-color-scheme: dark)")
BODY, TEXT, MARK = 7.0, 4.5, 3.0

PAIRS = [
    *(("ink", on, BODY) for on in ("paper", "card", "sand", "sand-2", "bubble", "raised", "lamp")),
    *(("ink", f"{hue}-wash", BODY) for hue in ("pine", "clay", "sky", "moss")),
    *(("ink-2", on, BODY) for on in ("paper", "card")),
    *(("ink-2", on, TEXT) for on in ("sand", "sand-2", "range", "bubble", "clay-wash", "sky-wash", "pine-wash")),
    *(("pine", on, TEXT) for on in ("paper", "card", "sand", "pine-wash", "raised")),
    *(("clay-ink", on, TEXT) for on in ("paper", "card", "sand", "clay-wash", "pine-wash")),
    *(("moss-ink", on, TEXT) for on in ("paper", "card", "moss-wash")),
    *(("sky-ink", on, TEXT) for on in ("card", "sky-wash")),
    ("on-pine", "pine", TEXT),
    ("on-sky", "sky", TEXT),
    ("card", "clay-ink", TEXT),
    ("paper", "moss", MARK),
    *((hue, on, MARK) for hue in ("clay", "moss", "line-strong") for on in ("card", "paper")),
    *(("line-strong", on, MARK) for on in ("sand",)),
    ("sky", "card", MARK),
    ("pine", "sand-2", MARK),
    ("mus-1", "body", MARK),
    ("bm-4", "bm", MARK),
    ("clay-ink", "bm", MARK),
    ("bone-line", "bone-1", MARK),
]


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", css))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_can_be_told_apart(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = tokens(DAY) if scheme == "day" else {**tokens(DAY), **tokens(NIGHT)}
    found = contrast(colours[ink], colours[ground])
    assert found >= least, f"{ink} on {ground} by {scheme}: {found:.2f}, needs {least}"


def test_the_measure_itself() -> None:
    """Black on white is 21; clay on paper is not good enough for text, which is why clay-ink exists."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(tokens(DAY)["clay"], tokens(DAY)["paper"]) < TEXT


def test_night_names_every_colour_that_day_names() -> None:
    missing = set(tokens(DAY)) - set(tokens(NIGHT))
    assert not missing, f"no night colour for {sorted(missing)}"
