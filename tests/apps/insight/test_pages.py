"""The Insight page: what stands on it, for whom, and how much it weighs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.insight import cards, pictures
from hipwise.apps.insight.voice import voice_of
from hipwise.apps.journal import services as journal
from hipwise.domain.insight.finding import Silence
from hipwise.ui.words.names import Voice
from tests.apps.insight.asking import FOUND, answer, panel, reading, said, write_days
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person

Browser = Callable[[Person], Client]


def test_days_are_told_apart_as_the_finding_speaks_of_them() -> None:
    voice = Voice("pain")
    after = pictures.sides(panel(), FOUND, voice)
    np.testing.assert_array_equal(after.marks, [np.nan, 1, 0, np.nan, 1, 0])
    assert after.with_pain.tolist() == [4, 6] and after.other_pain.tolist() == [2]
    assert after.with_words == "days after a walk"
    high = replace(FOUND, factor="stress", lag="same", unit="points, one usual step up", step=1.2)
    split = pictures.sides(panel(), high, voice)
    np.testing.assert_array_equal(split.marks, [0, 1, np.nan, 1, 0, 0])
    assert split.with_words == "days with stress above 2"


def test_every_factor_stands_on_the_page_once() -> None:
    silences = (
        Silence("a", "same", "not_clear", -1.0, 0.8, "points, yes against no", more_days=(20, 40)),
        Silence("b", "same", "not_clear", -1.0, 0.8, "points, yes against no"),
        Silence("c", "same", "too_few_days"),
        Silence("d", "same", "no_variation"),
        Silence("e", "same", "ruled_out", -0.2, 0.3, "points, yes against no"),
        Silence("f", "same", "explained_by", through="walk"),
    )
    page = cards.page(reading(said((FOUND,), silences)), Voice("pain"))
    assert [card.title for card in page.open] == ["A", "B"]
    assert page.open[0].wait == (20, 50) and page.open[1].wait is None
    assert (page.too_few, page.same_always) == (("“c”",), ("“d”",))
    assert [card.title for card in page.ruled_out] == ["E"]
    assert "walking" in page.explained[0].sentence
    assert page.findings[0].strip is not None and page.findings[0].dots is not None
    assert dict(page.findings[0].numbers)["With and without"] == "2 and 1"


def test_own_tags_are_called_by_their_names(ana: Person) -> None:
    entry = write(ana, own=("Mum's visit",))
    voice = voice_of(patient_of(ana))
    assert voice.name(f"own:{entry.tags[0]}").event == "“Mum's visit” noted"
    assert voice.name("feeling:fed_up").event == "“fed up” noted"


@pytest.fixture
def browser(ana: Person, client_of: Browser, now: datetime) -> Client:
    """Ana's."""
    return client_of(ana)


def page_of(client: Client) -> str:
    page = client.get("/insight/")
    assert page.status_code == 200
    return page.content.decode()


def test_before_any_note(browser: Client) -> None:
    assert "Nothing to compare yet" in page_of(browser)


def test_without_pain_scores(browser: Client, ana: Person) -> None:
    write(ana, pain=None, stress=2)
    assert "No pain scores so far" in page_of(browser)


def test_with_too_few_days(browser: Client, ana: Person) -> None:
    write_days(ana, 9)
    page = page_of(browser)
    assert "Not enough days yet to tell" in page and 'value="9" max="14"' in page


def test_with_findings(browser: Client, ana: Person) -> None:
    write_days(ana, 90)
    answer(ana)
    page = page_of(browser)
    assert "On days with an argument, your notes show pain" in page
    assert "What this can’t tell" in page and "<title id=" in page and "<table" in page
    assert "112" in page and "113" in page


def test_with_nothing_to_find(browser: Client, ana: Person) -> None:
    rng = np.random.default_rng(1)
    quiet = [
        content(at=NOW - timedelta(days=day), pain=int(rng.integers(2, 6)), stress=int(rng.integers(0, 5)))
        for day in range(60)
    ]
    journal.bring_in_entries(ana.actor, patient_of(ana), quiet, now=NOW)
    answer(ana)
    assert "Nothing stands out yet" in page_of(browser)


def test_own_words_are_shown_as_text(browser: Client, ana: Person) -> None:
    odd = "<script>alert(1)</script>"
    journal.bring_in_entries(
        ana.actor, patient_of(ana), [content(at=NOW - timedelta(days=day), own=(odd,)) for day in range(30)], now=NOW
    )
    answer(ana)
    page = page_of(browser)
    assert odd not in page and "&lt;script&gt;" in page


def test_a_long_journal_costs_no_more_queries(
    browser: Client, ana: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    write_days(ana, 400)
    answer(ana)
    browser.get("/insight/")
    with django_assert_max_num_queries(14):
        page = browser.get("/insight/")
    assert len(page.content) < 200_000


@pytest.mark.parametrize("who", ["ben", "dara", "olga"])
def test_nobody_else_has_an_insight_page(who: str, request: pytest.FixtureRequest, client_of: Browser) -> None:
    assert client_of(request.getfixturevalue(who)).get("/insight/").status_code == 403


def test_a_stranger_infers_nothing(ana: Person, cleo: Person, client_of: Browser, now: datetime) -> None:
    write_days(ana, 90)
    answer(ana)
    before = client_of(cleo).get("/insight/").content
    assert b"argument" not in before and b"Nothing to compare yet" in before
