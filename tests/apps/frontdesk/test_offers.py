"""A time that staff keep for a visitor: said in the conversation, taken by a link in booking's own way, taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from hipwise.apps.booking.models import Appointment, Contact, Draft, Slice
from hipwise.apps.booking.selectors.times import Ask
from hipwise.apps.booking.services import core as booking
from hipwise.apps.booking.services import visitors
from hipwise.apps.booking.services.offers import TOO_CLOSE
from hipwise.apps.booking.services.visitors import Details
from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import offers as read
from hipwise.apps.frontdesk.services import core, handling, offers
from hipwise.apps.frontdesk.services.core import Said, Visitor
from hipwise.apps.frontdesk.services.offers import Offering
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.kit import desk
from tests.kit.cast import Person, signed_in
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
RORY = Visitor("Rory", "rory@example.org", "+353201000")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def place(ben: Person) -> desk.Desk:
    return desk.lay_desk([ben])


@pytest.fixture
def talk() -> Conversation:
    mine = chat(RORY)
    visitor_says(mine, "Is there a time next week?")
    return mine


def offering(place: desk.Desk, start: datetime = START, *, live: bool = True) -> Offering:
    return Offering(place.wanted(start), live, timedelta(hours=12), uuid.uuid4())


def offer(place: desk.Desk, talk: Conversation, dara: Person, start: datetime = START, *, live: bool = True) -> Message:
    said = offers.offer_time(dara.actor, talk, offering(place, start, live=live), NOW)
    assert isinstance(said, Said), said
    return said.message


def link_of(message: Message) -> str:
    found = re.search(r'href="(/offer/[^"]+)"', wire.bubble(message, "visitor"))
    assert found
    return found[1]


# Staff


def test_who_is_offered_a_time_is_no_spam(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    handling.mark_spam(dara.actor, talk, NOW, seen=1)
    offer(place, talk, dara)
    talk.refresh_from_db()
    assert not talk.spam


def test_the_time_is_kept_and_said_in_one(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara)
    assert message.visit and message.visit.state == "held" and message.visit.held_until == NOW + read.LIVE
    bubble = wire.bubble(message, "visitor")
    assert all(words in bubble for words in ("First visit", "Monday 9 March, 10:00", "Ben", "We keep it for you until"))
    assert "/offer/" not in wire.bubble(message, "clinic"), "staff do not book for themselves by the visitor's link"
    talk.refresh_from_db()
    assert talk.waiting_since is None, "an offer is an answer"


def test_by_letter_it_is_kept_until_tomorrow_evening(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara, live=False)
    assert message.visit and message.visit.held_until == datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
    assert "tomorrow at 20:00" in message.body


def test_never_beyond_the_hour_until_which_it_can_be_booked(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    soon = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
    message = offer(place, talk, dara, soon, live=False)
    assert message.visit and message.visit.held_until == soon - timedelta(hours=12)
    too_close = replace(offering(place, datetime(2026, 3, 5, 9, 0, tzinfo=UTC)), lead=timedelta(hours=23, minutes=10))
    assert offers.offer_time(dara.actor, talk, too_close, NOW) == TOO_CLOSE


def test_a_taken_time_is_not_offered(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    offer(place, talk, dara)
    refused = offers.offer_time(dara.actor, talk, offering(place), NOW)
    assert isinstance(refused, Refusal) and refused.code == "taken"
    assert Message.objects.filter(kind="offer").count() == 1


def test_tapping_twice_offers_once(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    same = offering(place)
    first, again = (offers.offer_time(dara.actor, talk, same, NOW) for _ in range(2))
    assert isinstance(first, Said) and isinstance(again, Said) and not again.new
    assert first.message == again.message and Appointment.objects.count() == 1


def test_a_colleagues_answer_meanwhile_leaves_nothing_kept(
    place: desk.Desk, talk: Conversation, dara: Person, ben: Person
) -> None:
    seen = talk.last_seq
    clinic_says(talk, "Tuesday?", ben)
    late = replace(offering(place), seen=seen)
    assert offers.offer_time(dara.actor, talk, late, NOW) == core.ANSWERED
    assert not Appointment.objects.exists() and not Slice.objects.exists()


def test_three_at_once_are_enough(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    for hour in range(3):
        offer(place, talk, dara, START + timedelta(hours=hour))
    assert offers.offer_time(dara.actor, talk, offering(place, START + timedelta(hours=4)), NOW) == offers.ENOUGH


def test_taking_back_frees_the_time(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara)
    assert offers.take_back(dara.actor, talk, message.pk, NOW) is None
    assert not Slice.objects.exists()
    message.refresh_from_db()
    assert "no longer kept" in wire.bubble(message, "visitor") and "First visit" in wire.bubble(message, "visitor")
    assert offers.take_back(dara.actor, talk, message.pk, NOW) == offers.OVER
    assert Message.objects.get(kind="event").body.startswith("Dara took back an offer: First visit")


# The visitor


def details(client: Client, link: str) -> str:
    """Follow a link and press its button; the address of the details page."""
    assert client.get(link).status_code == 200
    answer = client.post(link)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def filled(client: Client, page: str, **more: str) -> dict[str, str]:
    html = client.get(page).content.decode()
    stamp = re.search(r'name="time" value="([^"]+)"', html)
    assert stamp
    return {"time": stamp[1], "name": "Rory", "email": "rory@example.org", "agree": "on", **more}


def test_looking_changes_nothing(place: desk.Desk, talk: Conversation, dara: Person, client: Client) -> None:
    link = link_of(offer(place, talk, dara))
    for _ in range(2):
        assert "Take this time" in client.get(link).content.decode()
    assert not Draft.objects.exists()


def test_what_is_known_is_filled_in_and_the_code_asked_for(
    place: desk.Desk, talk: Conversation, dara: Person, client: Client
) -> None:
    page = details(client, link_of(offer(place, talk, dara)))
    html = client.get(page).content.decode()
    assert 'value="Rory"' in html and 'value="rory@example.org"' in html and "send me the code" in html
    assert "/code/" in client.post(page, filled(client, page))["Location"]


def test_an_address_that_has_answered_books_at_once_and_the_inbox_hears_of_it(
    place: desk.Desk, talk: Conversation, dara: Person, client: Client
) -> None:
    Conversation.objects.filter(pk=talk.pk).update(proved=NOW)
    message = offer(place, talk, dara)
    page = details(client, link_of(message))
    answer = client.post(page, filled(client, page))
    assert "/booked/" in answer["Location"]
    message.refresh_from_db()
    assert message.visit and message.visit.state == "booked"
    assert Message.objects.get(kind="event").body.startswith("Booked: First visit, Monday 9 March")
    assert "Booked." in wire.bubble(message, "clinic")


def test_another_address_has_to_answer(place: desk.Desk, talk: Conversation, dara: Person, client: Client) -> None:
    Conversation.objects.filter(pk=talk.pk).update(proved=NOW)
    page = details(client, link_of(offer(place, talk, dara)))
    answer = client.post(page, filled(client, page, email="cleo@example.org"))
    assert "/code/" in answer["Location"]


def test_a_patient_who_is_signed_in_needs_no_code(
    place: desk.Desk, talk: Conversation, dara: Person, ana: Person, client_of: Callable[[Person], Client]
) -> None:
    browser = client_of(ana)
    page = details(browser, link_of(offer(place, talk, dara)))
    html = browser.get(page).content.decode()
    assert "Is this right?" in html and "rory@example.org" not in html
    assert "/booked/" in browser.post(page, {"time": "", "reason": ""})["Location"]
    assert Contact.objects.get().patient == ana.patient


def test_a_second_tap_goes_on_with_the_same(place: desk.Desk, talk: Conversation, dara: Person, client: Client) -> None:
    link = link_of(offer(place, talk, dara))
    assert details(client, link) == details(client, link)
    assert Draft.objects.count() == 1


def test_two_with_the_same_link_book_one_visit(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    Conversation.objects.filter(pk=talk.pk).update(proved=NOW)
    link = link_of(offer(place, talk, dara))
    first, second = Client(), Client()
    one, other = details(first, link), details(second, link)
    assert one != other, "nobody goes on with what another browser has typed"
    sent = filled(first, one)
    assert second.post(other, filled(second, other)).status_code == 302
    assert "nearest free times" in first.post(one, sent, follow=True).content.decode().lower()
    assert Appointment.objects.exclude(state="held").count() == 1


def test_the_link_opens_the_visit_only_to_who_booked_it(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    Conversation.objects.filter(pk=talk.pk).update(proved=NOW)
    link = link_of(offer(place, talk, dara))
    mine = Client()
    page = details(mine, link)
    mine.post(page, filled(mine, page))
    assert "/visit/" in mine.get(link)["Location"]
    stranger = Client().get(link)
    assert stranger.status_code == 410 and "rory" not in stranger.content.decode().lower()


@pytest.mark.parametrize("ending", ["expired", "swept", "taken_back"])
def test_a_time_that_is_no_longer_kept_shows_the_nearest(
    place: desk.Desk, talk: Conversation, dara: Person, client: Client, ending: str
) -> None:
    message = offer(place, talk, dara)
    link = link_of(message)
    if ending == "taken_back":
        offers.take_back(dara.actor, talk, message.pk, NOW)
    else:
        Appointment.objects.update(held_until=NOW - timedelta(minutes=1))
    if ending == "swept":
        booking.sweep_holds(NOW)
    for answer in (client.get(link), client.post(link)):
        html = answer.content.decode()
        assert answer.status_code == 409 and "no longer kept" in html and "Monday 9 March, 10:00" in html


def test_a_bubble_knows_for_how_long_the_time_is_kept(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara)
    until = message.visit.held_until if message.visit else None
    assert until
    for now, left in ((until - timedelta(minutes=30), 'data-left="1801"'), (until, "data-left")):
        with time_machine.travel(now, tick=False):
            message.refresh_from_db()
            assert (left in wire.bubble(message, "visitor")) == (now < until)
            assert "data-left" not in wire.bubble(message, "clinic")


@pytest.mark.parametrize("token", ["made-up", "WzEsMiwzLDQsIngiXQ:1x:y"])
def test_a_made_up_link_says_so(clinic: object, client: Client, token: str) -> None:
    answer = client.get(f"/offer/{token}/")
    assert answer.status_code == 410 and "no longer works" in answer.content.decode()


def test_staff_take_back_while_the_visitor_books(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara)
    draft = offers.follow(message, None, None, NOW)
    assert isinstance(draft, Draft)
    visitors.write_down(draft, Details("Rory", "rory@example.org"), NOW)
    Draft.objects.update(proved=NOW)
    booked = visitors.book(VISITOR, draft, NOW)
    assert isinstance(booked, Appointment)
    assert offers.take_back(dara.actor, talk, message.pk, NOW) == offers.TAKEN_UP
    assert Appointment.objects.get().state == "booked"


def test_the_control_a_hold_let_go_without_looking_loses_the_visit(
    place: desk.Desk, talk: Conversation, dara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = offer(place, talk, dara)
    Appointment.objects.update(state="booked", held_until=None)
    monkeypatch.setattr(booking, "drop_hold", lambda hold: Appointment.objects.filter(pk=hold.pk).delete())
    assert offers.take_back(dara.actor, talk, message.pk, NOW) is None
    assert not Appointment.objects.exists()


def test_a_draft_of_a_kept_time_is_not_swept_with_the_old(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message = offer(place, talk, dara, live=False)
    assert isinstance(offers.follow(message, None, None, NOW), Draft)
    later = NOW + timedelta(hours=25)
    visitors.forget_old(later)
    assert Draft.objects.exists() and Appointment.objects.filter(state="held").exists()
    visitors.forget_old(later + timedelta(hours=12))
    assert not Draft.objects.exists()


# The page


def test_staff_offer_with_one_tap(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    desk_of_dara = signed_in(dara)
    page = f"/staff/inbox/{talk.pk}/offer/"
    html = desk_of_dara.get(page).content.decode()
    value = re.search(r'name="time" value="([^"]+)"', html)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    assert value and 'value="live"' in html
    assert desk_of_dara.post(page, {**hidden, "lasts": "mail", "time": value[1]}).status_code == 302
    assert Message.objects.filter(kind="offer", author=dara.user).exists()
    refused = desk_of_dara.post(page, {**hidden, "client": uuid.uuid4(), "lasts": "mail", "time": value[1]})
    assert refused.status_code == 409 and "taken" in refused.content.decode()


def test_an_open_page_hears_what_has_become_of_an_offer(place: desk.Desk, talk: Conversation, dara: Person) -> None:
    message, desk_of_dara = offer(place, talk, dara), signed_in(dara)
    here = f"/staff/inbox/{talk.pk}/here/"
    assert "offers" not in desk_of_dara.post(here).json()
    (bubble,) = desk_of_dara.post(here, {"offers": "1"}).json()["offers"]
    assert "Kept until" in bubble and f'data-seq="{message.seq}"' in bubble
    assert offers.take_back(dara.actor, talk, message.pk, NOW) is None
    (bubble,) = desk_of_dara.post(here, {"offers": "1"}).json()["offers"]
    assert "no longer kept" in bubble and "Kept until" not in bubble


def test_times_shown_are_free_and_spread(place: desk.Desk) -> None:
    days = read.next_free(Ask(place.service), NOW.date(), NOW)
    assert len(days) == read.DAYS and all(0 < len(free) <= read.A_DAY for _, free in days)
    first, free = days[0]
    assert first == date(2026, 3, 5) and free[-1].start.hour == 16
