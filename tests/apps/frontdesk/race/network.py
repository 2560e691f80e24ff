"""A network that can be cut. It stands between clients and web processes, and sends each line to the next of them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

HALF = 0.002
"""Seconds between the halves of what passes, so that a cut may fall between them."""


class Network:
    """``address`` leads to whichever process is next. ``cut`` breaks every line there is, at once and without farewell.

    While ``is_shut`` nobody new gets through; lines that stand are left alone.
    """

    def __init__(self, ports: Sequence[int], seed: int = 5) -> None:
        self.address, self.cuts, self.broken, self.is_shut = "", 0, 0, False
        self._next, self._chance = itertools.cycle(ports), random.Random(seed)
        self._lines: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def up(self) -> Iterator[Network]:
        """Let lines through while the block lasts."""
        ready = threading.Event()
        thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve(ready)])
        thread.start()
        try:
            assert ready.wait(60)
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._over.set)
            thread.join()
            self._loop.close()

    @contextmanager
    def cutting(self, each: float, enough: Callable[[], bool]) -> Iterator[None]:
        """Cut again and again, each so many seconds after the last, until it is ``enough`` or the block ends."""
        done = threading.Event()

        def cut() -> None:
            while not done.wait(each) and not enough():
                self.cut()
            connection.close()

        thread = threading.Thread(target=cut)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def cut(self) -> None:
        """Break all lines; what is under way on them is lost."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(60)

    async def _cut(self) -> None:
        self.cuts += 1
        self.broken += len(self._lines)
        for line in list(self._lines):
            line.transport.abort()

    async def _serve(self, ready: threading.Event) -> None:
        self._over = asyncio.Event()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await self._over.wait()
        server.close()
        await self._cut()
        await asyncio.sleep(0.05)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_shut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", next(self._next))
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._lines |= both
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._lines -= both
            for line in both:
                line.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes, in two halves, until either end is gone; then the other goes too."""
        with contextlib.suppress(OSError):
            while some := await reader.read(65536):
                half = self._chance.randrange(len(some) + 1)
                writer.write(some[:half])
                await asyncio.sleep(HALF)
                writer.write(some[half:])
                await writer.drain()
        writer.transport.abort()
