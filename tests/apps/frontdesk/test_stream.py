"""What comes over a stream: all after the last message, once, in order, and nothing that is not for its reader."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

import pytest
from django.db import OperationalError

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk import news
from hipwise.apps.frontdesk.keys import new_key, written
from hipwise.apps.frontdesk.models import ChatHours, Conversation, Message, Presence
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.kit import clock, hub, streams, wake
from hipwise.kit.streams import Streams
from tests.apps.frontdesk.listening import CLINIC, VISITOR, do, key_of, listener, session_of
from tests.kit.cast import Person
from tests.kit.loop import alone
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

pytestmark = pytest.mark.django_db(transaction=True)
Side, Kind = Message.Side, Message.Kind


def note(talk: Conversation, body: str, who: Person, kind: str = Kind.NOTE) -> None:
    core.say(talk, Words(Side.CLINIC, body, kind, author_id=who.user.pk), NOW)


def test_what_was_said_before_then_what_is_said(dara: Person) -> None:
    talk = chat()
    for n in range(3):
        visitor_says(talk, f"Line {n}")

    async def test() -> None:
        async with listener(VISITOR, key=key_of(talk), Last_Event_ID="1") as one:
            assert one.body.startswith(b"retry: ")
            assert await one.messages(2) == [2, 3]
            assert (await one.next("marks"))["visitor_read"] == 3
            await do(clinic_says, talk, "Good morning", dara)
            said = await one.next("message")
            assert (said["seq"], said["side"], "Good morning" in said["html"]) == (4, "clinic", True)
            assert (await one.next("marks"))["clinic_read"] == 4

    alone(test)


def test_a_number_that_makes_no_sense_is_none() -> None:
    talk = chat()
    visitor_says(talk, "Hello")

    async def test() -> None:
        for last in ("x", "-1", "1.5", "9" * 5000, "²"):
            async with listener(VISITOR, key=key_of(talk), query=f"after={quote(last)}") as one:
                assert await one.messages(1) == [1]
        async with listener(VISITOR, key=key_of(talk), query="after=1") as one:
            assert await one.is_quiet("message"), "a number is one, by either way"

    alone(test)


def test_whoever_knows_more_than_we_do_still_gets_what_comes() -> None:
    """A backup was put back: the numbers begin again below what the reader has."""
    talk = chat()
    visitor_says(talk, "Hello")

    async def test() -> None:
        async with listener(VISITOR, key=key_of(talk), Last_Event_ID="99") as one:
            assert await one.is_quiet("message")
            await do(visitor_says, talk, "Again")
            assert await one.messages(1) == [2]

    alone(test)


def test_before_the_first_word_it_waits_for_it() -> None:
    key = new_key()

    async def test() -> None:
        async with listener(VISITOR, key=written(key), Last_Event_ID="7") as one:
            await one.next("desk")
            talk = await do(core.begin, key.uid, "chat", Visitor(), NOW)
            await do(visitor_says, talk, "Hello")
            assert await one.messages(1) == [1]

    alone(test)


def test_whoever_is_far_behind_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST", 3)
    talk = chat()
    for n in range(10):
        visitor_says(talk, f"Line {n}")

    async def test() -> None:
        async with listener(VISITOR, key=key_of(talk)) as one:
            assert await one.messages(10) == list(range(1, 11))

    alone(test)


def test_notes_and_events_are_for_the_staff_alone(dara: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST", 2)
    talk = chat()
    visitor_says(talk, "Hello")
    for n in range(5):
        note(talk, f"Secret {n}", dara, (Kind.NOTE, Kind.EVENT)[n % 2])
    clinic_says(talk, "Good morning", dara)
    cookie = session_of(dara)

    async def test() -> None:
        async with listener(VISITOR, key=key_of(talk)) as one, listener(CLINIC, cookie=cookie, query=asked) as staff:
            assert await one.messages(2) == [1, 7]
            assert await staff.messages(7) == list(range(1, 8))
            await do(note, talk, "Secret too", dara)
            assert await staff.messages(1) == [8]
            assert await one.is_quiet("message")
            await do(clinic_says, talk, "Still there?", dara)
            assert await one.messages(1) == [9]
            assert b"Secret" not in one.body

    asked = f"talk={talk.pk}"
    alone(test)


def test_typing_is_shown_to_the_others(dara: Person, ben: Person) -> None:
    talk = chat()
    asked, cookies = f"talk={talk.pk}", (session_of(dara), session_of(ben))

    async def test() -> None:
        async with (
            listener(VISITOR, key=key_of(talk)) as visitor,
            listener(CLINIC, cookie=cookies[0], query=asked) as hers,
            listener(CLINIC, cookie=cookies[1], query=asked) as his,
        ):
            await do(core.show_typing, talk, Side.VISITOR, "Ana")
            for one in (hers, his):
                assert await one.next("typing") == {"typing": "visitor", "who": "Ana"}
            assert await visitor.is_quiet("typing")
            await do(core.show_typing, talk, Side.CLINIC, "Dara", dara.user.pk)
            for one in (visitor, his):
                assert await one.next("typing") == {"typing": "clinic", "who": "Dara"}
            assert await hers.is_quiet("typing")

    alone(test)


def test_the_inbox_says_that_it_changed(dara: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hipwise.apps.frontdesk.stream.PACE", 0.3)
    cookie = session_of(dara)

    async def test() -> None:
        async with listener(CLINIC, cookie=cookie) as one:
            first = await one.next("inbox")
            talk = await do(chat)
            for n in range(5):
                await do(visitor_says, talk, f"Line {n}")
            assert await one.next("inbox") != first
            assert await one.is_quiet("message"), "no conversation is open"

    alone(test)


def test_an_open_inbox_is_somebody_at_the_desk(dara: Person) -> None:
    every_hour = [ChatHours(weekday=day, opens=time(0), closes=time(0)) for day in range(7)]
    ChatHours.objects.bulk_create(every_hour)
    key, cookie = key_of(chat()), session_of(dara)

    async def test() -> None:
        async with listener(VISITOR, key=key) as visitor:
            assert (await visitor.next("desk"))["open"] is False
            async with listener(CLINIC, cookie=cookie):
                desk = await visitor.next("desk")
                assert desk["open"] is True and "Dara" in desk["words"]

    alone(test)
    assert Presence.objects.get().here


def test_the_connected_staff_is_noted_in_one_go(dara: Person, ben: Person) -> None:
    cookies = session_of(dara), session_of(ben)
    long_ago = datetime.fromisoformat("2020-01-01T00:00Z")

    async def test() -> None:
        async with listener(CLINIC, cookie=cookies[0]), listener(CLINIC, cookie=cookies[1]):
            await do(Presence.objects.filter(user=ben.user).delete)
            await do(Presence.objects.update, seen=long_ago)
            await hub.here().its(news.Newsroom).note_presence()

    before = clock.now()
    alone(test)
    assert Presence.objects.filter(seen__gte=before).count() == 2


def test_the_round_finds_what_no_wake_up_told_of(dara: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(topics: Sequence[str], note: object = None) -> None:
        """A wake-up that is lost."""

    monkeypatch.setattr(wake, "tell", nobody)
    talk, cookie = chat(), session_of(dara)

    async def test() -> None:
        async with listener(VISITOR, key=key_of(talk)) as one, listener(CLINIC, cookie=cookie) as staff:
            await one.next("desk")
            await staff.next("inbox")
            await do(visitor_says, talk, "Hello")
            assert await one.is_quiet("message")
            await asyncio.sleep(0.8)  # the inbox is told of at most once a second
            await hub.here().its(news.Newsroom).go_round()
            assert await one.messages(1) == [1]
            await staff.next("inbox")
            await hub.here().its(news.Newsroom).go_round()
            assert await one.is_quiet("marks", 0.1) is False and await one.is_quiet("message")

    alone(test)


def test_readers_of_one_conversation_share_a_read(monkeypatch: pytest.MonkeyPatch) -> None:
    talk, asked = chat(), list[news.Ask]()
    key = key_of(talk)

    def counted(many: Sequence[news.Ask]) -> dict[news.Ask, news.Page]:
        asked.extend(many)
        return news.pages(many)

    async def test() -> None:
        monkeypatch.setattr(hub.here().its(news.Newsroom).pages, "_answer", counted)
        async with AsyncExitStack() as open_all:
            all_ten = [await open_all.enter_async_context(listener(VISITOR, key=key)) for _ in range(10)]
            for one in all_ten:
                await one.next("desk")
            asked.clear()
            await do(visitor_says, talk, "Hello")
            assert [await one.messages(1) for one in all_ten] == [[1]] * 10
            assert len(asked) == 1

    alone(test)


def test_a_database_that_is_away_ends_streams_and_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = chat()
    is_away = [False]

    def away(many: Sequence[news.Ask]) -> dict[news.Ask, news.Page]:
        if is_away[0]:
            raise OperationalError
        return news.pages(many)

    async def test() -> None:
        monkeypatch.setattr(hub.here().its(news.Newsroom).pages, "_answer", away)
        async with listener(VISITOR, key=key_of(talk)) as one:
            await one.next("desk")
            is_away[0] = True
            await do(visitor_says, talk, "Hello")
            await one.end()
            assert one.ended, "with a farewell, so that the server notes no error"
        is_away[0] = False
        async with listener(VISITOR, key=key_of(talk), Last_Event_ID="0") as one:
            assert await one.messages(1) == [1]

    alone(test)


def test_a_silent_line_shows_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    key = key_of(chat())

    async def test() -> None:
        async with listener(VISITOR, key=key) as one:
            await asyncio.sleep(0.5)
            assert one.beats >= 3

    alone(test)


def test_whoever_leaves_leaves_nothing_behind() -> None:
    key = key_of(chat())

    async def test() -> None:
        room = Streams()
        async with listener(VISITOR, room, key=key) as one:
            await one.next("desk")
            assert hub.here().topics("talk:") and room._open.total() == 1
        assert not hub.here().topics("") and not room._open
        await asyncio.sleep(0)
        left = [task.get_name() for task in asyncio.all_tasks() if "_until_gone" in repr(task)]
        assert left == []

    alone(test)


def test_reading_a_persons_conversation_is_logged_once(dara: Person, ana: Person) -> None:
    talk = chat(Visitor(user_id=ana.user.pk))
    cookie, asked = session_of(dara), f"talk={talk.pk}"

    async def test() -> None:
        for _ in range(3):
            async with listener(CLINIC, cookie=cookie, query=asked):
                pass

    alone(test)
    lines = Event.objects.filter(what="read conversation")
    assert [(one.who_id, one.about_id) for one in lines] == [(dara.user.pk, ana.user.pk)]


def test_however_much_happens_the_inbox_is_told_of_it_once_a_while(
    dara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One timer a reader: with one for each change, ten thousand changes left as many timers that set each other."""
    monkeypatch.setattr("hipwise.apps.frontdesk.stream.PACE", 60)
    cookie = session_of(dara)

    async def test() -> None:
        loop = asyncio.get_running_loop()
        set_for: list[float] = []
        call_later = loop.call_later

        def noted(delay: float, do: Any, *args: Any) -> asyncio.TimerHandle:
            if args == (["inbox"],):
                set_for.append(delay)
            return call_later(delay, do, *args)

        monkeypatch.setattr(loop, "call_later", noted)
        async with listener(CLINIC, cookie=cookie) as one:
            await one.next("inbox")
            for _ in range(5):
                hub.here().wake(["inbox"])
                await asyncio.sleep(0.02)
        assert len(set_for) == 1

    alone(test)
