"""The staff's inbox: who stands where, what a row says, and answering by plain form."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import inbox as read
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.apps.frontdesk.views.inbox.frame import waits
from hipwise.apps.people import services as people
from hipwise.kit.sealed import SealedText
from tests.kit.cast import Person
from tests.kit.talk import NOW, clinic_says, visitor_says

Browser = Callable[[Person], Client]
State, Kind, Side = Conversation.State, Message.Kind, Message.Side
pytestmark = pytest.mark.django_db


def url(talk: Conversation) -> str:
    return f"/staff/inbox/{talk.pk}/"


def waiting(name: str = "", body: str = "Hello", at: datetime = NOW, **more: Any) -> Conversation:
    """Somebody who has written and has no answer."""
    talk = core.begin(uuid.uuid4(), more.pop("source", "chat"), Visitor(name, **more), at)
    visitor_says(talk, body, at)
    talk.refresh_from_db()
    return talk


def names(folder: str, who: Person, now: datetime = NOW) -> list[str]:
    return [row.who for row in read.rows_of(read.folder_page(folder, who.user.pk, now, 1), now)]


def answer(client: Client, talk: Conversation, body: str, **more: object) -> Any:
    typed: dict[str, Any] = {"mode": "answer", "body": body, "client": uuid.uuid4(), "seen": talk.last_seq, **more}
    return client.post(url(talk), typed)


# Who stands where


def test_the_longest_wait_stands_first_and_crisis_above_all(dara: Person) -> None:
    waiting("Late", at=NOW)
    waiting("Early", at=NOW - timedelta(hours=2))
    waiting("Flagged", at=NOW - timedelta(minutes=1))
    Conversation.objects.filter(pk=waiting("Numb").pk).update(raised=1, raised_at=NOW)
    waiting("Crisis", "I want to die", at=NOW)
    assert names("needs", dara)[:2] == ["Crisis", "Numb"]
    assert names("needs", dara)[2:] == ["Early", "Flagged", "Late"]
    assert names("open", dara)[0] == "Crisis" == names("mine", dara)[0], "a raised one is everybody's"


def test_taken_on_it_stands_among_the_others(dara: Person) -> None:
    waiting("Early", at=NOW - timedelta(hours=2))
    talk = waiting("Crisis", "I want to die")
    Conversation.objects.filter(pk=talk.pk).update(taken_on_by=dara.user, taken_on_at=NOW)
    assert names("needs", dara) == ["Early", "Crisis"]


def test_suspected_spam_does_not_wait_unless_it_is_raised(dara: Person, client_of: Browser, now: datetime) -> None:
    talk = waiting("Rank", "We bring you to the first place", at=now - timedelta(hours=2))
    client = client_of(dara)
    assert "waits 2 h" in client.get("/staff/inbox/?folder=needs").content.decode()
    Conversation.objects.filter(pk=talk.pk).update(spam=True)
    for path in ("/staff/inbox/?folder=spam", url(talk)):
        page = client.get(path).content.decode()
        assert "Rank" in page and "waits 2 h" not in page
    Conversation.objects.filter(pk=talk.pk).update(raised=Conversation.Raised.CRISIS, raised_at=now)
    assert "waits 2 h" in client.get("/staff/inbox/?folder=spam").content.decode()


def test_each_folder_holds_its_own(dara: Person, ben: Person) -> None:
    kinds: list[dict[str, Any]] = [
        {"assigned": dara.user},
        {"assigned": ben.user, "waiting_since": None},
        {"state": State.SNOOZED, "snoozed_until": NOW + timedelta(hours=1)},
        {"state": State.CLOSED, "closed_at": NOW, "waiting_since": None},
        {"spam": True},
    ]
    for number, fields in enumerate(kinds):
        Conversation.objects.filter(pk=waiting(f"No {number}").pk).update(**fields)
    found = {folder: sorted(names(folder, dara)) for folder in read.FOLDERS}
    assert found == {
        "needs": ["No 0"],
        "mine": ["No 0"],
        "open": ["No 0", "No 1"],
        "snoozed": ["No 2"],
        "closed": ["No 3"],
        "spam": ["No 4"],
    }
    assert read.counts(dara.user.pk, NOW) == {folder: len(rows) for folder, rows in found.items()}
    assert read.needs_count(NOW) == 1


def test_what_was_put_away_comes_back_by_itself(dara: Person) -> None:
    talk = waiting("Later")
    until = NOW + timedelta(hours=1)
    Conversation.objects.filter(pk=talk.pk).update(state=State.SNOOZED, snoozed_until=until, waiting_since=None)
    assert (names("needs", dara), names("snoozed", dara)) == ([], ["Later"])
    assert (names("needs", dara, until), names("snoozed", dara, until)) == (["Later"], [])


def test_suspected_spam_with_words_of_crisis_is_still_shown(dara: Person) -> None:
    talk = waiting("Bot or not", "I want to die")
    Conversation.objects.filter(pk=talk.pk).update(spam=True)
    assert names("needs", dara) == ["Bot or not"] == names("spam", dara)


# What a row says


def test_a_row_says_who_wrote_what_and_whether_it_was_read(dara: Person) -> None:
    talk = waiting("Joan", "My hip hurts at night")
    core.say(talk, Words(Side.CLINIC, "Sounds worried", Kind.NOTE, author_id=dara.user.pk), NOW)
    (row,) = read.rows_of(read.folder_page("needs", None, NOW, 1), NOW)
    assert row.last and (row.who, row.last.body, row.unread) == ("Joan", "My hip hurts at night", True)
    clinic_says(talk, "Good morning", dara)
    (row,) = read.rows_of(read.folder_page("open", None, NOW, 1), NOW)
    assert row.last and (row.last.body, row.unread) == ("Good morning", False)


def test_whoever_gave_no_name_is_a_visitor() -> None:
    waiting()
    assert [row.who for row in read.rows_of(Conversation.objects.all(), NOW)] == ["Visitor"]


def test_somebody_who_left_holds_nothing(dara: Person, ben: Person, olga: Person, client_of: Browser) -> None:
    talk = waiting("Joan")
    Conversation.objects.filter(pk=talk.pk).update(assigned=ben.user)
    people.end_seat(olga.actor, ben.user.seats.get(), NOW)
    (row,) = read.rows_of(read.folder_page("open", None, NOW, 1), NOW)
    assert row.holder is None
    client = client_of(dara)
    assert "With nobody: Ben has left" in client.get(url(talk)).content.decode()
    answer(client, talk, "Good morning")
    talk.refresh_from_db()
    assert talk.assigned == dara.user


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "under a minute"), (12, "12 min"), (59, "59 min"), (60, "1 h"), (2879, "47 h"), (2880, "2 days")],
)
def test_a_wait_in_words(minutes: int, words: str) -> None:
    assert waits(timedelta(minutes=minutes)) == f"waits {words}"


# The pages


@pytest.mark.parametrize("who", ["dara", "ben", "eli", "olga"])
def test_everybody_who_works_here_reads_and_answers(
    who: str, now: datetime, request: pytest.FixtureRequest, client_of: Browser
) -> None:
    person: Person = request.getfixturevalue(who)
    client, talk = client_of(person), waiting("Joan", "Do you treat hips?")
    listed = client.get("/staff/inbox/").content.decode()
    assert "Joan" in listed and "Do you treat hips?" in listed and "waits under a minute" in listed
    assert "Do you treat hips?" in client.get(url(talk)).content.decode()
    assert answer(client, talk, "Yes, we do.").status_code == 302
    talk.refresh_from_db()
    assert talk.waiting_since is None and talk.assigned == person.user
    page = client.get(url(talk)).content.decode()
    assert "Yes, we do." in page and f"{person.user.name} answered, and holds it now" in page


def test_nobody_else_gets_in(ana: Person, client_of: Browser) -> None:
    talk = waiting("Joan")
    paths = ["/staff/inbox/", "/staff/inbox/rows/", url(talk), *(url(talk) + part for part in ("head/", "news/"))]
    for path in paths:
        assert client_of(ana).get(path).status_code == 403
        assert Client().get(path)["Location"].startswith("/account/login/")
    for part in ("", "do/", "seen/", "typing/"):
        assert client_of(ana).post(url(talk) + part, {"do": "close"}).status_code == 403
        assert Client().post(url(talk) + part, {"do": "close"}).status_code == 302
    talk.refresh_from_db()
    assert talk.state == State.OPEN


@pytest.mark.parametrize("number", ["0", "987654", "99999999999999999999"])
def test_no_conversation_of_that_number(number: str, dara: Person, client_of: Browser) -> None:
    assert client_of(dara).get(f"/staff/inbox/{number}/").status_code == 404


def test_reading_it_marks_it_read_and_is_logged_where_it_is_about_a_patient(
    ana: Person, ben: Person, client_of: Browser
) -> None:
    nobody = waiting("Joan")
    known = waiting(user_id=ana.user.pk, patient_id=ana.patient.pk if ana.patient else None)
    for talk in (nobody, known):
        client_of(ben).get(url(talk))
        talk.refresh_from_db()
        assert talk.clinic_read == talk.last_seq
    event = Event.objects.get(what="read conversation")
    assert (event.who_id, event.about_id) == (ben.user.pk, ana.user.pk)


def test_a_note_is_kept_from_the_visitor(dara: Person, client_of: Browser) -> None:
    talk = waiting("Joan")
    answer(client_of(dara), talk, "Call her back", mode="note")
    message = Message.objects.get(kind=Kind.NOTE)
    talk.refresh_from_db()
    assert message.body == "Call her back" and talk.waiting_since == NOW and talk.assigned is None


def test_what_cannot_be_sent_comes_back_with_the_text(dara: Person, client_of: Browser) -> None:
    talk, client = waiting("Joan"), client_of(dara)
    for typed, why in ({"body": " "}, "nothing in this message"), ({"seen": "x"}, ""), ({"body": "x" * 4001}, "longer"):
        page = answer(client, talk, **{"body": "My own words", **typed})
        assert page.status_code == 409 and why in page.content.decode()
        assert str(typed.get("body", "My own words")) in page.content.decode()
    assert talk.messages.count() == 1


def test_a_colleagues_answer_stops_mine_once_and_nothing_is_lost(dara: Person, ben: Person, client_of: Browser) -> None:
    talk, client = waiting("Joan"), client_of(ben)
    clinic_says(talk, "Dara was faster", dara)
    typed = {"mode": "answer", "body": "Ben says hello", "client": str(uuid.uuid4()), "seen": 1}
    page = client.post(url(talk), typed)
    said = page.content.decode()
    assert page.status_code == 409 and "A colleague has answered meanwhile" in said
    assert "Dara was faster" in said and "Ben says hello" in said and "Send it anyway" in said
    assert not talk.messages.filter(author=ben.user).exists()
    assert client.post(url(talk), typed | {"seen": page.context["seen"]}).status_code == 302
    client.post(url(talk), typed | {"seen": page.context["seen"]})
    assert talk.messages.filter(author=ben.user, kind=Kind.TEXT).count() == 1


def test_scripts_get_the_bubble(dara: Person, client_of: Browser) -> None:
    talk, client = waiting("Joan"), client_of(dara)
    typed = {"mode": "answer", "body": "Hello", "client": uuid.uuid4(), "seen": 1}
    said = client.post(url(talk), typed, headers={"Accept": "application/json"}).json()
    assert said["seq"] == 2 and "Hello" in said["html"]
    news = client.get(url(talk) + "news/?after=1").json()
    assert [one["seq"] for one in news["messages"]] == [2, 3] and news["marks"]["clinic_read"] == 2
    again = client.post(url(talk), typed, headers={"Accept": "application/json"}).json()
    assert again == said and talk.messages.filter(kind=Kind.TEXT).count() == 2
    refused = client.post(url(talk), typed | {"body": ""}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["refused"]) == (409, "empty")


def test_what_was_typed_in_a_session_that_had_ended_comes_back(dara: Person, client_of: Browser) -> None:
    talk, client = waiting("Joan"), client_of(dara)
    mark = client.get(url(talk)).context["mark"]
    out = Client()
    typed = {"mode": "note", "body": "A long thought", "client": uuid.uuid4(), "seen": 1, "whose": mark}
    assert out.post(url(talk), typed).status_code == 302
    session = out.session
    kept = session["kept"]
    again = client_of(dara)
    renewed = again.session
    renewed["kept"] = kept
    renewed.save()
    page = again.get(url(talk)).content.decode()
    assert "A long thought" in page and "sign in again" in page
    assert "A long thought" not in again.get(url(talk)).content.decode()


def test_a_long_conversation_is_read_in_parts(dara: Person, client_of: Browser) -> None:
    talk, client = waiting("Joan"), client_of(dara)
    for number in range(2, 131):
        visitor_says(talk, f"Line {number}.")
    page = client.get(url(talk)).content.decode()
    assert "Line 130." in page and "Line 31." in page and "Line 30." not in page
    assert "before=31" in page and "Line 30." in client.get(url(talk) + "?before=31").content.decode()


# Many


def test_a_long_list_has_pages_and_costs_the_same(
    dara: Person, client_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(dara)
    assert "Nobody waits for an answer." in client.get("/staff/inbox/").content.decode()
    for number in range(35):
        waiting(f"Person {number}")
    with django_assert_max_num_queries(19):
        page = client.get("/staff/inbox/?page=2").content.decode()
    assert "Page 2 of 2" in page and page.count('id="row-') == 5
    opened = client.get(html.unescape(re.findall(r'id="row-\d+"[^>]*><a href="([^"]+)"', page)[0])).content.decode()
    assert 'href="/staff/inbox/?folder=needs&amp;page=2" aria-label="Back to the list"' in opened
    assert opened.count('id="row-') == 5
    assert client.get("/staff/inbox/?folder=<b>&page=x").status_code == 200


def test_of_two_thousand_only_what_is_shown_is_opened(
    dara: Person, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = Conversation.objects.bulk_create(
        Conversation(
            source="chat",
            name=f"Person {number}",
            waiting_since=NOW,
            last_seq=2,
            last_at=NOW - timedelta(minutes=number),
            made=NOW,
        )
        for number in range(2000)
    )
    Message.objects.bulk_create(
        Message(conversation=talk, seq=seq, side=Side.VISITOR, body=f"Question {seq}", at=NOW)
        for talk in talks
        for seq in (1, 2)
    )
    opened: list[object] = []
    unseal = SealedText.from_db_value

    def counted(field: SealedText, value: str | None, *more: Any) -> str | None:
        opened.append(field)
        return unseal(field, value, *more)

    monkeypatch.setattr(SealedText, "from_db_value", counted)
    client = client_of(dara)
    client.get("/staff/inbox/")
    opened.clear()
    page = client.get("/staff/inbox/").content.decode()
    assert page.count('id="row-') == read.A_PAGE and "Question 2" in page
    assert len(opened) < 8 * read.A_PAGE


# Beside a conversation


def test_an_account_s_own_address_has_answered_before(ana: Person, dara: Person, client_of: Browser) -> None:
    """Nobody gets an account without it; another one, typed before they signed in, may be wrong."""
    own = waiting("Ana", email=ana.user.email, user_id=ana.user.pk)
    typed = waiting("Ana", email="anna@example.org", user_id=ana.user.pk)
    pages = [client_of(dara).get(url(talk)).content.decode() for talk in (own, typed)]
    assert ["so it may be wrong" in page for page in pages] == [False, True]


def test_a_long_answer_is_not_cut_short_by_the_browser(dara: Person, client_of: Browser) -> None:
    talk, long = waiting(), "x" * (core.LONGEST + 1)
    assert "maxlength" not in client_of(dara).get(url(talk)).content.decode().split('id="say"')[1].split(">")[0]
    refused = answer(client_of(dara), talk, long)
    assert refused.status_code == 409 and long in refused.content.decode()
