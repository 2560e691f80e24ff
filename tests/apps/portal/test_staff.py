"""The clinic's side: who is a patient, and what a clinician may read of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.audit.models import Event
from hipwise.apps.journal import services as journal
from hipwise.apps.people import services as people
from hipwise.apps.people.models import Patient
from tests.apps.insight.asking import answer
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

Browser = Callable[[Person], Client]


@pytest.fixture
def written(ana: Person, now: datetime) -> Person:
    """Ana with 90 days of notes, which she shares."""
    journal.bring_in_entries(ana.actor, patient_of(ana), days(90), now=NOW)
    answer(ana)
    return ana


def address(person: Person) -> str:
    return f"/staff/people/{patient_of(person)}/"


@pytest.mark.parametrize("who", ["ben", "eli"])
def test_a_clinician_reads_what_is_shared_and_the_log_says_so(
    who: str, written: Person, request: pytest.FixtureRequest, client_of: Browser
) -> None:
    clinician: Person = request.getfixturevalue(who)
    page = client_of(clinician).get(address(written)).content.decode()
    assert "On days with an argument" in page and "Pain, stress, sleep, mood and movement" in page
    event = Event.objects.get(what="read journal")
    assert (event.who_id, event.about_id) == (clinician.user.pk, written.user.pk)


@pytest.mark.parametrize("who", ["dara", "olga"])
def test_front_desk_and_owner_see_a_name_and_no_health(
    who: str, written: Person, request: pytest.FixtureRequest, client_of: Browser
) -> None:
    client = client_of(request.getfixturevalue(who))
    page = client.get(address(written)).content.decode()
    assert "Ana" in page and "for clinicians" in page
    assert "argument" not in page and '<svg class="chart' not in page
    listed = client.get("/staff/").content.decode()
    assert "Ana" in listed and "hared" not in listed
    assert not Event.objects.filter(what="read journal").exists()


def test_taking_the_consent_back_works_at_once(written: Person, ben: Person, client_of: Browser) -> None:
    client = client_of(ben)
    assert "argument" in client.get(address(written)).content.decode()
    people.withdraw_consent(written.actor, "share_with_clinic", NOW)
    page = client.get(address(written)).content.decode()
    assert "has not shared" in page and "argument" not in page
    assert Event.objects.filter(what="read journal").count() == 1


def test_patients_have_no_way_to_the_clinics_side(written: Person, cleo: Person, client_of: Browser) -> None:
    for person in (cleo, written):
        client = client_of(person)
        assert client.get("/staff/").status_code == 403
        assert client.get(address(written)).status_code == 403


@pytest.mark.parametrize("number", ["987654", "0", "99999999999999999999"])
def test_nobody_of_that_number(number: str, ben: Person, client_of: Browser) -> None:
    assert client_of(ben).get(f"/staff/people/{number}/").status_code == 404


def test_search_by_a_part_of_the_name_or_the_whole_address(
    ana: Person, cleo: Person, ben: Person, client_of: Browser
) -> None:
    client = client_of(ben)
    for words in ("an", "ANA", "ana@example.org"):
        page = client.get("/staff/", {"q": words}).content.decode()
        assert ">Ana<" in page and ">Cleo<" not in page
    odd = client.get("/staff/", {"q": "<b>'\x00%", "page": "x"})
    assert odd.status_code == 200 and b"Nobody found" in odd.content and b"<b>'" not in odd.content


def test_a_long_list_has_pages_and_costs_the_same(
    ben: Person, client_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(ben)
    assert "No patients yet" in client.get("/staff/").content.decode()
    Patient.objects.bulk_create([Patient(name=f"Person {number}") for number in range(60)])
    with django_assert_max_num_queries(15):
        page = client.get("/staff/?page=2").content.decode()
    assert "Page 2 of 3" in page and page.count("/staff/people/") == 25


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("ben", ["Calendar", "Inbox", "People", "Waiting list", "Hours", "Catalogue", "You"]),
        ("dara", ["Calendar", "Inbox", "People", "Waiting list", "Hours", "Catalogue", "You"]),
        (
            "olga",
            ["Calendar", "Inbox", "People", "Waiting list", "Services", "Catalogue", "Team", "Log", "Clinic", "You"],
        ),
    ],
)
def test_the_rail_lists_what_this_person_may_open(
    who: str, labels: list[str], request: pytest.FixtureRequest, client_of: Browser
) -> None:
    client = client_of(request.getfixturevalue(who))
    rail = re.search(r'<header class="rail">.*?</header>', client.get("/staff/").content.decode(), re.S)
    assert rail
    found = re.findall(r'<li><a href="([^"]+)"[^>]*><svg.*?</svg>([^<]+)<', rail[0])
    assert [label for _, label in found] == labels
    for url, _ in found:
        assert client.get(url, follow=True).status_code == 200, url
