"""A patient's first screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.journal import services as journal
from hipwise.apps.journal.models import Review
from hipwise.apps.portal.views import greeting
from tests.apps.insight.asking import answer
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person

Browser = Callable[[Person], Client]


@pytest.fixture
def browser(ana: Person, client_of: Browser, now: datetime) -> Client:
    """Ana's."""
    return client_of(ana)


def page_of(client: Client) -> str:
    answer = client.get("/today/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_person_is_greeted_and_nothing_is_claimed(browser: Client) -> None:
    page = page_of(browser)
    assert "Good morning, Ana" in page and "Wednesday 4 March" in page and "Check in" in page
    assert "argument" not in page and "Not enough" not in page


def test_greetings_keep_the_clinics_hours(browser: Client) -> None:
    with time_machine.travel("2026-03-04T17:30:00+00:00", tick=False):
        assert "Good evening, Ana" in page_of(browser)
    assert [greeting(hour) for hour in (3, 5, 11, 12, 18)] == [
        "Still up",
        "Good morning",
        "Good morning",
        "Good afternoon",
        "Good evening",
    ]


def test_the_week_shows_days_not_streaks(browser: Client, ana: Person) -> None:
    write(ana)
    write(ana, at=NOW - timedelta(days=2))
    write(ana, at=NOW - timedelta(days=7))
    week = re.search(r'<ul class="week">.*?</ul>', page_of(browser), re.S)
    assert week and week[0].count("written") == 2 and week[0].count("no note") == 5
    assert "streak" not in page_of(browser).lower()


def test_the_newest_finding_stands_here(browser: Client, ana: Person) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(90), now=NOW)
    answer(ana)
    assert "On days with an argument" in page_of(browser)


def test_few_days_say_so(browser: Client, ana: Person) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(5), now=NOW)
    assert "Not enough days yet" in page_of(browser)


def test_a_break_does_not_ask_to_check_in(browser: Client, ana: Person) -> None:
    journal.review_journal(ana.actor, patient_of(ana), Review.Choice.REST, today=NOW.date())
    page = page_of(browser)
    assert "taking a break" in page and 'href="/journal/new/"' not in page


def test_staff_are_shown_to_their_side_and_visitors_to_the_door(
    client: Client, ben: Person, client_of: Browser
) -> None:
    assert client_of(ben).get("/today/").headers["Location"] == "/staff/"
    assert client.get("/today/").headers["Location"].startswith("/account/login/")


def test_tabs_lead_to_what_works(browser: Client) -> None:
    page = page_of(browser)
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.S)
    assert tabs
    links = re.findall(r'href="([^"]+)"', tabs[0])
    assert links == ["/", "/today/", "/journal/", "/insight/", "/visits/", "/you/"]
    assert all(browser.get(link).status_code == 200 for link in links[1:])
    assert tabs[0].count('aria-current="page"') == 1


def test_queries_do_not_grow_with_the_journal(
    browser: Client, ana: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), [*days(300), content()], now=NOW)
    answer(ana)
    browser.get("/today/")
    with django_assert_max_num_queries(16):
        browser.get("/today/")
