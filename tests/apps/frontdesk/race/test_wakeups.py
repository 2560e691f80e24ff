"""Wake-ups that are lost, and the database's own lines cut: a wake-up is a hint, and the table is the truth."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from hipwise.apps.frontdesk.models import Message
from tests.apps.frontdesk.race.serving import Server
from tests.apps.frontdesk.race.wires import Place, listener, speaker, stream
from tests.kit.talkers import Heard, converse, faults

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = 10


def test_what_no_wake_up_told_of_is_found_on_a_round(up: list[Server], seats: list[Place]) -> None:
    for one in up:
        one.suffer("is-deaf")
    record = converse([speaker(one) for one in seats], [listener(one) for one in seats], 3)
    assert faults(record) == []


def test_without_rounds_it_is_not(up: list[Server], seats: list[Place]) -> None:
    """The control: the line stands and is heard to be alive, and what was said does not come."""
    for one in up:
        one.suffer("is-deaf-and-stays")
    say = speaker(seats[0])
    assert say("word-0-0", uuid.uuid4())
    with stream(seats[2], 0) as came:
        assert next(one for one in came if one is not None) == Heard(1, "word-0-0")
        assert say("word-0-1", uuid.uuid4())
        assert list(islice(came, 5)) == [None] * 5
    with stream(seats[2], 1) as came:
        assert next(one for one in came if one is not None) == Heard(2, "word-0-1")


def test_lines_to_the_database_cut_again_and_again(seats: list[Place]) -> None:
    """Who posts meanwhile gets an error, and sends again. On SQLite another process keeps the file to itself."""
    with database_cut() as cuts:
        writers, readers = [speaker(one, 500) for one in seats], [listener(one) for one in seats]
        record = converse(writers, readers, 5, lambda: sum(cuts) >= CUTS)
    assert faults(record) == []
    assert Message.objects.filter(kind="text").count() == record.words


@contextmanager
def database_cut() -> Iterator[list[int]]:
    """Cut the web processes off until it was done so many times; now those lines that listen, now all. How often."""
    over, cuts, mine = Event(), [0], _backend()

    def cut() -> None:
        for like in cycle(("LISTEN %", "%")):
            if over.wait(0.25) or sum(cuts) >= CUTS:
                break
            cuts.append(_end_backends(like, mine) if connection.vendor == "postgresql" else _write_for_long())
        connection.close()

    thread = Thread(target=cut)
    thread.start()
    try:
        yield cuts
    finally:
        over.set()
        thread.join()


def _backend() -> int:
    """This test's own line to PostgreSQL, which is left alone."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _end_backends(like: str, mine: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid NOT IN (%s, pg_backend_pid()) AND query LIKE %s",
            [mine, like],
        )
        return int(cursor.fetchone()[0])


def _write_for_long() -> int:
    with transaction.atomic():
        time.sleep(0.25)
    return 1
