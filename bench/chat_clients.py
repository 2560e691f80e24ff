"""Visitors over the wire, many in one process: they listen to streams, ask every second, and say things."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ADDRESSES = [f"127.0.0.{number}" for number in range(2, 42)]
"""Where they come from: a server lets no single computer have all its streams, nor say everything."""


@dataclass(slots=True)
class Tally:
    """What was said, when, and what reached whom. Times are seconds of ``time.perf_counter``."""

    said: dict[str, float] = field(default_factory=dict)
    rooms: dict[int, list[str]] = field(default_factory=dict)
    posts: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    heard: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    polls: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def hear(self, reader: int, messages: list[dict[str, Any]]) -> None:
        """Messages have reached a reader."""
        now = time.perf_counter()
        for one in messages:
            self.heard.setdefault(reader, []).append((one["seq"], one["client"]))
            if one["client"] in self.said:
                self.delays.append(now - self.said[one["client"]])

    def faults(self, room_of: Callable[[int], int], readers: range) -> tuple[int, int, int]:
        """How many messages were lost, came doubled, and came out of order, over all readers."""
        lost = doubled = disordered = 0
        for reader in readers:
            came = [seq for seq, _ in self.heard.get(reader, [])]
            clients = {client for _, client in self.heard.get(reader, [])}
            lost += sum(client not in clients for client in self.rooms.get(room_of(reader), []))
            doubled += len(came) - len(set(came))
            disordered += sum(later < sooner for sooner, later in itertools.pairwise(came))
        return lost, doubled, disordered


class Visitors:
    """All of them. ``ports`` are those of the web processes, among which they are dealt out; ``keys`` the rooms'."""

    def __init__(self, ports: Sequence[int], keys: list[str]) -> None:
        self.keys, self.tally = keys, Tally()
        self._ports, self._addresses = itertools.cycle(ports), itertools.cycle(ADDRESSES)
        self._kept: deque[Line] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self.listening = 0

    async def line(self) -> Line:
        """A new connection, from one of the addresses."""
        here = (next(self._addresses), 0)
        return await asyncio.open_connection("127.0.0.1", next(self._ports), local_addr=here)

    # Listening

    async def listen(self, reader: int, room: int) -> None:
        """Open a stream and hear what comes."""
        came, going = await self.line()
        going.write(_head("GET", "/chat/stream/", self.keys[room]))
        assert b" 200 " in await came.readuntil(b"\r\n\r\n")
        self.listening += 1
        self._tasks.append(asyncio.create_task(self._hear(reader, (came, going))))

    async def _hear(self, reader: int, wire: Line) -> None:
        came, name = wire[0], b""
        while line := await came.readline():
            if line.startswith(b"event: "):
                name = line[7:-1]
            elif name == b"message" and line.startswith(b"data: "):
                self.tally.hear(reader, [json.loads(line[6:])])

    # Asking every second

    async def poll(self, reader: int, room: int, start: float) -> None:
        """Ask what is new every second, beginning so many seconds from now; who is still waiting skips a turn."""
        mine = await self.line()
        due, after = time.perf_counter() + start, 0
        while True:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            status, body = await _ask(mine, _head("GET", f"/chat/news/?after={after}", self.keys[room]))
            if status != 200:
                self.tally.wrong[f"news {status}"] += 1
                continue
            found = json.loads(body)["messages"]
            self.tally.polls += 1
            self.tally.hear(reader, found)
            after = max([after, *(one["seq"] for one in found)])
            due = max(due + 1.0, time.perf_counter())

    @contextmanager
    def polling(self, readers: int, rooms: range) -> Iterator[None]:
        """That many who ask, their turns spread over the second."""
        tasks = [asyncio.create_task(self.poll(n, rooms[n % len(rooms)], n / readers)) for n in range(readers)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()

    # Speaking

    async def speak(self, rate: float, seconds: float, rooms: range) -> None:
        """Say something in one room after the other, so many times a second, however long the answers take."""
        self._kept.extend([await self.line() for _ in ADDRESSES])
        began, under_way = time.perf_counter(), []
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            under_way.append(asyncio.create_task(self._say(rooms[number * 7 % len(rooms)])))
        await asyncio.gather(*under_way)

    async def _say(self, room: int) -> None:
        client = str(uuid.uuid4())
        words = json.dumps({"client": client, "body": "Is there a time on Thursday? My hip hurts when I sit."}).encode()
        mine = self._kept.popleft() if self._kept else await self.line()  # whoever has said nothing for longest
        began = self.tally.said[client] = time.perf_counter()
        status, answer = await _ask(mine, _head("POST", "/chat/say/", self.keys[room], len(words)) + words)
        self.tally.posts.append(time.perf_counter() - began)
        if status == 200:
            self.tally.rooms.setdefault(room, []).append(client)
        else:
            self.tally.wrong[f"say {status} {answer[:40]!r}"] += 1
        if status in (0, 503):  # such an answer ends its connection
            mine[1].close()
        else:
            self._kept.append(mine)

    def leave(self) -> None:
        """Go, all of them."""
        for task in self._tasks:
            task.cancel()
        for _, going in self._kept:
            going.close()


def _head(method: str, path: str, key: str, length: int = 0) -> bytes:
    body = f"Content-Type: application/json\r\nContent-Length: {length}\r\n" if length else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Chat-Key: {key}\r\n{body}\r\n".encode()


async def _ask(line: Line, request: bytes) -> tuple[int, bytes]:
    came, going = line
    going.write(request)
    try:
        head = await came.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, OSError) as broken:
        return 0, repr(broken).encode()
    status = int(head[9:12])
    length = next((int(h.split(b":")[1]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length")), 0)
    return status, await came.readexactly(length)
