"""Many at once, straight to the core: every message arrives, once and in order, at every reader."""

from __future__ import annotations

import itertools
import random
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Visitor, Words
from tests.apps.frontdesk.race.plain import chatter, poller, speaker
from tests.kit.crowd import at_once
from tests.kit.talk import NOW, chat
from tests.kit.talkers import BYE, Heard, Line, converse, faults, forgetful, hear, unanswered

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 12


def test_into_one_conversation() -> None:
    talk = chat()
    record = chatter(talk, EACH, WRITERS)
    assert faults(record) == []
    assert record.tries > WRITERS * EACH, "answers got lost"
    talk.refresh_from_db()
    assert talk.last_seq == talk.version == Message.objects.count() == WRITERS * EACH + 1


def test_into_many_conversations() -> None:
    talks = [chat() for _ in range(5)]
    with ThreadPoolExecutor(len(talks)) as crowd:
        records = list(crowd.map(lambda talk: chatter(talk, 6, 2, [poller(talk, "clinic")]), talks))
    assert [faults(record) for record in records] == [[]] * len(talks)


def test_who_comes_late_reads_it_all_in_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = chat()
    monkeypatch.setattr(rooms, "MOST", 7)
    record = chatter(talk, EACH, 4)
    late: list[Heard] = []
    hear(poller(talk, "visitor"), late)
    record.heard = [late]
    assert faults(record) == []


def test_the_same_words_from_racing_threads_are_stored_once() -> None:
    talk, words = chat(), Words(Message.Side.VISITOR, "Hello", client=uuid.uuid4())
    said = [one for one in at_once(*[lambda: core.say(talk, words, NOW)] * 16) if isinstance(one, Said)]
    assert len(said) == 16
    assert [one.new for one in said].count(True) == 1
    assert {one.message for one in said} == {Message.objects.get()}


def test_of_racing_beginnings_one_makes_the_conversation() -> None:
    uid = uuid.uuid4()
    made = at_once(*[lambda: core.begin(uid, Conversation.Source.CHAT, Visitor("Ana"), NOW)] * 16)
    assert set(made) == {Conversation.objects.get()}


def test_a_clock_that_runs_backwards_changes_no_order() -> None:
    talk = chat()
    record = converse([speaker(talk, "visitor", backwards()) for _ in range(4)], [poller(talk, "clinic")], EACH)
    assert faults(record) == []
    told = list(Message.objects.order_by("seq").values_list("at", flat=True))
    assert told != sorted(told), "the times are what the clock showed"


def backwards() -> Callable[[], datetime]:
    """A clock that is set back by an hour whenever somebody looks."""
    looks = itertools.count()
    return lambda: NOW - timedelta(hours=next(looks))


# The controls


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits for anybody. SQLite's transaction is a lock by itself, so there is none either."""
    monkeypatch.setattr(core, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(core, "locked", lambda number: after_a_while(Conversation.objects.get(pk=number)))
    yield


def after_a_while(talk: Conversation) -> Conversation:
    time.sleep(random.uniform(0, 0.02))
    return talk


def test_without_the_lock_two_take_one_number(no_lock: None) -> None:
    """The constraint lets only one of them in; the other's words are not stored."""
    found = faults(chatter(chat(), 3, WRITERS))
    assert any("one_message_a_number" in fault or "UNIQUE" in fault for fault in found)
    assert any("never heard" in fault for fault in found)


def test_numbers_given_out_before_the_lock_are_overtaken(no_lock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a sequence of the database gives them: no two alike, yet a reader who saw 8 never asks for 7 again."""
    given = itertools.count()

    def locked(number: int) -> Conversation:
        mine = Conversation.objects.get(pk=number)
        mine.last_seq = next(given)
        return after_a_while(mine)

    monkeypatch.setattr(core, "locked", locked)
    assert any("never heard" in fault for fault in faults(chatter(chat(), 6, WRITERS)))


def test_a_reader_who_goes_by_the_clock_misses_some() -> None:
    talk = chat()
    writers = [speaker(talk, "visitor", backwards()) for _ in range(4)]
    assert any("never heard" in fault for fault in faults(converse(writers, [by_the_clock(talk)], EACH)))


def by_the_clock(talk: Conversation) -> Line:
    """One who asks for what was said after the time of the last it heard."""

    def line(after: int) -> Iterator[Heard]:
        last = Message.objects.filter(conversation=talk, seq=after).first()
        rows = Message.objects.filter(conversation=talk, at__gt=last.at) if last else talk.messages
        yield from (Heard(one.seq, one.body) for one in rows.order_by("at"))
        yield from (Heard(one.seq, one.body) for one in talk.messages.filter(seq__gt=after) if one.body == BYE)

    return line


def test_a_writer_without_numbers_of_its_own_is_heard_twice() -> None:
    talk = chat()
    record = converse([unanswered(forgetful(speaker(talk, "visitor")))], [poller(talk, "clinic")], EACH)
    assert any("times" in fault for fault in faults(record))
