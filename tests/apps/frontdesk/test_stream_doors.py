"""Who gets a stream, and who gets a plain no. Nothing of Django's middleware runs there, so all of it is asked here."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.kit import hub, streams
from hipwise.kit.streams import Streams
from tests.apps.frontdesk.listening import CLINIC, VISITOR, do, key_of, listener, session_of
from tests.kit.cast import Person
from tests.kit.loop import alone
from tests.kit.talk import chat, visitor_says

pytestmark = pytest.mark.django_db(transaction=True)


def answer(path: str, **asked: str) -> int:
    """The status of one answer, which is checked for what every answer must have."""
    found = []

    async def ask() -> None:
        async with listener(path, None, **asked) as one:
            found.append(one.status)
            assert one.headers["cache-control"] == "no-store"
            assert one.headers["x-content-type-options"] == "nosniff"
            assert (one.headers["content-type"] == "text/event-stream; charset=utf-8") == (one.status == 200)
            assert (b"talk" not in one.body and one.ended) or one.status == 200

    alone(ask)
    return int(found[0])


# A visitor


def test_a_visitor_comes_in_by_their_key_alone() -> None:
    assert answer(VISITOR, key=key_of(chat())) == 200
    assert answer(VISITOR, key=keys.written(keys.new_key())) == 200, "nothing was said yet"


def test_no_key_or_a_forged_one() -> None:
    for key in ("", "forged", keys.written(keys.Key(uuid.uuid4()))[:-2] + "xx"):
        assert answer(VISITOR, key=key) == 403, key


def test_a_key_in_a_cookie_is_no_key() -> None:
    assert answer(VISITOR, cookie=f"{keys.COOKIE}={key_of(chat())}") == 403


def test_a_patients_conversation_opens_with_their_session_alone(ana: Person, cleo: Person) -> None:
    talk = chat(Visitor(user_id=ana.user.pk))
    for key in (key_of(talk, ana), key_of(talk)):  # the second is from before they signed in
        assert answer(VISITOR, key=key) == 403
        assert answer(VISITOR, key=key, cookie=session_of(cleo)) == 403
        assert answer(VISITOR, key=key, cookie=session_of(ana)) == 200


def test_an_ended_session_is_none(ana: Person) -> None:
    talk, cookie = chat(Visitor(user_id=ana.user.pk)), session_of(ana)
    Session.objects.all().delete()
    assert answer(VISITOR, key=key_of(talk, ana), cookie=cookie) == 403


# The staff


def test_the_inbox_is_for_those_who_answer(ana: Person, dara: Person, ben: Person) -> None:
    assert answer(CLINIC) == 403
    assert answer(CLINIC, cookie=session_of(ana)) == 403
    assert answer(CLINIC, cookie=session_of(dara)) == 200
    assert answer(CLINIC, cookie=session_of(ben)) == 200


def test_no_inbox_without_a_second_factor(dara: Person) -> None:
    cookie = session_of(dara)
    Authenticator.objects.all().delete()
    assert answer(CLINIC, cookie=cookie) == 403


def test_a_visitors_key_is_no_way_into_the_inbox(dara: Person) -> None:
    talk = chat()
    assert answer(CLINIC, key=key_of(talk), query=f"talk={talk.pk}") == 403


def test_a_conversation_that_is_not_there(dara: Person) -> None:
    cookie = session_of(dara)
    for talk, status in {"": 200, str(chat().pk): 200, "999999": 403, "x": 403, "-1": 403, "9" * 40: 403}.items():
        assert answer(CLINIC, cookie=cookie, query=f"talk={talk}") == status, talk


# Everybody


def test_another_host() -> None:
    for host in ("evil.example", "local host", "localhost:port", "localhost@evil.example"):
        assert answer(VISITOR, key=key_of(chat()), Host=host) == 400, host


def test_another_website() -> None:
    for origin in ("https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1"):
        assert answer(VISITOR, key=key_of(chat()), Origin=origin) == 403, origin


def test_our_own_pages() -> None:
    assert answer(VISITOR, key=key_of(chat()), Origin="http://localhost", Sec_Fetch_Site="same-origin") == 200
    assert answer(VISITOR, key=key_of(chat()), Sec_Fetch_Site="cross-site") == 403


@pytest.mark.parametrize("path", [VISITOR, CLINIC])
def test_it_can_only_be_read(path: str) -> None:
    for method in ("POST", "HEAD", "OPTIONS", "PUT"):
        assert answer(path, method=method) == 405, method


# While it is open


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    monkeypatch.setattr(streams, "ANEW", 0.1)


def test_it_ends_with_the_session(hasty: None, dara: Person) -> None:
    cookie = session_of(dara)

    async def ask() -> None:
        async with listener(CLINIC, cookie=cookie) as one:
            await asyncio.sleep(0.4)
            assert not one.task.done(), "it lasts as long as the session does"
            await do(Session.objects.all().delete)
            await one.end()
            assert one.ended

    alone(ask)


def test_it_ends_with_the_work(hasty: None, dara: Person) -> None:
    async def ask() -> None:
        async with listener(CLINIC, cookie=cookie) as one:
            await do(lambda: dara.user.seats.update(until=dara.user.date_joined))
            await one.end()

    cookie = session_of(dara)
    alone(ask)


def test_a_key_from_before_ends_once_an_account_claims_the_conversation(ana: Person) -> None:
    talk = chat()

    def claim() -> None:
        Conversation.objects.update(user=ana.user)
        visitor_says(talk, "From now on it is mine")

    async def ask() -> None:
        async with listener(VISITOR, key=key_of(talk)) as one:
            await do(claim)
            await one.end()
            assert b"mine" not in one.body

    alone(ask)


# When there is no room


def test_no_more_than_there_is_room_for() -> None:
    async def ask() -> None:
        for room, status in ((Streams(most=1), 503), (Streams(most_of_one=1), 429)):
            async with listener(VISITOR, room, key=key) as one, listener(VISITOR, room, key=key) as two:
                assert (one.status, two.status) == (200, status)
                assert int(two.headers["retry-after"]) > 0
            async with listener(VISITOR, room, key=key) as third:
                assert third.status == 200, "who left made room"

    key = key_of(chat())
    alone(ask)


def test_who_is_refused_takes_no_room() -> None:
    async def ask() -> None:
        room = Streams(most=1)
        for _ in range(3):
            async with listener(VISITOR, room, key="forged") as one:
                assert one.status == 403
        async with listener(VISITOR, room, key=key) as one:
            assert one.status == 200

    key = key_of(chat())
    alone(ask)


def test_a_server_that_stops_ends_them_and_lets_nobody_in() -> None:
    async def ask() -> None:
        async with listener(VISITOR, key=key) as one:
            await hub.close_here()
            await one.end()
            assert one.ended
            async with listener(VISITOR, key=key) as late:
                assert late.status == 503
                assert int(late.headers["retry-after"]) > 0

    key = key_of(chat())
    alone(ask)
