"""Signing in joins this browser's conversation to the account; from then on its key alone opens nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk import keys, passes
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import core, files
from hipwise.apps.frontdesk.services.files import Ready
from hipwise.apps.frontdesk.services.joining import join_conversation
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal
from tests.apps.frontdesk.listening import VISITOR, do, key_of, listener, session_of
from tests.kit.cast import PASSWORD, Person
from tests.kit.crowd import at_once
from tests.kit.files import picture
from tests.kit.loop import alone
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "empty_cache")]
ClientOf = Callable[[Person], Client]


def post(client: Client, door: str, key: str = "", /, **asked: Any) -> Any:
    words = json.dumps(asked)
    return client.post(f"/chat/{door}/", words, content_type="application/json", headers={keys.HEADER: key})


def say(client: Client, key: str, body: str = "Hello") -> Any:
    return post(client, "say", key, client=str(uuid.uuid4()), body=body)


def nameless(client: Client) -> tuple[str, Conversation]:
    """Somebody without an account writes; the key they hold, and the conversation."""
    key = post(client, "open").json()["key"]
    assert say(client, key, "My hip, before I signed in").status_code == 200
    read = keys.read_key(key)
    assert read is not None
    return key, Conversation.objects.get(uid=read.uid)


def sign_in(client: Client, person: Person) -> None:
    client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})


class TestSigningIn:
    def test_what_was_said_before_is_theirs(self, client: Client, ana: Person) -> None:
        _, talk = nameless(client)
        sign_in(client, ana)
        talk.refresh_from_db()
        assert (talk.user, talk.patient, talk.name, talk.email) == (ana.user, ana.patient, "Ana", ana.user.email)
        state = post(client, "open").json()
        assert "before I signed in" in state["html"][0] and len(state["html"]) == 1, "colleagues alone see the event"
        assert say(client, state["key"]).status_code == 200
        event = Event.objects.get(what="joined conversation")
        assert (event.who, event.about, event.subject) == (ana.user, ana.user, f"frontdesk.conversation:{talk.pk}")

    def test_staff_see_that_and_when(self, client: Client, ana: Person) -> None:
        _, talk = nameless(client)
        sign_in(client, ana)
        sign_in(client, ana)
        assert [one.kind for one in Message.objects.filter(conversation=talk)] == ["text", "event"]
        assert Event.objects.filter(what="joined conversation").count() == 1

    def test_signing_up_joins_too(self, client: Client, ana: Person) -> None:
        """The address is shown to be theirs in the same browser, which then signs in."""
        _, talk = nameless(client)
        EmailAddress.objects.update(verified=False)
        sign_in(client, ana)
        talk.refresh_from_db()
        assert talk.user is None, "not before the address is theirs"
        EmailAddress.objects.update(verified=True)
        sign_in(client, ana)
        talk.refresh_from_db()
        assert talk.user == ana.user

    def test_whoever_works_here_joins_nothing(self, client: Client, dara: Person) -> None:
        _, talk = nameless(client)
        sign_in(client, dara)
        assert join_conversation(dara.user, Key(talk.uid), NOW) is False
        talk.refresh_from_db()
        assert talk.user is None

    def test_what_is_somebodys_stays_theirs(self, client: Client, ana: Person, cleo: Person) -> None:
        key, talk = nameless(client)
        sign_in(client, ana)
        client.post("/account/logout/")
        sign_in(client, cleo)
        talk.refresh_from_db()
        assert talk.user == ana.user
        assert post(client, "open").json()["html"] == [] and say(client, key).status_code == 403

    def test_what_another_address_answered_for_is_not_taken(self, client: Client, ana: Person, now: datetime) -> None:
        _, talk = nameless(client)
        Conversation.objects.update(email="kim@example.org", digest=address_digest("kim@example.org"), proved=now)
        assert join_conversation(ana.user, Key(talk.uid), now) is False
        Conversation.objects.update(proved=None)
        assert join_conversation(ana.user, Key(talk.uid), now) is True, "an address that never answered proves nothing"

    def test_whom_staff_took_it_to_be_about_stays(self, client: Client, ana: Person, cleo: Person) -> None:
        _, talk = nameless(client)
        Conversation.objects.update(patient=cleo.patient)
        sign_in(client, ana)
        talk.refresh_from_db()
        assert (talk.user, talk.patient) == (ana.user, cleo.patient)

    @pytest.mark.parametrize("cookie", ["", "made up", keys.written(Key(uuid.uuid4()))])
    def test_no_cookie_or_a_false_one_is_in_nobodys_way(self, client: Client, ana: Person, cookie: str) -> None:
        client.cookies[keys.COOKIE] = cookie
        sign_in(client, ana)
        assert client.get("/you/").status_code == 200 and not Conversation.objects.exists()


class TestAfterwards:
    def test_the_key_alone_opens_nothing(self, client: Client, ana: Person) -> None:
        key, talk = nameless(client)
        other = Client()
        assert say(other, key).status_code == 200, "the control: before it was anybody's"
        sign_in(client, ana)
        for door in ("say", "seen", "typing", "me"):
            assert post(other, door, key, client=str(uuid.uuid4()), body="x").status_code == 403
        for door in ("news", "older"):
            assert other.get(f"/chat/{door}/", headers={keys.HEADER: key}).status_code == 403
        other.cookies[keys.COOKIE] = key
        assert post(other, "open", key).json()["html"] == post(other, "open").json()["html"] == []
        assert b"before I signed in" not in other.get("/chat/").content
        assert Message.objects.filter(conversation=talk, kind="text").count() == 2

    def test_after_signing_out_nothing_of_it_is_left_on_the_computer(self, client: Client, ana: Person) -> None:
        key, talk = nameless(client)
        sign_in(client, ana)
        ready = files.looked_at("hip.jpg", picture())
        assert isinstance(ready, Ready)
        kept = files.keep_file(talk, "visitor", ready, NOW)
        assert not isinstance(kept, Refusal)
        core.say(talk, core.Words("visitor", "", files=(kept.uid,)), NOW)
        hers = post(client, "open").json()["key"]
        door = f"/chat/file/{passes.new_pass(kept.uid, 'visitor')}/"
        assert client.get(door).status_code == 200 and b"before I signed in" in client.get("/chat/").content
        client.post("/account/logout/")
        assert client.get(door).status_code == 302
        for held in (key, hers):
            assert say(client, held).status_code == 403
            assert client.get("/chat/news/", headers={keys.HEADER: held}).status_code == 403
        assert post(client, "open").json()["html"] == []
        assert b"before I signed in" not in client.get("/chat/").content


@pytest.mark.django_db(transaction=True)
class TestStreams:
    def test_a_stream_that_was_open_hears_no_more_once_somebody_signed_in(self, ana: Person, dara: Person) -> None:
        talk, session = chat(), session_of(ana)
        visitor_says(talk, "Hello")

        async def test() -> None:
            async with listener(VISITOR, key=key_of(talk)) as one:
                assert await one.messages(1) == [1]
                await do(join_conversation, ana.user, Key(talk.uid), NOW)
                await do(clinic_says, talk, "Only for Ana", dara)
                assert await one.is_quiet("message")
            async with listener(VISITOR, key=key_of(talk)) as one:
                assert one.status == 403
            async with listener(VISITOR, key=key_of(talk, ana), cookie=session) as one:
                assert await one.messages(2) == [1, 3]

        alone(test)

    def test_the_control_without_signing_in_it_hears_on(self, dara: Person) -> None:
        talk = chat()
        visitor_says(talk, "Hello")

        async def test() -> None:
            async with listener(VISITOR, key=key_of(talk)) as one:
                await do(clinic_says, talk, "For whoever holds the key", dara)
                assert await one.messages(2) == [1, 2]

        alone(test)


@pytest.mark.django_db(transaction=True)
class TestTwoTabs:
    def together(self, talk: Conversation, *who: Person) -> list[bool]:
        return at_once(*(partial(join_conversation, person.user, Key(talk.uid), NOW) for person in who))

    def test_of_one_person_join_once(self, ana: Person) -> None:
        talk = chat()
        visitor_says(talk, "Hello")
        assert sorted(self.together(talk, ana, ana, ana, ana)) == [False, False, False, True]
        assert Event.objects.filter(what="joined conversation").count() == 1

    def test_of_two_people_the_first_has_it(self, ana: Person, cleo: Person) -> None:
        talk = chat()
        visitor_says(talk, "Hello")
        won = self.together(talk, ana, cleo)
        talk.refresh_from_db()
        assert sorted(won) == [False, True] and talk.user == (ana.user if won[0] else cleo.user)

    def test_the_control_without_the_second_look_both_would(
        self, ana: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk = chat()
        visitor_says(talk, "Hello")
        honest = core.locked

        def forgets(number: int) -> Conversation:
            mine = honest(number)
            mine.user = None
            return mine

        monkeypatch.setattr(core, "locked", forgets)
        assert self.together(talk, ana, cleo) == [True, True]
