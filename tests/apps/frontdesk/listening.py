"""A reader of the streams without a network: what the server hands to the front, and what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.conf import settings

from hipwise.apps.frontdesk.keys import Key, written
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.stream import DOORS
from hipwise.kit import hub
from hipwise.kit.streams import Streams
from tests.kit.cast import Person, signed_in
from tests.kit.streams import Event

P = ParamSpec("P")
T = TypeVar("T")
VISITOR, CLINIC = (door.path for door in DOORS)
PATIENCE = 20.0


async def do(what: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Something that asks the database, beside the loop."""
    return await hub.here().threads.run(what, *args, **kwargs)


def key_of(talk: Conversation, person: Person | None = None) -> str:
    """The key to a conversation."""
    return written(Key(talk.uid, person.user.pk if person else None))


def session_of(person: Person) -> str:
    """The cookie of somebody who signed in a moment ago."""
    return f"{settings.SESSION_COOKIE_NAME}={signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value}"


@dataclass
class Listener:
    """One request, as long as it lasts."""

    streams: Streams
    scope: dict[str, Any]
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    events: asyncio.Queue[Event] = field(default_factory=asyncio.Queue)
    beats: int = 0

    def __post_init__(self) -> None:
        self.begun, self.left = asyncio.Event(), asyncio.Event()
        door = next(one for one in DOORS if one.path == self.scope["path"])
        self.task = asyncio.create_task(self.streams.answer(door, self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        self.ended = not message.get("more_body", False)
        self.body += message.get("body", b"")
        if self.status == 200:
            for block in message.get("body", b"").decode().split("\n\n"):
                self._note(block)
        self.begun.set()

    def _note(self, block: str) -> None:
        said = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        self.beats += block == ":"
        if "data" in said:
            number = int(said["id"]) if "id" in said else None
            self.events.put_nowait(Event(said["event"], number, json.loads(said["data"])))

    async def next(self, name: str) -> Any:
        """The data of the next event of a name."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self.events.get()
                if event.name == name:
                    return event.data

    async def messages(self, count: int) -> list[int]:
        """The numbers of the next messages."""
        return [(await self.next("message"))["seq"] for _ in range(count)]

    async def is_quiet(self, name: str, seconds: float = 0.3) -> bool:
        """Whether no such event comes for a while."""
        try:
            async with asyncio.timeout(seconds):
                await self.next(name)
        except TimeoutError:
            return True
        return False

    async def end(self) -> None:
        """Wait until it has ended by itself."""
        async with asyncio.timeout(PATIENCE):
            await self.task

    async def leave(self) -> None:
        """Go away."""
        self.left.set()
        await self.end()


def scope(path: str, *, key: str = "", cookie: str = "", query: str = "", method: str = "GET", **more: str) -> Any:
    """What the server hands over. ``more`` are headers, ``Like_This``."""
    headers = {"Host": "localhost", "X-Chat-Key": key, "Cookie": cookie}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "scheme": "http",
        "http_version": "1.1",
        "client": ("192.0.2.7", 4711),
        "server": ("127.0.0.1", 8000),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items() if value],
    }


@asynccontextmanager
async def listener(path: str, streams: Streams | None = None, **asked: str) -> AsyncIterator[Listener]:
    """Somebody who asks for a stream; inside, the answer has begun."""
    one = Listener(streams or Streams(), scope(path, **asked))
    try:
        async with asyncio.timeout(PATIENCE):
            await one.begun.wait()
        yield one
    finally:
        await one.leave()
