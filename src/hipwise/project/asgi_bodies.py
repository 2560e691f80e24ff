"""Takes in a request whole before a thread is spent on it, so that slow networks hold up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LARGEST = 12_000_000
"""Bytes: a little more than the largest picture that the editor takes."""
PATIENCE = 60.0
"""Seconds in which a body has to arrive."""
MOST_AT_ONCE = 256
"""Requests; further ones are told to come back, so that waiting bodies can't fill the memory."""


def whole_bodies(app: App, *, largest: int = LARGEST, patience: float = PATIENCE, most: int = MOST_AT_ONCE) -> App:
    """An ASGI app that calls ``app`` once the body is here, and refuses bodies that are too large, slow or many."""
    under_way: set[object] = set()

    async def counting(scope: Message, receive: Receive, send: Send) -> None:
        if len(under_way) >= most:
            return await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, (b"retry-after", b"2"))
        me = object()
        under_way.add(me)
        try:
            return await gathering(scope, receive, send)
        finally:
            under_way.discard(me)

    async def gathering(scope: Message, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(patience):
                body = await _gathered(receive, largest)
        except TimeoutError:
            return await _refuse(send, HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return None
        if len(body) > largest:
            return await _refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        first: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def whole() -> Message:
            return first.pop() if first else await receive()

        return await app(scope, whole, send)

    return counting


async def _gathered(receive: Receive, largest: int) -> bytearray | None:
    """The body, cut off once it is too large; None when the client left."""
    body = bytearray()
    more = True
    while more and len(body) <= largest:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _refuse(send: Send, status: HTTPStatus, *more: tuple[bytes, bytes]) -> None:
    words = f"{status.phrase}\n".encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(words)), (b"connection", b"close")]
    headers += more
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": words})
