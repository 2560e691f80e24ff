"""Wake-ups: told with the commit, heard in every process, and never mistaken for the news itself."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from hipwise.kit import hub, wake
from hipwise.kit.threads import Stopped, Together
from tests.apps.jobs.elsewhere import wait_until
from tests.kit.loop import alone

pytestmark = pytest.mark.django_db(transaction=True)


def tell(topics: list[str], *, fails: bool = False) -> None:
    """Tell in a transaction, which may not come to its end."""
    try:
        with transaction.atomic():
            wake.tell(topics)
            if fails:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass


def test_it_is_told_with_the_commit_and_never_without() -> None:
    async def test() -> None:
        here = hub.here()
        with here.reader(["a", "b"]) as reader:
            await ready(here, reader)
            await here.threads.run(tell, ["a"], fails=True)
            assert not await reader.wait(0.2)
            await here.threads.run(tell, ["a", "elsewhere"])
            assert await reader.wait(5)
            assert reader.take() == ({"a"}, [])

    alone(test)


async def ready(here: hub.Hub, reader: hub.Reader) -> None:
    """Wait for the line to the database, which wakes everybody when it is there."""
    if wake.is_passed_on_by_database():
        assert await reader.wait(10)
        reader.take()


def test_what_comes_while_the_table_is_read_wakes_anew() -> None:
    async def test() -> None:
        here = hub.here()
        with here.reader(["a"]) as reader:
            await ready(here, reader)
            here.wake(["a"])
            reader.take()
            here.wake(["a"])  # while it reads
            assert await reader.wait(0)

    alone(test)


def test_a_note_is_passed_on_and_is_no_reason_to_read() -> None:
    async def test() -> None:
        here = hub.here()
        with here.reader(["a"]) as reader, here.reader(["b"]) as other:
            await ready(here, reader)
            here.wake(["a"], {"typing": "clinic"})
            for n in range(100):
                here.wake(["a"], {"n": n})
            due, notes = reader.take()
            assert due == set() and len(notes) == hub.MOST_NOTES
            assert other.take()[1] == []

    alone(test)


def test_many_topics_are_told_at_once() -> None:
    """PostgreSQL passes on no more than 8,000 bytes at a time: as many as a few hundred erased conversations name."""
    many = [f"talk:{number:032x}" for number in range(1000)]

    async def test() -> None:
        here = hub.here()
        with here.reader([*many, "b"]) as reader:
            await ready(here, reader)
            await here.threads.run(tell, [*many, "elsewhere"])
            due: set[str] = set()
            while due != set(many):
                assert await reader.wait(5)
                due |= reader.take()[0]

    alone(test)


def test_wake_ups_come_from_any_thread() -> None:
    async def test() -> None:
        here = hub.here()
        with here.reader(["a"]) as reader:
            await ready(here, reader)
            thread = threading.Thread(target=wake.heard, args=(["a"], None))
            thread.start()
            assert await reader.wait(5)
            thread.join()

    alone(test)


def test_each_loop_has_a_hub_of_its_own() -> None:
    made: list[hub.Hub] = []

    async def test() -> None:
        made.append(hub.here())
        assert hub.here() is made[-1]

    for _ in range(2):
        alone(test)
    assert made[0] is not made[1]
    assert all(one.is_closed for one in made)
    wake.heard(["a"], None)  # no closed hub minds


def test_an_ask_never_joins_one_that_has_begun() -> None:
    """The reader's version of a lost update: it would take an answer from before its wake-up for the newest."""
    table, begun, go_on = ["old"], threading.Event(), threading.Event()

    def read(keys: Sequence[str]) -> dict[str, str]:
        found = table[-1]
        begun.set()
        assert go_on.wait(10)
        return dict.fromkeys(keys, found)

    async def test() -> None:
        together = Together(hub.here().threads, read)
        first = asyncio.create_task(together.ask("room"))
        await asyncio.to_thread(begun.wait, 10)
        table.append("new")
        second, third = asyncio.create_task(together.ask("room")), asyncio.create_task(together.ask("room"))
        await asyncio.sleep(0)
        third.cancel()  # one who leaves takes nothing from the others
        go_on.set()
        assert await first == "old"
        assert await second == "new"

    alone(test)


def test_many_asks_are_answered_in_few_goes() -> None:
    goes: list[int] = []

    def read(keys: Sequence[int]) -> dict[int, int]:
        goes.append(len(keys))
        return {key: key for key in keys}

    async def test() -> None:
        together = Together(hub.here().threads, read, most=50)
        assert await asyncio.gather(*(together.ask(n % 120) for n in range(1000))) == [n % 120 for n in range(1000)]

    alone(test)
    assert goes == [50, 50, 20]


def test_an_answer_that_fails_fails_for_all_who_asked_and_for_nobody_later() -> None:
    answers = [ZeroDivisionError(), None]

    def read(keys: Sequence[str]) -> dict[str, None]:
        wrong = answers.pop(0)
        if wrong is not None:
            raise wrong
        return dict.fromkeys(keys)

    async def test() -> None:
        together = Together(hub.here().threads, read)
        for failed in await asyncio.gather(together.ask("a"), together.ask("a"), return_exceptions=True):
            assert isinstance(failed, ZeroDivisionError)
        await together.ask("a")
        await hub.close_here()
        with pytest.raises(Stopped):
            await together.ask("a")

    alone(test)


def test_the_line_to_the_database_comes_back_and_wakes_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such line: one process serves the pages and holds the streams")
    monkeypatch.setattr(wake, "FIRST_PAUSE", 0.05)

    def cut() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            return int(cursor.fetchone()[0])

    async def test() -> None:
        here = hub.here()
        with here.reader(["a"]) as reader:
            await ready(here, reader)
            for _ in range(3):
                assert await here.threads.run(cut) == 1
                assert await reader.wait(10), "something may have been said meanwhile"
                assert reader.take() == ({"a"}, [])
            await here.threads.run(tell, ["a"])
            assert await reader.wait(5)

    alone(test)


def test_a_line_that_is_called_off_while_it_is_made_leaves_no_session() -> None:
    """Connecting without ``wake._line``, this finds sessions that nobody ends, and their database can't be dropped."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such line")

    def sessions() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    async def test() -> None:
        hub.here()
        await asyncio.sleep(0.002)

    before = sessions()
    gc.disable()
    try:
        for _ in range(12):
            alone(test)
        wait_until(lambda: sessions() == before)  # a session ends a moment after its line
    finally:
        gc.enable()
