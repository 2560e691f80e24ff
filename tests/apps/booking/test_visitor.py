"""A visitor books: every step, and everything that can come between."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import cast

import pytest
import time_machine
from django.core import mail
from django.test import Client

from hipwise.apps.booking.links import proof_link
from hipwise.apps.booking.models import Appointment, Contact, Draft, Service
from hipwise.apps.booking.services import core, visitors
from hipwise.kit.refusal import Refusal
from tests.apps.booking.visitors import CODE, Visitor, at, everything, value
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

FREE = at(9, 9)
State = Appointment.State


@pytest.fixture
def desk(ben: Person, now: datetime, empty_cache: None) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def visitor(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr("secrets.randbelow", lambda most: int(CODE))
    return Visitor(desk)


def test_services_for_somebody_new_come_first(desk: Desk, client: Client) -> None:
    other = Service.objects.create(name="A treatment", slug="treatment", minutes=30)
    other.practitioners.set(desk.practitioners)
    Service.objects.create(name="Nobody does this", slug="none", minutes=30)
    said = client.get("/book/").content.decode()
    assert said.index("First visit") < said.index("A treatment")
    assert "Nobody does this" not in said


def test_the_first_look_shows_the_first_free_day(desk: Desk, client: Client) -> None:
    page = client.get("/book/first-visit/")
    assert page.context["week"].chosen == at(5, 9).date(), "visits can be booked until 12 hours before"
    assert page.context["week"].parts


def test_a_week_without_a_time_says_when_the_next_one_is(desk: Desk, client: Client) -> None:
    desk.practitioners[0].weekly_hours.update(since=at(23, 0).date())
    page = client.get("/book/first-visit/?day=2026-03-10")
    assert page.context["free"] == at(23, 0).date()
    assert "Monday 23 March" in page.content.decode()


def test_somebody_books(visitor: Visitor) -> None:
    details = visitor.choose(FREE)
    assert "Who is it for?" in details.content.decode()
    code = visitor.type()
    assert "Look in your mail" in code.content.decode()
    assert CODE in mail.outbox[0].body and "/booking/proof/" in mail.outbox[0].body
    done = visitor.code()
    assert "You are booked" in done.content.decode()
    visit = Appointment.objects.get()
    assert (visit.state, visit.start, visit.reason) == (State.BOOKED, FREE, "It catches.")
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.agreed_to) == ("Cleo Wren", "cleo@example.org", "2026-11")
    assert contact.proved and contact.agreed


def test_a_draft_keeps_no_word_once_it_is_booked(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    visitor.code()
    draft = Draft.objects.get()
    assert (draft.name, draft.email, draft.reason, draft.code) == ("", "", "", "")


def test_sending_twice_books_once(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    uid = visitor.draft.uid
    for _ in range(2):
        answer = visitor.client.post(f"/booking/{uid}/code/", {"code": CODE})
        assert "/visit/" in answer["Location"]
    assert Appointment.objects.count() == Contact.objects.count() == 1
    for page in ("", "code/", "lost/"):  # and going back shows the visit
        assert "/visit/" in visitor.client.get(f"/booking/{uid}/{page}")["Location"]


def test_tapping_a_time_twice_keeps_it_once(visitor: Visitor) -> None:
    visitor.choose(FREE)
    first = visitor.draft.uid
    visitor.choose(FREE)
    assert visitor.draft.uid == first
    assert Appointment.objects.count() == 1


def test_another_time_lets_go_of_the_first_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    page = visitor.choose(FREE + timedelta(minutes=15))  # overlaps the time kept before
    assert "Cleo Wren" in page.content.decode()
    assert Appointment.objects.get().start == FREE + timedelta(minutes=15)


def test_a_time_that_cannot_be_had_leaves_the_one_that_is_kept(visitor: Visitor, desk: Desk) -> None:
    visitor.choose(FREE)
    answer = visitor.choose(at(8, 9))  # a Sunday
    assert answer.status_code == 409
    assert Appointment.objects.get().start == FREE
    assert visitor.draft.hold is not None


def test_details_of_one_window_do_not_book_the_time_of_another(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.choose(at(9, 11))
    page = visitor.type(time=FREE.isoformat())
    assert "another window" in page.content.decode()
    assert mail.outbox == []
    assert "Cleo Wren" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Please write your name."),
        ({"email": "cleo"}, "does not look like an e-mail"),
        ({"phone": "12"}, "phone number"),
        ({"agree": ""}, "tick this box"),
        ({"reason": "x" * 601}, "at most 600"),
    ],
)
def test_what_was_typed_comes_back(visitor: Visitor, wrong: dict[str, str], words: str) -> None:
    visitor.choose(FREE)
    page = visitor.type(**wrong).content.decode()
    assert words in page
    if "name" not in wrong:
        assert "Cleo Wren" in page
    assert mail.outbox == []


# The code


def test_a_wrong_code_books_nothing_and_five_end_it(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    said = [visitor.code("000000").content.decode() for _ in range(6)]
    assert "4 more tries" in said[0]
    assert "1 more try" in said[3]
    assert "ask for a new one" in said[4]
    assert "ask for a new one" in visitor.code().content.decode()  # not even the right one
    assert not Contact.objects.exists()


def test_a_code_lasts_fifteen_minutes(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    with time_machine.travel(at(4, 9, 46), tick=False):
        assert "too old" in visitor.code().content.decode()


def test_the_code_is_kept_as_a_digest(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    assert len(visitor.draft.code) == 64


def test_letters_are_limited(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    again = f"/booking/{visitor.draft.uid}/code/again/"
    for _ in range(5):
        said = visitor.client.post(again, follow=True).content.decode()
    assert "several letters already" in said
    assert visitor.draft.letters == visitors.LETTERS


def test_another_address_has_to_answer_anew(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    assert visitors.prove_by_code(visitor.draft, CODE, at(4, 9, 31)) is None
    visitor.type(email="other@example.org")
    assert visitor.draft.proved is None
    assert not Contact.objects.exists()


# The link


def _path(draft: Draft) -> str:
    return "/" + proof_link(draft).split("/", 3)[3]


def test_the_link_books_in_another_browser_by_its_button_alone(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    link = _path(visitor.draft)
    other = Client()
    before = everything()
    page = other.get(link).content.decode()
    assert everything() == before, "opening a link changes nothing"
    assert "Yes, book it" in page
    assert "Cleo" not in page and "catches" not in page
    assert "You are booked" in other.post(link, follow=True).content.decode()
    assert "/visit/" in visitor.client.get(f"/booking/{Draft.objects.get().uid}/code/")["Location"]


@pytest.mark.parametrize("link", ["/booking/proof/made-up/", "/booking/proof/WyJ4IiwieSJd:1:x/"])
def test_a_made_up_link_is_over(desk: Desk, client: Client, link: str) -> None:
    assert client.get(link).status_code == client.post(link).status_code == 410


def test_a_link_to_an_address_that_was_changed_is_over(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    link = _path(visitor.draft)
    visitor.type(email="other@example.org")
    assert Client().post(link).status_code == 410
    assert not Contact.objects.exists()


# Losing a time


def _take(desk: Desk, start: datetime, now: datetime) -> None:
    assert not isinstance(core.hold_time(desk.wanted(start), Appointment.Way.SITE, now), Refusal)


def test_a_lost_race_offers_the_nearest_times(visitor: Visitor, desk: Desk) -> None:
    _take(desk, FREE, at(4, 9, 30))
    page = visitor.choose(FREE)
    assert page.status_code == 409
    starts = [one.start for one in page.context["nearest"]]
    assert len(starts) == 6
    assert min(abs(start - FREE) for start in starts) == timedelta(hours=1)


def test_a_hold_that_ran_out_is_taken_up_again_where_it_is_free(visitor: Visitor) -> None:
    visitor.choose(FREE)
    with time_machine.travel(at(4, 10), tick=False):
        assert "Look in your mail" in visitor.type().content.decode()
        assert "You are booked" in visitor.code().content.decode()


def test_a_hold_that_was_lost_keeps_what_was_typed(visitor: Visitor, desk: Desk) -> None:
    visitor.choose(FREE)
    with time_machine.travel(at(4, 10), tick=False):
        _take(desk, FREE, at(4, 10))
        page = visitor.type()
        assert "Choose another time" in page.content.decode()
        page = visitor.choose(page.context["nearest"][0].start)
        assert "Cleo Wren" in page.content.decode()
        visitor.type()
        assert "You are booked" in visitor.code().content.decode()


def test_a_time_lost_while_the_letter_travelled_needs_no_second_letter(visitor: Visitor, desk: Desk) -> None:
    visitor.choose(FREE)
    visitor.type()
    core.drop_hold(cast(Appointment, visitor.draft.hold))
    _take(desk, FREE, at(4, 9, 31))
    page = visitor.code()
    assert "Choose another time" in page.content.decode()
    visitor.choose(page.context["nearest"][0].start)
    assert "You are booked" in visitor.type().content.decode()
    assert Contact.objects.count() == 1


def test_a_letter_on_its_way_keeps_the_time_longer_but_not_for_ever(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    hold = Appointment.objects.get()
    assert hold.held_until == at(4, 9, 45)
    for minute in (40, 50, 59):
        visitors.send_code(visitor.draft, at(4, 9, minute))
    assert Appointment.objects.get().held_until == at(4, 10, 10)


# Whose it is


def test_a_draft_belongs_to_its_session(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    for page in ("", "code/", "lost/"):
        answer = Client().get(f"/booking/{visitor.draft.uid}/{page}")
        assert answer["Location"] == "/book/"
    assert Client().post(f"/booking/{visitor.draft.uid}/code/", {"code": CODE})["Location"] == "/book/"
    assert not Contact.objects.exists()


def test_a_session_that_ended_loses_neither_the_time_nor_what_is_typed(visitor: Visitor) -> None:
    visitor.choose(FREE)
    uid = visitor.draft.uid
    start = visitor.draft.start.isoformat()
    visitor.client.cookies.clear()
    typed = {"name": "Cleo Wren", "email": "cleo@example.org", "agree": "on", "time": start}
    page = visitor.client.post(f"/booking/{uid}/", typed, follow=True)
    assert "Look in your mail" in page.content.decode()
    assert "You are booked" in visitor.code().content.decode()
    assert Appointment.objects.get().start == FREE


def test_what_was_typed_before_is_not_shown_to_a_new_session(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    uid, start = visitor.draft.uid, visitor.draft.start.isoformat()
    page = Client().post(f"/booking/{uid}/", {"email": "dan@example.org", "time": start}, follow=True).content.decode()
    assert "dan@example.org" in page
    assert "Cleo" not in page and "catches" not in page


@pytest.mark.parametrize("sent", ["", "now", "2026-03-09T09:00Z", "2026-13-40T09:00Z.1.1", "9" * 300])
def test_a_made_up_time_leads_back(desk: Desk, client: Client, sent: str) -> None:
    answer = client.post("/book/first-visit/hold/", {"time": sent})
    assert (answer.status_code, answer["Location"]) == (302, "/book/first-visit/")


def test_a_time_of_nobody_is_refused(desk: Desk, client: Client) -> None:
    answer = client.post("/book/first-visit/hold/", {"time": "2026-03-09T09:00Z.999.999"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "query", ["?day=x", "?with=x&at=-1", "?with=99999999999", "?day=0001-01-01", "?day=9999-12-31"]
)
def test_made_up_questions_break_nothing(desk: Desk, client: Client, query: str) -> None:
    assert client.get(f"/book/first-visit/{query}").status_code == 200


def test_opening_pages_changes_nothing(desk: Desk, client: Client) -> None:
    before = everything()
    for path in ("/book/", "/book/first-visit/", "/book/first-visit/hold/"):
        client.get(path)
    assert everything() == before
    assert re.search(r'name="time"', client.get("/book/first-visit/").content.decode())
    assert value(desk, FREE)


# A patient


def test_a_patient_types_no_name_and_no_code(desk: Desk, ana: Person, client_of: object, visitor: Visitor) -> None:
    visitor.client = client_of(ana)  # type: ignore[operator]
    page = visitor.choose(FREE).content.decode()
    assert 'name="email"' not in page and "step 2 of 2" in page
    uid = visitor.draft.uid
    done = visitor.client.post(f"/booking/{uid}/", {"reason": "As before."}, follow=True)
    assert "You are booked" in done.content.decode()
    contact = Contact.objects.get()
    assert contact.patient == ana.patient


def test_a_patients_draft_is_not_for_who_sits_there_next(desk: Desk, ana: Person, visitor: Visitor) -> None:
    visitor.client.force_login(ana.user)
    visitor.choose(FREE)
    uid = visitor.draft.uid
    session = visitor.client.session["booking"]
    visitor.client.logout()
    store = visitor.client.session
    store["booking"] = session
    store.save()
    assert visitor.client.get(f"/booking/{uid}/")["Location"] == "/book/"


# What goes by itself


def test_drafts_and_silent_people_go_after_a_day(visitor: Visitor, desk: Desk) -> None:
    visitor.choose(FREE)
    visitor.type()
    silent = Contact.objects.create(name="S", email="s@example.org", digest="s", made=at(4, 9, 30))
    assert visitors.forget_old(at(5, 9)) == 0
    visitors.forget_old(at(5, 9, 31))
    assert not Draft.objects.exists()
    assert not Contact.objects.filter(pk=silent.pk).exists()
    assert not Appointment.objects.exists()


def test_people_with_a_visit_stay(visitor: Visitor) -> None:
    visitor.choose(FREE)
    visitor.type()
    visitor.code()
    Contact.objects.update(proved=None)
    visitors.forget_old(at(6, 9, 31))
    assert Contact.objects.count() == 1
