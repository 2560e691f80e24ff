"""Who waits for what in this process: readers of streams, each with the topics it wants news of.

A hub belongs to one event loop, and so to one server. Wake-ups come to it from any thread (``kit.wake``).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from hipwise.kit import wake
from hipwise.kit.threads import Threads

T = TypeVar("T")
Note = dict[str, Any]
READING = 2
"""Threads, each with one kept connection. A read takes milliseconds, and one core serves them all."""
MOST_NOTES = 16
"""Notes that wait for one reader; they are passing things, and older ones make way."""


class Reader:
    """One who waits. ``over`` is True once it should leave, because its client has, or because the server stops.

    ``seen`` is the state of a topic that it was shown last, in whatever form; who looks for lost wake-ups compares it.
    """

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.over = False
        self.seen: dict[str, object] = {}
        self._due: set[str] = set()
        self._notes: deque[Note] = deque(maxlen=MOST_NOTES)
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait to be woken, at most so long; whether it was."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        return True

    def take(self) -> tuple[set[str], list[Note]]:
        """The topics it was woken for since it last took them, and the notes. Take first, read the table then:
        what comes while it is read wakes the reader anew."""
        self._event.clear()
        due, self._due = self._due, set()
        notes = list(self._notes)
        self._notes.clear()
        return due, notes

    def wake(self, topics: Iterable[str], note: Note | None = None) -> None:
        """Have it look. A note on its own says all there is, so nothing needs to be read for it."""
        if note is None:
            self._due |= self.topics.intersection(topics)
        else:
            self._notes.append(note)
        self._event.set()

    def leave(self) -> None:
        """Have it end."""
        self.over = True
        self._event.set()


class Hub:
    """All readers of one event loop. ``is_closed`` once the server stops: nobody new is let in.

    ``threads`` are where its readers ask the database.
    """

    def __init__(self) -> None:
        self.is_closed = False
        self.threads = Threads(READING, "reads")
        self._loop = asyncio.get_running_loop()
        self._readers: defaultdict[str, set[Reader]] = defaultdict(set)
        self._chores: list[asyncio.Task[None]] = []
        self._kept: dict[object, object] = {}
        wake.listen(self._heard)
        if wake.is_passed_on_by_database():
            self.keep_doing(wake.hear_database)

    @contextmanager
    def reader(self, topics: Iterable[str]) -> Iterator[Reader]:
        """A reader of these topics while the block lasts."""
        one = Reader(topics)
        for topic in one.topics:
            self._readers[topic].add(one)
        try:
            yield one
        finally:
            for topic in one.topics:
                self._readers[topic].discard(one)
                if not self._readers[topic]:
                    del self._readers[topic]

    def readers(self, topic: str) -> frozenset[Reader]:
        """Who waits for a topic now."""
        return frozenset(self._readers.get(topic, ()))

    def topics(self, start: str) -> list[str]:
        """The topics with readers whose names start so."""
        return [topic for topic in self._readers if topic.startswith(start)]

    def wake(self, topics: Iterable[str], note: Note | None = None) -> None:
        """Wake who waits for one of these topics; to be called in the hub's own loop."""
        names = set(topics)
        if wake.EVERYTHING in names:
            names = set(self._readers)
        for reader in set().union(*(self._readers.get(name, ()) for name in names)):
            reader.wake(names, note)

    def keep_doing(self, chore: Callable[[], Awaitable[None]]) -> None:
        """Run something beside the streams until the hub closes."""

        async def do() -> None:
            await chore()

        self._chores.append(self._loop.create_task(do()))

    def its(self, kind: Callable[[Hub], T]) -> T:
        """The one thing of a kind that belongs to this hub, made when it is first asked for."""
        if kind not in self._kept:
            self._kept[kind] = kind(self)
        return cast(T, self._kept[kind])

    async def close(self) -> None:
        """End all readers and everything kept going."""
        if self.is_closed:
            return
        self.is_closed = True
        wake.unlisten(self._heard)
        for chore in self._chores:
            chore.cancel()
        for reader in set().union(*self._readers.values()):
            reader.leave()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await self.threads.close()

    def _heard(self, topics: list[str], note: Note | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.wake, topics, note)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def here() -> Hub:
    """The hub of the running loop, made when it is first asked for."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


async def close_here() -> None:
    """Close the hub of the running loop, if it has one."""
    found = _hubs.get(asyncio.get_running_loop())
    if found is not None:
        await found.close()
