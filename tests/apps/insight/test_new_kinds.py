"""Later days, thresholds, change, direction, what only follows pain, and unwritten days, on both pages."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from django.template.loader import render_to_string

from hipwise.apps.insight import cards, pictures
from hipwise.apps.insight.cards import Page
from hipwise.domain.insight.finding import Exploration, Reason, Silence
from hipwise.ui.words.names import Voice
from tests.apps.insight.asking import ABOVE, AFTER, BOTH, FADED, FOUND, LATER, WRITING, panel, reading, said

VOICE = Voice("pain")


def shown(exploration: Exploration) -> Page:
    return cards.page(reading(exploration), VOICE)


def html(exploration: Exploration, *, own: bool = True) -> str:
    return render_to_string("insight/answer.html", {"page": shown(exploration), "own": own})


@pytest.mark.parametrize(
    ("lag", "marks", "words"),
    [
        ("second", [np.nan, np.nan, 1, 1, np.nan, 1], "two days after a walk"),
        ("third", [np.nan, np.nan, np.nan, 0, 1, np.nan], "three days after a walk"),
    ],
)
def test_days_after_days(lag: str, marks: list[float], words: str) -> None:
    split = pictures.sides(panel(), replace(LATER, lag=lag), VOICE)  # type: ignore[arg-type]
    np.testing.assert_array_equal(split.marks, marks)
    assert split.with_words == words


def test_a_threshold_splits_the_picture_where_it_lies() -> None:
    split = pictures.sides(panel(), ABOVE, VOICE)
    np.testing.assert_array_equal(split.marks, [0, 1, np.nan, 1, 0, 0])
    assert split.with_words == "days with stress above 2.5"
    assert pictures.sides(panel(), replace(ABOVE, above=3.5), VOICE).with_pain.tolist() == [4]
    first, second = shown(said((FOUND, ABOVE))).findings
    assert second.dots is not None and "stress above 2.5" in second.dots.svg
    assert shown(said((FOUND, BOTH))).findings[1].dots is None and first.strip is not None


def test_a_later_day_is_tagged() -> None:
    page = html(said((LATER, replace(ABOVE, lag="third"))))
    assert "Two days later" in page and "Three days later" in page


def test_a_link_that_changed_is_told_and_drawn_folded_away() -> None:
    card = shown(said((FADED,))).findings[0]
    assert [
        f'class="iv-bar {kind}"' in chart.svg for kind, chart in zip(("less", "open"), card.early_and_late, strict=True)
    ]
    assert "First third of your days: 1 to 2.6 points lower." in card.early_and_late[0].sentence
    page = html(said((FADED,)))
    assert "This link has faded" in page and page.index("<summary>Early and lately") < page.index(
        "First third of your days"
    )
    assert "Early and lately" not in html(said((FOUND,)))


def test_direction() -> None:
    page = html(said((BOTH, ABOVE)))
    assert "It goes both ways" in page and "Which came first can’t be told for stress" in page
    assert "Which came first" not in html(said((FOUND,)))


def test_what_only_follows_pain_has_its_own_place() -> None:
    page = html(said((FOUND,), (AFTER,)))
    assert "Pain comes first</h2>" in page and "Rest comes more often after days with more pain" in page.replace(
        "“rest”", "Rest"
    )
    assert "Pain comes first" not in html(said((FOUND,)))


def test_unwritten_days_and_suspects() -> None:
    page = html(replace(said((FOUND,)), writing=WRITING, suspects=("walk",)))
    assert "You seem to write more on days with more pain" in page
    assert "You named walking beforehand" in page and "would let chance decide" in page
    plain = html(said((FOUND,)))
    assert "seem to write" not in plain and "beforehand" not in plain


def test_a_clinician_is_offered_nothing_to_change() -> None:
    assert "/insight/beginning/" in html(said((FOUND,))) and "/insight/beginning/" not in html(
        said((FOUND,)), own=False
    )


@pytest.mark.parametrize("reason", get_args(Reason))
def test_no_reason_falls_off_the_page(reason: Reason) -> None:
    """Also one that the engine learns later."""
    silence = Silence("zither", "same", reason, -0.2, 0.3, "points, yes against no", through="walk", after=0.2)
    assert "zither" in html(said((FOUND,), (silence,))).lower()


def test_of_two_that_cannot_be_told_apart_one_sentence_speaks() -> None:
    pair = [Silence(one, "same", "either", through=other) for one, other in (("zither", "lute"), ("lute", "zither"))]
    page = html(said((FOUND,), tuple(pair)))
    assert page.count("zither") == 1 and "One of two</h3>" in page
