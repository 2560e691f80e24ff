"""The waiting list's pages: joining, the page behind a letter's link, and the staff's side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from hipwise.apps.booking.models import Appointment, Wish
from hipwise.apps.booking.selectors.waiting import wish_token
from hipwise.apps.booking.services import waiting
from hipwise.kit import jobs
from tests.apps.booking.waits import NOW, TEN, block, free, put
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "empty_cache")]
JOIN = "/book/wait/first-visit/"
TYPED = {
    "practitioner": "",
    "weekdays": ["0", "1"],
    "earliest": "08:00",
    "latest": "18:00",
    "since": "2026-03-05",
    "until": "2026-03-31",
    "name": "Finn",
    "email": "finn@example.org",
    "phone": "",
    "consent": "on",
}


def offer_on(page: bytes) -> str:
    """The number of the offer that a wish's page shows."""
    found = re.search(r'name="offer" value="(\d+)"', page.decode())
    assert found
    return found[1]


@pytest.fixture
def desk(ben: Person) -> Desk:
    desk = lay_desk([ben])
    block(desk)
    return desk


def test_a_visitor_joins_proves_and_takes_what_is_offered(desk: Desk, client: Client) -> None:
    answer = client.post(JOIN, TYPED, follow=True)
    assert "look in your mail" in answer.content.decode()
    jobs.run_all_due()
    path = re.search(r"https?://[^/\s]+(/wait/\S+)", str(mail.outbox[-1].body))
    assert path
    link = path[1]
    assert "Is this address yours?" in client.get(link).content.decode()
    assert Wish.objects.get().contact.proved is None, "opening the link has changed nothing"
    assert "You are on the list" in client.post(link, {"do": "prove"}, follow=True).content.decode()
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    assert "10:00" in client.get(link).content.decode()
    assert Wish.objects.get().state == "offered"
    page = client.post(link, {"do": "accept", "offer": offer_on(client.get(link).content)}, follow=True)
    visit = Appointment.objects.get(state="booked")
    assert (visit.start, visit.contact) == (TEN, Wish.objects.get().contact)
    assert "Your time is booked" in page.content.decode()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_an_offer_changes_nothing(desk: Desk, method: str, client: Client) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    before = list(Wish.objects.values()), list(Appointment.objects.values())
    getattr(client, method)(f"/wait/{wish_token(wish)}/")
    getattr(client, method)(f"/wait/{wish_token(wish)}/?do=accept")
    assert (list(Wish.objects.values()), list(Appointment.objects.values())) == before


def test_letting_go_and_leaving(desk: Desk, client: Client) -> None:
    wish = put(desk, "Ana")
    link = f"/wait/{wish_token(wish)}/"
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    asked = {"do": "let_go", "offer": offer_on(client.get(link).content)}
    assert "You are on the list" in client.post(link, asked, follow=True).content.decode()
    assert "no longer on the list" in client.post(link, {"do": "leave"}, follow=True).content.decode()
    assert "This wish is over" in client.post(link, {"do": "leave"}, follow=True).content.decode()


@pytest.mark.parametrize("do", ["accept", "let_go"])
def test_a_page_left_open_decides_nothing_about_a_later_offer(desk: Desk, client: Client, do: str) -> None:
    wish = put(desk, "Ana")
    link = f"/wait/{wish_token(wish)}/"
    free(desk, TEN)
    assert waiting.offer_free_times(NOW - waiting.OFFER) == 1
    on_screen = str(Wish.objects.get().offer_id)
    free(desk, TEN + timedelta(days=1))
    waiting.offer_free_times(NOW)
    assert Wish.objects.get().offer_id not in {None, int(on_screen)}
    page = client.post(link, {"do": do, "offer": on_screen}, follow=True).content.decode()
    assert "no longer kept for you" in page and "A time is free for you" in page
    assert Wish.objects.get().state == "offered"
    client.post(link, {"do": do, "offer": offer_on(client.get(link).content)})
    assert Wish.objects.get().state == {"accept": "booked", "let_go": "waiting"}[do]


def test_an_offer_that_ran_out_says_so(desk: Desk, client: Client) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    assert waiting.offer_free_times(NOW - waiting.OFFER) == 1
    page = client.post(f"/wait/{wish_token(wish)}/", {"do": "accept"}, follow=True).content.decode()
    assert "no longer kept for you" in page and "You are on the list" in page


def test_a_made_up_link_leads_nowhere(client: Client, desk: Desk) -> None:
    assert client.get("/wait/made-up/").status_code == 404
    token = wish_token(put(desk, "Ana"))
    assert client.get(f"/wait/{token[:-1]}{'a' if token[-1] != 'a' else 'b'}/").status_code == 404


def test_where_a_time_is_free_now_nobody_need_wait(desk: Desk, client: Client) -> None:
    free(desk, TEN)
    page = client.post(JOIN, TYPED).content.decode()
    assert "You need not wait" in page and "Monday 9 March, 10:00" in page
    assert 'value="Finn"' in page and not Wish.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": "2026-03-01"}, "before the first one"),
        ({"until": "2027-03-01"}, "We can plan up to"),
        ({"latest": "07:00"}, "before the earliest"),
        ({"consent": ""}, "Please tick this box"),
        ({"email": "nobody"}, "e-mail"),
    ],
)
def test_what_was_typed_survives_a_mistake(desk: Desk, client: Client, wrong: dict[str, str], said: str) -> None:
    page = client.post(JOIN, TYPED | wrong).content.decode()
    assert said.lower() in page.lower() and 'value="Finn"' in page
    assert not Wish.objects.exists()


def test_a_patient_types_nothing_the_clinic_knows(
    desk: Desk, ana: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(ana)
    assert 'name="email"' not in client.get(JOIN).content.decode()
    typed = {name: value for name, value in TYPED.items() if name not in {"name", "email", "phone", "consent"}}
    page = client.post(JOIN, typed, follow=True)
    wish = Wish.objects.get()
    assert wish.contact.patient == ana.patient and wish.contact.proved
    assert "You are on the list" in page.content.decode()


def test_too_many_letters_to_one_address_are_not_sent(desk: Desk, client: Client) -> None:
    for _ in range(8):
        page = client.post(JOIN, TYPED, follow=True).content.decode()
    assert "asked for very often" in page
    assert Wish.objects.count() == 5, "and the page never told how many there are"


def test_staff_see_the_list_add_and_remove(desk: Desk, dara: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(dara)
    put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    page = client.get("/staff/waiting/").content.decode()
    assert "ana@example.org" in page and "Mon 9 Mar, 10:00" in page and "Offered" in page
    typed = {name: value for name, value in TYPED.items() if name != "consent"}
    page = client.post("/staff/waiting/add/first-visit/", typed, follow=True).content.decode()
    assert "Finn" in page and "Address not confirmed" in page
    wish = Wish.objects.get(state="waiting")
    client.post(f"/staff/waiting/{wish.pk}/remove/")
    assert Wish.objects.get(pk=wish.pk).state == "left"


@pytest.mark.parametrize("path", ["/staff/waiting/", "/staff/waiting/add/first-visit/"])
def test_the_list_is_the_staffs(path: str, desk: Desk, ana: Person, client_of: Callable[[Person], Client]) -> None:
    assert client_of(ana).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_a_patient_cannot_remove_anybody(desk: Desk, ana: Person, client_of: Callable[[Person], Client]) -> None:
    wish = put(desk, "Cleo")
    assert client_of(ana).post(f"/staff/waiting/{wish.pk}/remove/").status_code == 403
    assert Wish.objects.get().state == "waiting"
