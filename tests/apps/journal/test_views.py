"""The journal's pages, as Ana uses them and as Cleo must not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.audit.models import Event
from hipwise.apps.journal import services
from hipwise.apps.journal.models import Entry, Review
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person

NEW = "/journal/new/"
Browser = Callable[[Person], Client]


@pytest.fixture
def browser(ana: Person, client_of: Browser, now: datetime) -> Client:
    """Ana's."""
    return client_of(ana)


def typed(**said: object) -> dict[str, object]:
    return {"day": "2026-03-04", "hour": "09:00", "client_id": str(uuid.uuid4())} | said


def words_of(client: Client, address: str = "/journal/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_journal_says_how_to_begin(browser: Client) -> None:
    assert "No notes yet" in words_of(browser)


def test_check_in_and_see_it(browser: Client) -> None:
    answer = browser.post(NEW, typed(pain="7", happened=["walk"], note="Up the <hill>"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/journal/", 302)]
    assert "Saved." in page and "Up the &lt;hill&gt;" in page and "Walk" in page
    assert f'href="/journal/{Entry.objects.get().pk}/edit/"' in page


def test_the_form_carries_a_number_of_its_own_so_that_two_taps_save_once(browser: Client) -> None:
    page = words_of(browser, NEW)
    number = re.search(r'name="client_id" value="([0-9a-f-]{36})"', page)
    assert number
    for _ in range(2):
        browser.post(NEW, typed(pain="7", client_id=number[1]))
    assert Entry.objects.count() == 1


def test_an_earlier_day(browser: Client) -> None:
    browser.post(NEW, typed(pain="2", day="2026-03-01", hour="20:15"))
    assert str(Entry.objects.get().day) == "2026-03-01"


def test_what_was_typed_survives_every_no(browser: Client) -> None:
    answer = browser.post(NEW, typed(day="2026-03-05", note="Keep me", happened=["yoga"], **{"happened-own": "Choir"}))
    page = answer.content.decode()
    assert answer.status_code == 200 and not Entry.objects.exists()
    assert "That time has not come yet" in page and "Keep me" in page
    assert re.search(r'value="yoga"[^>]* checked', page) and re.search(r'value="Choir"[^>]* checked', page)


def test_nothing_at_all_is_not_saved(browser: Client) -> None:
    answer = browser.post(NEW, typed())
    assert "nothing to save yet" in answer.content.decode() and not Entry.objects.exists()


def test_change_keeps_the_earlier_wording(browser: Client, ana: Person) -> None:
    entry = write(ana, note="first", pain=3)
    page = words_of(browser, f"/journal/{entry.pk}/edit/")
    assert "first" in page and re.search(r'value="3"[^>]* checked', page)
    browser.post(f"/journal/{entry.pk}/edit/", typed(pain="5", note="second"))
    history = words_of(browser, f"/journal/{entry.pk}/history/")
    assert "first" in history and "second" in history and "3 of 10" in history
    assert f"/journal/{entry.pk}/history/" in words_of(browser)


def test_removing_asks_first(browser: Client, ana: Person) -> None:
    entry = write(ana, note="private words")
    page = words_of(browser, f"/journal/{entry.pk}/remove/")
    assert "Remove this check-in?" in page and Entry.objects.exists()
    answer = browser.post(f"/journal/{entry.pk}/remove/", follow=True)
    assert not Entry.objects.exists() and "private words" not in answer.content.decode()


@pytest.mark.parametrize("page", ["edit", "history", "remove"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_check_in_is_as_good_as_none(
    page: str, method: str, ana: Person, cleo: Person, client_of: Browser
) -> None:
    entry = write(ana, note="private words")
    stranger = client_of(cleo)
    address = f"/journal/{entry.pk}/{page}/"
    there, nowhere = getattr(stranger, method)(address), getattr(stranger, method)(f"/journal/987654/{page}/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert Entry.objects.get().note == "private words"


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "99999999999999999999999"])
def test_absurd_numbers_are_not_found(browser: Client, number: str) -> None:
    assert browser.get(f"/journal/{number}/edit/").status_code == 404


@pytest.mark.parametrize("who", ["ben", "dara", "eli", "olga"])
def test_staff_have_no_way_into_the_patients_pages(
    who: str, request: pytest.FixtureRequest, ana: Person, client_of: Browser
) -> None:
    entry = write(ana)
    client = client_of(request.getfixturevalue(who))
    for address in ("/journal/", NEW, f"/journal/{entry.pk}/edit/", f"/journal/{entry.pk}/remove/"):
        assert client.get(address).status_code == 403
        assert client.post(address, typed(pain="1")).status_code in (403, 405)
    assert Entry.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client: Client, clinic: object) -> None:
    assert client.get("/journal/").headers["Location"].startswith("/account/login/")


def test_pages_go_back_in_time(browser: Client, ana: Person) -> None:
    services.bring_in_entries(
        ana.actor, patient_of(ana), [content(at=NOW - timedelta(days=day), pain=day % 11) for day in range(20)], now=NOW
    )
    first = words_of(browser)
    older = re.search(r'href="\?until=([\d-]+)"', first)
    assert older and older[1] == "2026-02-25" and first.count('class="entry"') == 7
    second = words_of(browser, f"/journal/?until={older[1]}")
    assert second.count('class="entry"') == 7 and "Latest" in second
    last = words_of(browser, "/journal/?until=2026-02-18")
    assert last.count('class="entry"') == 6 and "until=" not in last
    for odd in ("nonsense", "0001-01-01", "9999-12-31", "%00"):
        words_of(browser, f"/journal/?until={odd}")


def test_a_long_journal_costs_no_more_queries_or_bytes_than_a_short_one(
    browser: Client, ana: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    days = [content(at=NOW - timedelta(hours=6 * step), own=("Choir",), stress=step % 4) for step in range(600)]
    services.bring_in_entries(ana.actor, patient_of(ana), days, now=NOW)
    browser.get("/journal/")
    with django_assert_max_num_queries(16) as asked:
        page = browser.get("/journal/")
    Entry.objects.filter(day__lt="2026-02-20").delete()
    with django_assert_max_num_queries(len(asked)):
        browser.get("/journal/")
    assert len(page.content) < 160_000


def test_more_than_enough_for_one_day_is_said_kindly(browser: Client) -> None:
    for minute in range(5):
        answer = browser.post(NEW, typed(pain="3", hour=f"08:0{minute}"), follow=True)
    assert "plenty for one day" in answer.content.decode()


def test_after_four_weeks_the_journal_asks(browser: Client, ana: Person) -> None:
    write(ana, at=NOW - timedelta(days=30))
    assert "Decide how to go on" in words_of(browser)
    assert "Please choose one" in browser.post("/journal/review/", {}).content.decode()
    browser.post("/journal/review/", {"choice": "no_score"})
    assert Review.objects.get().choice == "no_score"
    assert "Decide how to go on" not in words_of(browser)
    page = words_of(browser, NEW)
    assert page.index("<summary>How sore") < page.index('name="pain"')


def test_a_break_asks_for_nothing(browser: Client, ana: Person) -> None:
    write(ana, at=NOW - timedelta(days=30))
    browser.post("/journal/review/", {"choice": "rest"})
    assert "taking a break" in words_of(browser)


def test_the_log_holds_no_word_of_it(browser: Client) -> None:
    browser.post(NEW, typed(pain="7", note="secret", **{"happened-own": "Choir"}))
    events = [f"{event.what} {event.subject}" for event in Event.objects.all()]
    assert any("check-in" in event for event in events)
    assert not any("secret" in event or "Choir" in event for event in events)


def test_addresses_are_named() -> None:
    assert reverse("journal:new") == NEW
