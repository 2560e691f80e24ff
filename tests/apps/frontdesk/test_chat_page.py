"""The chat without script, its way in on every page, and an account's Messages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services.core import Visitor
from tests.kit.cast import Person
from tests.kit.talk import chat, clinic_says, visitor_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]


def hidden(page: Any) -> dict[str, str]:
    """The composer's hidden fields."""
    form = page.content.decode().partition("data-compose")[2]
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', form)[0] for name in ("key", "client")}


def said(client: Client, body: str, **more: object) -> Any:
    """Open the page and send its form."""
    return client.post("/chat/", {**hidden(client.get("/chat/")), "what": "say", "body": body, **more})


def known(client: Client, visitor: Visitor | None = None) -> Conversation:
    """A conversation this browser holds the key of."""
    talk = chat(visitor)
    client.cookies[keys.COOKIE] = keys.written(Key(talk.uid, talk.user_id))
    return talk


def test_it_works_by_form_alone(client: Client) -> None:
    answer = said(client, "My hip")
    assert (answer.status_code, answer["Location"]) == (302, "/chat/#chat-body")
    page = client.get("/chat/").content.decode()
    assert "My hip" in page and "Look for an answer" in page


@pytest.mark.parametrize(("named", "words"), [(True, "you and the clinic wrote"), (False, "for you in this browser")])
def test_it_says_where_the_conversation_is_kept(
    ana: Person, client_of: Callable[[Person], Client], named: bool, words: str
) -> None:
    """A nameless one stays in the browser, also while somebody is signed in."""
    client = client_of(ana)
    talk = known(client, Visitor("Ana", user_id=ana.user.pk) if named else None)
    visitor_says(talk, "My hip")
    assert words in client.get("/chat/").content.decode()


def test_whoever_only_asks_whether_it_is_there_is_told(client: Client) -> None:
    assert client.head("/chat/").status_code == 200


def test_sending_the_form_twice_says_it_once(client: Client) -> None:
    form = {**hidden(client.get("/chat/")), "what": "say", "body": "My hip"}
    for _ in range(2):
        assert client.post("/chat/", form).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("body", "words"), [("  ", "nothing in this message"), ("x" * 4001, "longer than 4000")])
def test_a_refusal_gives_back_what_was_typed(client: Client, body: str, words: str) -> None:
    answer = said(client, body)
    assert answer.status_code == 422 and words in answer.content.decode() and body in answer.content.decode()


def test_a_forged_key_gives_back_what_was_typed(client: Client) -> None:
    answer = client.post("/chat/", {"key": "forged", "client": str(uuid.uuid4()), "body": "My hip", "what": "say"})
    assert answer.status_code == 403 and "My hip" in answer.content.decode() and not Message.objects.exists()


def test_another_website_cannot_send_the_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    form = {"key": keys.written(keys.new_key()), "client": str(uuid.uuid4()), "body": "x", "what": "say"}
    assert strict.post("/chat/", form).status_code == 403 and not Message.objects.exists()


def test_a_page_that_was_open_while_somebody_signed_in_gives_back_what_was_typed() -> None:
    strict = Client(enforce_csrf_checks=True)
    form = {**hidden(strict.get("/chat/")), "what": "say", "body": "My hip"}
    answer = strict.post("/chat/", form)
    assert answer.status_code == 403 and not Message.objects.exists()
    assert "This has not been sent" in answer.content.decode() and ">My hip</textarea>" in answer.content.decode()
    elsewhere = strict.post("/chat/", form, headers={"Origin": "https://evil.example"})
    assert elsewhere.status_code == 403 and "My hip" not in elsewhere.content.decode()


def test_a_line_s_end_is_one_letter(client: Client) -> None:
    assert said(client, "\r\n".join(["x" * 79] * 50)).status_code == 302
    assert "\r" not in Message.objects.get().body


def test_a_long_text_is_not_cut_short_by_the_browser(client: Client) -> None:
    assert 'maxlength="4000"' not in client.get("/chat/").content.decode()


def test_a_name_and_an_address_by_form(client: Client) -> None:
    said(client, "My hip")
    form = {**hidden(client.get("/chat/")), "what": "me", "name": "Kim", "email": "kim@"}
    assert client.post("/chat/", form).status_code == 422
    assert client.post("/chat/", {**form, "email": "kim@example.org"}).status_code == 302
    assert Conversation.objects.get().email == "kim@example.org"


def test_a_file_that_is_none_is_refused_and_the_words_kept(client: Client) -> None:
    answer = said(client, "See this", files=SimpleUploadedFile("a.pdf", b"no pdf at all"))
    assert answer.status_code == 422 and "See this" in answer.content.decode() and not Message.objects.exists()


def test_looking_marks_answers_as_read(client: Client, dara: Person) -> None:
    talk = known(client)
    visitor_says(talk, "Hello")
    clinic_says(talk, "Good morning", dara)
    page = client.get("/chat/").content.decode()
    assert "Good morning" in page and "Dara" in page
    talk.refresh_from_db()
    assert talk.visitor_read == 2


def test_older_ones_are_a_link_away(client: Client) -> None:
    talk = known(client)
    for number in range(45):
        visitor_says(talk, f"line {number}.")
    page = client.get("/chat/").content.decode()
    assert "?before=6" in page and "line 4." not in page
    assert "line 4." in client.get("/chat/?before=6").content.decode()


def test_while_nobody_is_there_the_window_leads_to_the_form(client: Client) -> None:
    page = client.get("/chat/").content.decode()
    assert "Write to us" in page and 'href="/write/"' in page
    visitor_says(known(client), "Hello")
    going = client.get("/chat/").content.decode()
    assert "Chat with the clinic" in going and "Write anyway" in going


def test_there_is_nothing_to_erase_before_the_first_word(client: Client) -> None:
    """The page's style hides the way there while the list of messages is empty, so nothing may stand in it."""
    assert '<ol class="talk" data-talk></ol>' in client.get("/chat/").content.decode()


def launcher(client: Client, address: str = "/book/") -> str:
    """What stands on a page as the way to the chat."""
    page = client.get(address).content.decode()
    return page[page.index("data-launch") :].partition("</a>")[0] if "data-launch" in page else ""


def test_the_way_to_the_chat_is_on_pages_for_visitors_and_patients(
    client: Client, ana: Person, dara: Person, client_of: Callable[[Person], Client]
) -> None:
    assert 'data-launch=""' in launcher(client) and launcher(client_of(ana), "/today/")
    assert launcher(client_of(dara), "/book/") == "" and launcher(client, "/chat/") == ""


@pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/no-such-page/"])
def test_whoever_cannot_get_in_or_on_finds_the_chat_too(
    client: Client, dara: Person, client_of: Callable[[Person], Client], address: str
) -> None:
    assert 'data-launch=""' in launcher(client, address)
    assert launcher(client_of(dara), "/no-such-page/") == ""


def test_it_tells_how_many_answers_are_new(client: Client, dara: Person, now: datetime) -> None:
    talk = known(client)
    visitor_says(talk, "Hello", now)
    clinic_says(talk, "Good morning", dara, now)
    assert 'data-launch="going"' in launcher(client) and "(1 new)" in launcher(client)
    client.get("/chat/")
    assert "new)" not in launcher(client)


def test_others_answers_are_nobodys_news(ana: Person, client: Client, dara: Person, now: datetime) -> None:
    talk = known(client, Visitor(user_id=ana.user.pk))
    visitor_says(talk, "Hello", now)
    clinic_says(talk, "Good morning", dara, now)
    assert "new)" not in launcher(client), "the account's session is missing"


def test_only_who_wrote_costs_a_query(
    client: Client, dara: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/book/")
    with django_assert_max_num_queries(100) as without:
        client.get("/book/")
    clinic_says(known(client), "Hello", dara)
    with django_assert_max_num_queries(100) as with_key:
        client.get("/book/")
    assert len(with_key) == len(without) + 1


def test_the_page_asks_little_however_long_the_talk(
    client: Client, dara: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    talk = known(client)
    for number in range(30):
        clinic_says(talk, f"line {number}", dara)
    client.get("/chat/")
    with django_assert_max_num_queries(14):
        client.get("/chat/")


def test_messages_list_what_is_theirs_closed_ones_too(
    ana: Person, cleo: Person, dara: Person, client_of: Callable[[Person], Client], now: datetime
) -> None:
    talk = chat(Visitor(user_id=ana.user.pk))
    visitor_says(talk, "Can I move my visit?")
    clinic_says(talk, "Of course", dara)
    Conversation.objects.update(state="closed", closed_at=now)
    hers = client_of(ana)
    page = hers.get("/you/messages/").content.decode()
    assert "Dara: Of course" in page and "1 new" in page and "Closed" in page
    one = hers.get(f"/you/messages/{talk.uid}/")
    assert "Of course" in one.content.decode()
    hers.post("/chat/", {**hidden(one), "what": "say", "body": "Thank you"})
    talk.refresh_from_db()
    assert talk.state == "open" and talk.last_seq == 3
    stranger = client_of(cleo)
    assert stranger.get(f"/you/messages/{talk.uid}/").status_code == 404
    assert "Of course" not in stranger.get("/you/messages/").content.decode()


def test_messages_ask_little(
    ana: Person, client_of: Callable[[Person], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        visitor_says(chat(Visitor(user_id=ana.user.pk)), f"Hello {number}")
    client = client_of(ana)
    with django_assert_max_num_queries(16):
        assert "Hello 11" in client.get("/you/messages/").content.decode()


def test_two_pages_opened_before_the_first_word_are_one_conversation(client: Client) -> None:
    forms = [hidden(client.get("/chat/")) for _ in range(2)]
    for number, form in enumerate(forms):
        client.post("/chat/", form | {"body": f"Line {number}", "what": "say"})
    assert [one.body for one in Message.objects.filter(conversation=Conversation.objects.get())] == ["Line 0", "Line 1"]
