"""The streams over the wire: web processes of ours, on the database of the test."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connection

from hipwise.apps.frontdesk import news
from hipwise.apps.frontdesk.models import Message
from hipwise.apps.frontdesk.services import core
from tests.apps.frontdesk.listening import key_of, session_of
from tests.kit.cast import Person
from tests.kit.served import fetch
from tests.kit.streams import Stream, Web, web
from tests.kit.talk import chat, clinic_says, visitor_says

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_processes_hear_of_each_other(dara: Person) -> None:
    """By NOTIFY at once; on SQLite, where only one process is meant to serve, with the next round."""
    talk = chat()
    visitor_says(talk, "Hello")
    with web(2) as (one, two), one.stream(key_of(talk), after=0) as here, two.stream(key_of(talk), after=0) as there:
        staff = two.inbox(session_of(dara), talk.pk, after=1)
        assert here.messages(1) == there.messages(1) == [1]
        assert staff.next("inbox") is not None
        prompt, last = (3.0, 4) if connection.vendor == "postgresql" else (news.ROUND + 20, 2)
        for n in range(2, last + 1):
            said = clinic_says(talk, f"Line {n}", dara)
            for line in (here, there, staff):
                assert line.messages(1, prompt) == [said.seq == n and n]
        if connection.vendor == "postgresql":
            core.show_typing(talk, Message.Side.CLINIC, "Dara")
            assert here.next("typing") is not None and there.next("typing") is not None
        staff.close()


def test_a_killed_process_costs_no_message(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    with web() as (one,):
        with one.stream(key_of(talk), after=0) as before:
            assert before.messages(1) == [1]
            one.kill()
            assert before.next("message") is None and before.ended.is_set()
        clinic_says(talk, "Are you there?", dara)
        one.start()
        with one.stream(key_of(talk), after=before.last) as after:
            assert after.messages(1) == [2]


def test_it_stops_at_once_and_says_nothing_of_it() -> None:
    talk = chat()
    with web() as (one,), contextlib.ExitStack() as lines:
        for _ in range(99):
            lines.enter_context(one.stream(key_of(talk)))
        last = lines.enter_context(one.stream(key_of(talk)))
        assert last.next("desk") is not None
        assert one.stop() < 1.5, "the streams end by themselves; five seconds are for pages under way"
        assert last.next("message") is None
        assert one.process.returncode == 0 or one.process.returncode == -15
        assert one.said == ""


def test_pages_are_answered_while_streams_are_open() -> None:
    """More streams than there are threads for pages, and a page in no more time than without."""
    talk = chat()
    with web() as (one,), contextlib.ExitStack() as lines:
        for _ in range(50):
            lines.enter_context(one.stream(key_of(talk)))
        assert fetch(f"{one.address}/robots.txt").status == 200


def test_lines_that_break_make_room(dara: Person) -> None:
    talk = chat()
    with web() as (one,):
        for _ in range(4):
            lines = [_open(one, key_of(talk)) for _ in range(60)]  # of one computer, a hundred may be open
            for line in lines:
                assert line.next("desk") is not None
            threads = [threading.Thread(target=line.drop) for line in lines]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()


def _open(one: Web, key: str) -> Stream:
    """A stream, once there is room for it again."""
    for _ in range(50):
        line = one.stream(key)
        if line.status == 200:
            return line
        line.close()
    raise AssertionError("those who left still take up room")
