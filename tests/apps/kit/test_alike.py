"""Words that are the same to whoever looks for them."""

from __future__ import annotations

import pytest

from hipwise.kit.alike import places, plain


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Nováková", "novakova"),
        ("Nova\u0301k", "novak"),
        ("MÜLLER", "muller"),
        ("Straße", "strasse"),
        ("Søren Łuczak", "soren luczak"),
        ("İpek", "ipek"),
        ("سلام", "سلام"),
        ("Ana", "ana"),
    ],
)
def test_case_and_accents_do_not_count(text: str, same: str) -> None:
    assert plain(text) == plain(same) == same


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Frau Nováková", ["novak"], ["Novák"]),
        ("Frau Nova\u0301k!", ["novak"], ["Nova\u0301k"]),
        ("In der Straße.", ["strasse"], ["Straße"]),
        ("In der Straße.", ["stras"], ["Straß"]),
        ("hip, Hips", ["hip", "hips"], ["hip", "Hips"]),
        ("cafe\u0301", ["cafe"], ["cafe\u0301"]),
        ("nothing", [], []),
        ("nothing", [""], []),
        ("", ["x"], []),
    ],
)
def test_where_they_stand(text: str, wanted: list[str], found: list[str]) -> None:
    assert [text[begin:end] for begin, end in places(text, wanted)] == found
