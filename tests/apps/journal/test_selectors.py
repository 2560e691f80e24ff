"""Rows become arrays, and the harm brakes know their time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.journal import selectors, services
from hipwise.apps.journal.models import Review, Tag
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person


def test_a_day_is_one_row(ana: Person) -> None:
    write(ana, at=NOW - timedelta(days=2), pain=2, activities=("walk",), stress=1)
    write(ana, at=NOW - timedelta(hours=3), pain=3, activities=("yoga",), own=("Choir",))
    write(ana, at=NOW - timedelta(hours=1), pain=6, emotions={"worried": 1}, stress=3)
    panel = selectors.panel_for(patient_of(ana), fewest_own_days=1)
    said = {column.name: column.values.tolist() for column in panel.factors}
    own = f"own:{Tag.objects.get().pk}"
    assert np.diff(panel.times).tolist() == [2.0]
    assert panel.outcome.values.tolist() == [2.0, 4.5]
    assert said == {
        "stress": [1.0, 3.0],
        "walk": [1.0, 0.0],
        "yoga": [0.0, 1.0],
        "feeling:worried": [0.0, 1.0],
        own: [0.0, 1.0],
    }
    assert not panel.timed
    assert selectors.factor_names(patient_of(ana)) == {own: "Choir"}


def test_own_words_of_one_day_are_no_question(ana: Person) -> None:
    for day in range(4):
        write(ana, at=NOW - timedelta(days=day, hours=1), own=("Choir", *(("Zoo",) if day < 2 else ())))
    panel = selectors.panel_for(patient_of(ana))
    names = selectors.factor_names(patient_of(ana))
    assert [names[column.name] for column in panel.factors] == ["Choir"]


def test_tags_are_offered_while_they_are_used(ana: Person, cleo: Person) -> None:
    write(ana, at=NOW - timedelta(weeks=14), own=("Old flat",))
    slip = write(ana, at=NOW - timedelta(days=1, hours=1), own=("Chior",))
    for day in range(2, 4):
        write(ana, at=NOW - timedelta(days=day, hours=1), own=("Choir",))
    write(cleo, own=("Hers",))
    assert selectors.offered_tags(patient_of(ana), today=NOW.date()) == ["Choir", "Chior"]
    services.edit_entry(ana.actor, slip, content(at=slip.at, own=("Choir",)), now=NOW)
    assert selectors.offered_tags(patient_of(ana), today=NOW.date()) == ["Choir"]


def test_a_number_left_out_is_missing_and_pain_may_be(ana: Person) -> None:
    write(ana, at=NOW - timedelta(days=1), pain=None, mood=2)
    write(ana, pain=3)
    panel = selectors.panel_for(patient_of(ana))
    assert np.isnan(panel.outcome.values).tolist() == [True, False]
    assert np.isnan(panel.factors[0].values).tolist() == [False, True]


def test_an_empty_journal_is_an_empty_panel(ana: Person) -> None:
    panel = selectors.panel_for(patient_of(ana))
    assert panel.entries == 0 and panel.factors == ()


def test_the_order_of_writing_does_not_matter(ana: Person, cleo: Person) -> None:
    days = [content(at=NOW - timedelta(days=day), pain=day % 5, stress=day % 4) for day in range(10)]
    services.bring_in_entries(ana.actor, patient_of(ana), days, now=NOW)
    services.bring_in_entries(cleo.actor, patient_of(cleo), reversed(days), now=NOW)
    assert selectors.panel_for(patient_of(ana)).digest() == selectors.panel_for(patient_of(cleo)).digest()


def test_a_panel_is_two_queries_at_most(ana: Person, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    days = [content(at=NOW - timedelta(days=day), own=("Choir",)) for day in range(60)]
    services.bring_in_entries(ana.actor, patient_of(ana), days, now=NOW)
    with django_assert_max_num_queries(2):
        selectors.panel_for(patient_of(ana))
        selectors.factor_names(patient_of(ana))


def test_after_four_weeks_the_journal_asks_whether_it_helps(ana: Person) -> None:
    today = NOW.date()
    assert not selectors.rhythm(patient_of(ana), today=today).review_due
    write(ana, at=NOW - timedelta(days=27))
    assert not selectors.rhythm(patient_of(ana), today=today).review_due
    assert selectors.rhythm(patient_of(ana), today=today + timedelta(days=1)).review_due


def test_a_rest_lasts_two_weeks_and_starts_the_count_anew(ana: Person) -> None:
    today = NOW.date()
    write(ana, at=NOW - timedelta(days=40))
    services.review_journal(ana.actor, patient_of(ana), Review.Choice.REST, today=today)
    assert selectors.rhythm(patient_of(ana), today=today).resting_until == date(2026, 3, 18)
    over = selectors.rhythm(patient_of(ana), today=today + timedelta(weeks=2))
    assert over.resting_until is None and not over.review_due


def test_without_the_score_up_front(ana: Person) -> None:
    today = NOW.date()
    services.review_journal(ana.actor, patient_of(ana), Review.Choice.NO_SCORE, today=today)
    assert not selectors.rhythm(patient_of(ana), today=today).ask_pain
