"""The chat's JSON doors: who may speak, what is refused, and what is said twice."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import core
from tests.kit.cast import Person
from tests.kit.talk import clinic_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]


def post(client: Client, door: str, key: str = "", /, **asked: Any) -> Any:
    """What the chat's script asks."""
    return client.post(f"/chat/{door}/", json.dumps(asked), content_type="application/json", headers={keys.HEADER: key})


def opened(client: Client, key: str = "") -> dict[str, Any]:
    """The conversation as the script meets it."""
    found: dict[str, Any] = post(client, "open", key).json()
    return found


def say(client: Client, key: str, /, body: str = "Hello", **more: Any) -> Any:
    """One word more."""
    return post(client, "say", key, **{"client": str(uuid.uuid4()), "body": body, **more})


def test_a_visitor_writes_and_finds_it_again_after_a_reload(client: Client) -> None:
    first = opened(client)
    assert first["html"] == [] and keys.COOKIE not in client.cookies, "looking sets no cookie"
    said = say(client, first["key"], "My <b>hip</b>")
    assert said.status_code == 200 and said.json()["seq"] == 1
    again = opened(client)
    assert keys.read_key(again["key"]) == keys.read_key(first["key"])
    assert again["last_seq"] == 1 and "My &lt;b&gt;hip&lt;/b&gt;" in again["html"][0]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    said = say(client, opened(client)["key"])
    cookie = said.cookies[keys.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 90 * 86_400


def test_saying_it_again_is_saying_it_once(client: Client) -> None:
    key, number = opened(client)["key"], str(uuid.uuid4())
    answers = [say(client, key, client=number).json() for _ in range(3)]
    assert [one["seq"] for one in answers] == [1, 1, 1] and Message.objects.count() == 1


@pytest.mark.parametrize("door", ["say", "seen", "typing", "me"])
@pytest.mark.parametrize("key", ["", "made up", "a:b:c"])
def test_a_made_up_key_opens_nothing(client: Client, door: str, key: str) -> None:
    answer = post(client, door, key, client=str(uuid.uuid4()), body="x", got=1, read=1)
    assert answer.status_code == 403 and not Conversation.objects.exists()


def test_the_cookie_alone_opens_no_door(client: Client) -> None:
    say(client, opened(client)["key"])
    assert say(client, "").status_code == 403
    assert client.get("/chat/news/").status_code == 403 and client.get("/chat/older/").status_code == 403


def test_forms_of_other_websites_open_nothing(client: Client) -> None:
    for sort in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/chat/open/", "{}", content_type=sort)
        assert answer.status_code == 400 and not answer.cookies


def test_a_key_that_names_an_account_needs_its_session(
    ana: Person, cleo: Person, client: Client, client_of: Callable[[Person], Client]
) -> None:
    hers = opened(client_of(ana))["key"]
    assert say(client_of(ana), hers).status_code == 200
    assert say(client, hers).status_code == 403 and say(client_of(cleo), hers).status_code == 403
    talk = Conversation.objects.get()
    nameless = keys.written(Key(talk.uid))
    assert say(client, nameless).status_code == 403, "nor does its number without the name"
    assert opened(client_of(cleo))["html"] == [] and len(opened(client_of(ana))["html"]) == 1


def test_an_account_finds_its_chat_on_another_device(ana: Person, client_of: Callable[[Person], Client]) -> None:
    say(client_of(ana), opened(client_of(ana))["key"], "From my phone")
    talk = Conversation.objects.get()
    assert (talk.user, talk.patient, talk.name) == (ana.user, ana.patient, "Ana")
    assert "From my phone" in opened(client_of(ana))["html"][0]


def test_what_is_closed_opens_again_by_writing(client: Client, now: datetime) -> None:
    key = opened(client)["key"]
    say(client, key)
    Conversation.objects.update(state="closed", closed_at=now)
    assert opened(client)["last_seq"] == 1
    say(client, key, "One more thing")
    assert Conversation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"body": " "}, 422, "empty"),
        ({"body": "x" * 4001}, 422, "too_long"),
        ({"body": 7}, 400, "malformed"),
        ({"body": "x", "client": "7"}, 400, "malformed"),
        ({"body": "x", "files": ["7"]}, 400, "malformed"),
        ({"body": "x", "files": "7"}, 400, "malformed"),
    ],
)
def test_what_is_refused_begins_nothing(client: Client, asked: dict[str, Any], status: int, code: str) -> None:
    answer = say(client, opened(client)["key"], **asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code) and answer.json()["words"]
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused(client: Client, sent: bytes) -> None:
    key = opened(client)["key"]
    answer = client.post("/chat/seen/", sent, content_type="application/json", headers={keys.HEADER: key})
    assert answer.status_code in {204, 400}


def test_too_much_at_once_is_refused_in_words(client: Client) -> None:
    key = opened(client)["key"]
    answers = [say(client, key) for _ in range(41)]
    assert [one.status_code for one in answers] == [200] * 40 + [429]
    assert int(answers[-1]["Retry-After"]) > 0 and "wait" in answers[-1].json()["words"]


def test_news_come_after_a_number_without_notes(client: Client, dara: Person) -> None:
    key = opened(client)["key"]
    say(client, key)
    talk = Conversation.objects.get()
    clinic_says(talk, "Good morning", dara)
    Message.objects.create(conversation=talk, seq=9, side="clinic", kind="note", body="secret", at=talk.made)
    told = client.get("/chat/news/?after=1&desk", headers={keys.HEADER: key}).json()
    assert [one["seq"] for one in told["messages"]] == [2] and "Dara" in told["messages"][0]["html"]
    assert told["marks"]["clinic_read"] == 2 and told["desk"]["open"] is False


def test_marks_move_on(client: Client, dara: Person) -> None:
    key = opened(client)["key"]
    say(client, key)
    clinic_says(Conversation.objects.get(), "Good morning", dara)
    assert post(client, "seen", key, got=2, read=2).status_code == 204
    assert Conversation.objects.get().visitor_read == 2
    assert post(client, "seen", key, got="2", read=True).status_code == 400


def test_a_name_and_an_address_may_be_left(client: Client) -> None:
    key = opened(client)["key"]
    say(client, key)
    assert opened(client)["reachable"] is False
    refused = post(client, "me", key, name="Kim", email="no address")
    assert refused.status_code == 422 and "address" in refused.json()["words"]
    assert post(client, "me", key, name="Kim", email="kim@example.org").status_code == 200
    talk = Conversation.objects.get()
    assert (talk.name, talk.email, talk.proved) == ("Kim", "kim@example.org", None) and talk.digest
    assert opened(client)["reachable"] is True


def test_before_the_first_word_there_is_nothing_to_leave_an_address_with(client: Client) -> None:
    key = opened(client)["key"]
    refused = post(client, "me", key, name="Kim", email="kim@example.org")
    assert refused.status_code == 422 and "message first" in refused.json()["words"]
    assert not Conversation.objects.exists()


def test_older_messages_come_in_pages(client: Client, dara: Person) -> None:
    key = opened(client)["key"]
    say(client, key)
    for number in range(60):
        clinic_says(Conversation.objects.get(), f"line {number}", dara)
    first = opened(client)
    assert first["older"] and len(first["html"]) == 40 and first["last_seq"] == 61
    before = client.get("/chat/older/?before=22", headers={keys.HEADER: key}).json()
    assert len(before["html"]) == 21 and before["older"] is False


def test_leaving_the_same_again_tells_nobody_and_not_for_ever(client: Client) -> None:
    key = opened(client)["key"]
    say(client, key)
    left = [post(client, "me", key, name="Kim").status_code for _ in range(21)]
    assert left == [200] * 20 + [429]
    assert Conversation.objects.get().version == 2


def test_two_tabs_opened_before_the_first_word_are_one_conversation(client: Client) -> None:
    """Each got a key of its own. The second would begin another conversation, and the browser keep that key alone."""
    first, second = opened(client)["key"], opened(client)["key"]
    assert keys.read_key(first) != keys.read_key(second), "there are two"
    say(client, first, "From the first tab")
    number = str(uuid.uuid4())
    assert say(client, second, "From the second", client=number).status_code == 403
    again = opened(client, second)
    assert "From the first tab" in again["html"][0], "the script asks anew, and is given the one that has begun"
    assert [say(client, again["key"], "From the second", client=number).json()["seq"] for _ in range(2)] == [2, 2]
    assert Conversation.objects.count() == 1


def test_an_accounts_second_tab_goes_on_with_its_running_chat(
    ana: Person, client_of: Callable[[Person], Client]
) -> None:
    tab = client_of(ana)
    first, second = opened(tab)["key"], opened(tab)["key"]
    say(tab, first)
    assert say(tab, second).status_code == 403
    assert keys.read_key(opened(tab, second)["key"]) == keys.read_key(first)


def test_a_tab_goes_on_with_the_conversation_it_shows(client: Client) -> None:
    """The control: what was said under a key stays there, whatever the cookie holds since."""
    here, elsewhere = opened(client)["key"], opened(Client())["key"]
    say(client, here)
    client.cookies[keys.COOKIE] = elsewhere
    say(Client(), elsewhere)
    assert say(client, here).json()["seq"] == 2


def statements(do: Callable[[], Any]) -> list[str]:
    """What is asked of the database, as verb and table, without transactions and wake-ups."""
    with CaptureQueriesContext(connection) as caught:
        assert do().status_code in {200, 204}
    every = [one["sql"].split() for one in caught if "pg_notify" not in one["sql"]]
    return [
        f"{words[0]} {words[words.index(BEFORE_TABLE[words[0]]) + 1]}".replace('"', "").split(".")[0]
        for words in every
        if words[0] in BEFORE_TABLE
    ]


BEFORE_TABLE = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}
ZONE, TALK, TWICE = "SELECT people_clinic", "SELECT frontdesk_conversation", "SELECT frontdesk_message"
COUNT, PUT, SETTLED = "INSERT kit_count", "INSERT frontdesk_message", "UPDATE frontdesk_conversation"


def test_a_word_asks_the_database_seven_things(client: Client) -> None:
    key = opened(client)["key"]
    first = statements(lambda: say(client, key))
    assert first[:6] == [ZONE, TALK, COUNT, COUNT, COUNT, TALK] and first.count(PUT) == 1 and len(first) == 16
    later = statements(lambda: say(client, key))
    assert later == [ZONE, TALK, COUNT, COUNT, TWICE, PUT, SETTLED]


def test_what_is_told_in_passing_asks_little(client: Client, dara: Person) -> None:
    key = opened(client)["key"]
    say(client, key)
    clinic_says(Conversation.objects.get(), "Good morning", dara)
    assert statements(lambda: post(client, "seen", key, got=2, read=2)) == [ZONE, TALK, SETTLED]
    assert statements(lambda: post(client, "seen", key, got=2, read=2)) == [ZONE, TALK]
    assert statements(lambda: post(client, "typing", key)) == [ZONE, TALK, COUNT]


@pytest.mark.parametrize("door", ["say", "seen"])
def test_a_key_is_judged_by_the_conversation_as_it_is_when_locked(
    client: Client, ana: Person, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    key = opened(client)["key"]
    say(client, key)
    honest = core.locked_if_begun

    def claimed_meanwhile(uid: uuid.UUID) -> Conversation | None:
        Conversation.objects.filter(uid=uid).update(user=ana.user)
        return honest(uid)

    monkeypatch.setattr(core, "locked_if_begun", claimed_meanwhile)
    answer = post(client, door, key, client=str(uuid.uuid4()), body="Hello", got=1, read=1)
    assert answer.status_code == 403 and Message.objects.count() == 1
