"""In which language somebody writes: a guess by small words, good enough to choose a card's words."""

from __future__ import annotations

import re

_WORDS = {
    "en": (
        "i im ive the and to my a of it is in me you have was with for not dont cant want this that on be so no do am "
        "been but what when he she his her they would"
    ),
    "de": (
        "ich und der die das nicht mich mir mein meine ist zu ein eine es bin habe hab mit auf im den dem nur noch "
        "kann wenn was mehr er sie sind seit keinen kein will"
    ),
    "nl": (
        "ik en de het niet mij me mijn is te een van ben heb met op dat er aan zo nog kan als wat meer hij zij voor "
        "zijn geen wil naar uit"
    ),
    "fr": (
        "je j jai et le la les des du de ne pas plus ma mon mes me est un une que qui en il elle ai suis au ce ca "
        "pour avec tout veux peux vous sans"
    ),
    "es": (
        "yo y el la los las de no mi mis me es un una que en lo se he tengo estoy con para por ya mas muy quiero puedo "
        "todo todos sin al esto"
    ),
}
SMALL = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_LETTERS = re.compile(r"[^\W\d_]+")


def language_of(text: str, otherwise: str = "en") -> str:
    """The language whose small words stand in a text most often; ``otherwise`` where none or several do."""
    words = _LETTERS.findall(text.casefold().replace("’", "").replace("'", ""))
    counts = {code: sum(word in small for word in words) for code, small in SMALL.items()}
    most = max(counts.values())
    leading = [code for code, count in counts.items() if count == most]
    if most == 0 or (len(leading) > 1 and otherwise in leading):
        return otherwise
    return leading[0]
