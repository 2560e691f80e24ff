"""Writers of one process take turns on SQLite, and SQLite's own lock still decides."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction

from hipwise.kit.sqlite.base import DatabaseWrapper
from hipwise.kit.sqlite.turn import Turn

SOON = 0.05


def test_the_turn_goes_to_who_waited_longest() -> None:
    turn, came = Turn(), list[int]()
    assert turn.take(0)

    def wait(number: int) -> None:
        assert turn.take(20)
        came.append(number)
        turn.give()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(20)]
    for waiting, thread in enumerate(threads, 1):
        thread.start()
        while len(turn._waiting) < waiting:
            time.sleep(0.001)
    turn.give()
    for thread in threads:
        thread.join()
    assert came == list(range(20))


def test_who_gives_up_is_no_longer_in_line() -> None:
    turn = Turn()
    assert turn.take(0)
    assert not turn.take(SOON)
    turn.give()
    assert turn.take(0)


@pytest.fixture
def settings_of(tmp_path: Path) -> dict[str, object]:
    """A database file of this test's own, with the patience of an impatient."""
    options = {"timeout": 0.2, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    base = {**connections[DEFAULT_DB_ALIAS].settings_dict}
    return {**base, "NAME": str(tmp_path / "turns.sqlite3"), "OPTIONS": options, "ENGINE": "hipwise.kit.sqlite"}


@pytest.fixture
def one(settings_of: dict[str, object]) -> Iterator[DatabaseWrapper]:
    connection = DatabaseWrapper(settings_of, "turns_one")
    connections["turns_one"] = connection
    yield connection
    connection.close()
    del connections["turns_one"]


@pytest.fixture
def two(settings_of: dict[str, object]) -> Iterator[DatabaseWrapper]:
    connection = DatabaseWrapper(settings_of, "turns_two")
    connections["turns_two"] = connection
    yield connection
    connection.close()
    del connections["turns_two"]


pytestmark = pytest.mark.django_db(databases=[DEFAULT_DB_ALIAS])


def begins(connection: DatabaseWrapper) -> bool:
    """Whether it may write now, or soon."""
    try:
        with transaction.atomic(using=connection.alias):
            return True
    except OperationalError as wrong:
        assert "locked" in str(wrong)
        return False


def test_the_turn_ends_with_the_transaction_however_that_ends(one: DatabaseWrapper, two: DatabaseWrapper) -> None:
    with transaction.atomic(using=one.alias):
        assert not begins(two)
    assert begins(two)
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=one.alias):
        raise ZeroDivisionError
    assert begins(two)
    with transaction.atomic(using=one.alias):
        one.close()
        assert begins(two)


def test_another_process_is_waited_for_and_then_gives_way(one: DatabaseWrapper) -> None:
    one.ensure_connection()
    other = sqlite3.connect(str(one.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert not begins(one)
    assert time.monotonic() - began >= 0.2, "it waited as long as its patience"
    other.execute("COMMIT")
    assert begins(one)
    other.close()


def test_sqlites_own_patience_is_put_back(one: DatabaseWrapper) -> None:
    one.ensure_connection()
    before = one.connection.execute("PRAGMA busy_timeout").fetchone()
    with transaction.atomic(using=one.alias):
        assert one.connection.execute("PRAGMA busy_timeout").fetchone() == before == (200,)
