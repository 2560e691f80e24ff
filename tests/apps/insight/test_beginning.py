"""Something began on this day: before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.insight import cards, services
from hipwise.apps.insight.models import Answer, Beginning
from hipwise.apps.insight.privacy import erase, export
from hipwise.apps.privacy.services import subject_of
from hipwise.domain.insight.explore import explore
from hipwise.ui.words.names import Voice
from tests.apps.insight.asking import SHIFT, answer, reading, said, write_days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

Browser = Callable[[Person], Client]
ADDRESS = "/insight/beginning/"
TODAY = date(2026, 3, 4)
FIRST = TODAY - timedelta(days=60)
BEGAN = TODAY - timedelta(days=25)


@pytest.fixture
def written(ana: Person, now: datetime) -> Person:
    """Ana with 60 days of notes, who was asked."""
    write_days(ana, 60)
    answer(ana)
    return ana


@pytest.fixture
def browser(written: Person, client_of: Browser) -> Client:
    """Ana's."""
    return client_of(written)


def send(client: Client, day: object, label: str = "  Exercises with   Ben ") -> str:
    return client.post(ADDRESS, {"day": str(day), "label": label}, follow=True).content.decode()


def test_set_changed_and_removed(browser: Client, written: Person) -> None:
    assert "Compare before and after" in browser.get("/insight/").content.decode()
    page = send(browser, BEGAN)
    assert "Since “Exercises with Ben”" in page and "Change or remove" in page
    assert Answer.objects.get().exploration["began"] == float((BEGAN - date(1970, 1, 1)).days)
    assert 'value="2026-02-07"' in browser.get(ADDRESS).content.decode()
    send(browser, BEGAN + timedelta(days=1), "Swimming")
    assert Beginning.objects.get().label == "Swimming"
    page = browser.post("/insight/beginning/remove/", follow=True).content.decode()
    assert "Removed." in page and "Swimming" not in page and not Beginning.objects.exists()
    browser.post("/insight/beginning/remove/")
    deeds = list(Event.objects.filter(what__endswith="beginning").order_by("pk").values_list("what", flat=True))
    assert deeds == ["named beginning", "named beginning", "removed beginning"]


@pytest.mark.parametrize(
    ("day", "label", "words"),
    [
        (TODAY + timedelta(days=1), "x", "not after your last"),
        (FIRST, "x", "after your first note"),
        ("1066-10-14", "x", "after your first note"),
        ("9999-12-31", "x", "not after your last"),
        ("soon", "x", "like 2026-03-31"),
        ("", "x", "on which day"),
        (BEGAN, " ", "in a few words"),
        (BEGAN, "x" * 61, "60 letters"),
    ],
)
def test_what_is_typed_wrong_comes_back_with_a_reason(day: object, label: str, words: str, browser: Client) -> None:
    page = send(browser, day, label)
    assert words in page and not Beginning.objects.exists()
    assert f'value="{day}"' in page or day == ""


def test_the_edges_of_the_journal_are_inside(browser: Client) -> None:
    for day in (FIRST + timedelta(days=1), TODAY - timedelta(days=1)):
        send(browser, day)
        assert Beginning.objects.get().day == day


def test_a_day_that_has_not_come_is_refused_even_where_a_note_is_ahead(written: Person) -> None:
    """A note may be ten minutes ahead, and so on tomorrow's page at midnight."""
    before = BEGAN - timedelta(days=1)
    assert services.set_beginning(written.actor, patient_of(written), BEGAN, "x", today=before) == services.OUTSIDE


def test_own_words_are_shown_as_text(browser: Client) -> None:
    page = send(browser, BEGAN, "<script>alert(1)</script>")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_nobody_says_it_for_another(written: Person, cleo: Person, ben: Person, client_of: Browser) -> None:
    for person in (cleo, ben):
        with pytest.raises(PermissionDenied):
            services.set_beginning(person.actor, patient_of(written), BEGAN, "x", today=TODAY)
        with pytest.raises(PermissionDenied):
            services.remove_beginning(person.actor, patient_of(written))
    assert client_of(ben).get(ADDRESS).status_code == 403
    assert client_of(cleo).get(ADDRESS)["Location"] == "/insight/", "she has no journal yet"
    assert client_of(written).get("/insight/beginning/remove/").status_code == 405


def test_the_clinician_reads_it_and_cannot_change_it(
    browser: Client, written: Person, ben: Person, client_of: Browser
) -> None:
    send(browser, BEGAN)
    page = client_of(ben).get(f"/staff/people/{patient_of(written)}/").content.decode()
    assert "Since “Exercises with Ben”" in page and "Change or remove" not in page and ADDRESS not in page


def test_a_kept_answer_belongs_to_its_day(written: Person) -> None:
    services.read_journal(patient_of(written), now=NOW)
    services.set_beginning(written.actor, patient_of(written), BEGAN, "x", today=TODAY)
    with patch.object(services, "explore", wraps=explore) as asked:
        services.read_journal(patient_of(written), now=NOW)
        services.read_journal(patient_of(written), now=NOW)
    assert asked.call_count == 1


def test_it_is_sealed_leaves_and_goes(browser: Client, written: Person) -> None:
    send(browser, BEGAN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT label FROM insight_beginning")
        assert "Ben" not in cursor.fetchone()[0]
    subject = subject_of(written.user)
    assert export(subject)["beginning.json"] == {"day": "2026-02-07", "label": "Exercises with Ben"}
    erase(subject)
    assert not Beginning.objects.exists() and export(subject) == {}


def test_what_is_shown_of_a_shift() -> None:
    beginning = Beginning(day=date(1970, 1, 5), label="Swimming")
    voice = Voice("pain")
    asked = replace(said(()), began=4.0)
    none = cards.page(reading(asked, beginning), voice).shift
    assert none and none.interval is None and "too few days" in none.sentence
    for shift, words, kind in (
        (SHIFT, "Since 5 January 1970, pain has been about 0.9 points lower", "less"),
        (replace(SHIFT, effect=0.9, low=0.3, high=1.5), "higher", "more"),
        (replace(SHIFT, effect=-0.1, high=1.0), "Can’t tell yet", "open"),
        (replace(SHIFT, effect=0.0, low=-0.3, high=0.3), "no more than 0.3 points", "out"),
    ):
        card = cards.page(reading(replace(asked, shift=shift), beginning), voice).shift
        assert card and card.interval and words in card.interval.sentence
        assert f'class="iv-bar {kind}"' in card.interval.svg
    assert cards.page(reading(asked), voice).shift is None
