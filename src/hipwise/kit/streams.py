"""Answering with an event stream (``text/event-stream``), in front of Django and without a thread a reader.

Django's middleware does not run here (docs/adr/0015 says why), so what it would check is checked by hand: method,
host, origin, and within each minute anew, session and policy. A stream carries no truth of its own: whoever loses it
opens another one after the last message they have.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.http import HttpRequest

from hipwise.kit import limits
from hipwise.kit.hub import Hub, Reader, here
from hipwise.kit.refusal import Refusal
from hipwise.kit.threads import Stopped

Message = Any
HEARTBEAT = 15.0
"""Seconds of silence after which a line is shown to be alive; proxies cut silent ones after 30 or 60."""
ANEW = 40.0
"""Seconds after which session and policy are asked again; with a heartbeat's delay it is less than a minute."""
MOST = 2000
"""Streams of one process: twice what it was measured with, at some 30 kB each."""
MOST_OF_ONE = 100
"""Streams of one computer address. A clinic's whole staff, its waiting room and each of their tabs may share one, but a
single machine must not be able to take all there are."""
SOON = 5
"""Seconds after which those who found no place should try again."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]

FULL = Refusal("full", "There are too many open conversations at the moment. This tries again by itself.")
TOO_MANY_HERE = Refusal("too_many", "Too many windows are open here. Please close one of them.")
STOPPING = Refusal("stopping", "This is being restarted. It will be back in a moment.")
NO_HOST = Refusal("host", "This address is not served here.")
OTHER_SITE = Refusal("origin", "Another website cannot read this.")
NOT_SO = Refusal("method", "This can only be read.")
NOT_YOURS = Refusal("refused", "This could not be opened here. Please load the page again.")
LATER = Refusal("later", "This cannot be read at the moment. It tries again by itself.")

log = logging.getLogger(__name__)


class Over(Exception):
    """A seat's news: there will be no more."""


class Seat(Protocol):
    """One reader's place: what it waits for, whether it may, and what it is sent."""

    @property
    def topics(self) -> Collection[str]:
        """What it is woken by."""

    def may_stay(self) -> bool:
        """Ask session and policy. Called in a thread, before anything is sent and then within each minute."""

    def news(self, reader: Reader) -> AsyncIterator[bytes]:
        """The events it has not had yet, of what the reader was woken for. Raises ``Over`` if it may have no more."""


@dataclass(frozen=True, slots=True)
class StreamDoor:
    """An address that answers with a stream. ``policy`` is the one that its seats ask; the door test looks for it.

    ``seat`` makes a reader's place from a request, without asking the database.
    """

    path: str
    policy: Callable[..., bool]
    seat: Callable[[HttpRequest, Hub], Seat | None]


def event(name: str, data: object, number: int | None = None) -> bytes:
    """One event; ``number`` is what a reader gives back as ``Last-Event-ID``."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


class Streams:
    """All streams of a process: as many as there is room for."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self.most, self.most_of_one = most, most_of_one
        self._open: Counter[str] = Counter()

    async def answer(self, door: StreamDoor, scope: Message, receive: Any, send: Any) -> None:
        """Answer one request at a door, to the end of its stream."""
        if scope["method"] != "GET":
            return await refuse(send, HTTPStatus.METHOD_NOT_ALLOWED, NOT_SO, (b"allow", b"GET"))
        hub = here()
        request = _request(scope)
        if isinstance(request, Refusal):
            status = HTTPStatus.BAD_REQUEST if request is NO_HOST else HTTPStatus.FORBIDDEN
            return await refuse(send, status, request)
        computer = limits.computer(request)
        if hub.is_closed or self._open.total() >= self.most:
            why = STOPPING if hub.is_closed else FULL
            return await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, why, _later(SOON))
        if self._open[computer] >= self.most_of_one:
            return await refuse(send, HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY_HERE, _later(SOON))
        with self._place(computer):
            seat = door.seat(request, hub)
            del request
            return await _admitted(hub, seat, receive, send)

    @contextmanager
    def _place(self, computer: str) -> Iterator[None]:
        self._open[computer] += 1
        try:
            yield
        finally:
            self._open[computer] -= 1
            if not self._open[computer]:
                del self._open[computer]


async def _admitted(hub: Hub, seat: Seat | None, receive: Any, send: Any) -> None:
    try:
        may = seat is not None and await hub.threads.run(seat.may_stay)
    except DatabaseError:
        log.warning("A stream could not be opened: the database cannot be asked")
        return await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, LATER, _later(SOON))
    except Stopped:
        return await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, STOPPING, _later(SOON))
    if seat is None or not may:
        return await refuse(send, HTTPStatus.FORBIDDEN, NOT_YOURS)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    with hub.reader(seat.topics) as reader:
        watch = asyncio.get_running_loop().create_task(_until_gone(receive, reader))
        try:
            async for words in _lines(hub, seat, reader):
                await send({"type": "http.response.body", "body": words, "more_body": True})
        finally:
            watch.cancel()
    await send({"type": "http.response.body", "body": b""})
    return None


async def _lines(hub: Hub, seat: Seat, reader: Reader) -> AsyncIterator[bytes]:
    """Everything that is sent, until the client has left, may read no more, or the server stops."""
    loop = asyncio.get_running_loop()
    # After a restart, everybody comes back: not all at once, please.
    yield f"retry: {random.randint(1000, 3000)}\n\n".encode()  # noqa: S311 nothing secret
    reader.wake(reader.topics)
    asked = loop.time()
    with contextlib.suppress(Over, Stopped, DatabaseError):
        while not reader.over:
            woken = await reader.wait(HEARTBEAT)
            if loop.time() - asked > ANEW:
                asked = loop.time()
                if not await hub.threads.run(seat.may_stay):
                    return
            if woken and not reader.over:
                async for words in seat.news(reader):
                    yield words
            elif not woken:
                yield b":\n\n"


async def _until_gone(receive: Any, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.leave()


def _request(scope: Message) -> HttpRequest | Refusal:
    """The request as Django sees it, if its host is ours and it comes from no other website."""
    try:
        request = ASGIRequest(scope, BytesIO())
        here = f"{request.scheme}://{request.get_host()}"
    except (DisallowedHost, RequestDataTooBig):
        return NO_HOST
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {here, *settings.CSRF_TRUSTED_ORIGINS}:
        return OTHER_SITE
    return OTHER_SITE if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site" else request


def _later(seconds: int) -> tuple[bytes, bytes]:
    return b"retry-after", b"%d" % seconds


async def refuse(send: Any, status: HTTPStatus, why: Refusal, *more: tuple[bytes, bytes]) -> None:
    """A no, with its words."""
    words = json.dumps({"code": why.code, "words": why.words}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(words)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": words})
