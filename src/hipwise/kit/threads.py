"""A few threads that ask the database for the event loop, each with one connection that it keeps."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


LEAVING = 2.0
"""Seconds in which threads end that are not held up."""


class Stopped(Exception):
    """The server stops, and nothing more is asked."""


class Threads:
    """That many threads at most, started as they are needed."""

    def __init__(self, count: int, name: str) -> None:
        self.count, self._is_closed = count, False
        self._crowd = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def run(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function returns that may ask the database.

        Raises:
            Stopped: after ``close``.
        """
        if self._is_closed:
            raise Stopped

        def done() -> T:
            close_old_connections()
            return do(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._crowd, done)

    async def close(self) -> None:
        """Let the threads end, and their connections with them; a read that hangs is not waited for."""
        self._is_closed = True
        meeting = threading.Barrier(self.count)

        def leave() -> None:
            connections.close_all()  # a thread can only close its own
            meeting.wait()  # so that each thread gets one of these

        for _ in range(self.count):
            self._crowd.submit(leave)
        self._crowd.shutdown(wait=False)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                await asyncio.to_thread(self._crowd.shutdown)


class Together(Generic[K, T]):
    """Asks that come while an answer is under way are answered together after it, and equal ones once.

    An ask never joins one whose reading may have begun before it: it would miss what was written in between.
    """

    def __init__(self, threads: Threads, answer: Callable[[Sequence[K]], dict[K, T]], most: int = 50) -> None:
        """``answer`` is given at most so many different keys, in one of the threads."""
        self._threads, self._answer, self._most = threads, answer, most
        self._asked: dict[K, asyncio.Future[T]] = {}
        self._going: asyncio.Task[None] | None = None

    async def ask(self, key: K) -> T:
        """The answer for one key."""
        if key not in self._asked:
            self._asked[key] = asyncio.get_running_loop().create_future()
            if self._going is None:
                self._going = asyncio.get_running_loop().create_task(self._go())
        return await asyncio.shield(self._asked[key])  # one who leaves must not take the answer from the others

    async def _go(self) -> None:
        while self._asked:
            chosen = list(self._asked)[: self._most]
            await self._settle({key: self._asked.pop(key) for key in chosen})
        self._going = None

    async def _settle(self, asked: dict[K, asyncio.Future[T]]) -> None:
        try:
            found = await self._threads.run(self._answer, list(asked))
        except Exception as wrong:
            for waiting in asked.values():
                waiting.set_exception(wrong)
                waiting.exception()  # seen, even where everybody who asked has left
        else:
            for key, waiting in asked.items():
                waiting.set_result(found[key])
