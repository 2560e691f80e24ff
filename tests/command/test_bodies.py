"""A thread is spent on a request only once all of it is here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from hipwise.project.asgi_bodies import App, Message, whole_bodies


class Inner:
    """An app that notes the bodies it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Message, receive: object, send: object) -> None:
        message = await receive()  # type: ignore[operator]
        assert not message["more_body"]
        self.bodies.append(message["body"])


def ask(app: App, messages: Iterable[Message]) -> list[Message]:
    """What the client of one request gets; after its last message it says nothing for ever."""

    async def talk() -> list[Message]:
        sent: list[Message] = []
        waiting = list(messages)

        async def receive() -> Message:
            if not waiting:
                await asyncio.sleep(3600)
            return waiting.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        await app({"type": "http"}, receive, send)
        return sent

    return asyncio.run(talk())


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_in_parts_arrives_whole() -> None:
    inner = Inner()
    ask(whole_bodies(inner), [part(b"pain", more=True), part(b"=3", more=True), part(b"", more=False)])
    assert inner.bodies == [b"pain=3"]


def test_a_body_that_never_ends_never_reaches_a_thread() -> None:
    inner = Inner()
    sent = ask(whole_bodies(inner, patience=0.05), [part(b"pain", more=True)])
    assert inner.bodies == []
    assert sent[0]["status"] == 408


def test_a_body_that_is_too_large_is_cut_off() -> None:
    inner = Inner()
    sent = ask(whole_bodies(inner, largest=10), [part(b"x" * 6, more=True)] * 3)
    assert inner.bodies == []
    assert sent[0]["status"] == 413


def test_no_more_bodies_at_once_than_there_is_memory_for() -> None:
    """Streams are no bodies and are counted elsewhere, so this is no limit on connections."""
    inner = Inner()
    app = whole_bodies(inner, most=2, patience=0.3)

    async def talk() -> list[int]:
        statuses: list[int] = []

        async def stall() -> Message:
            await asyncio.sleep(3600)
            raise AssertionError

        async def send(message: Message) -> None:
            statuses.append(message.get("status", 0))

        await asyncio.gather(*(app({"type": "http"}, stall, send) for _ in range(3)))
        await app({"type": "http"}, _at_once, send)
        return [status for status in statuses if status]

    async def _at_once() -> Message:
        return part(b"x", more=False)

    assert asyncio.run(talk()) == [503, 408, 408]
    assert inner.bodies == [b"x"], "those who gave up made room"


@pytest.mark.parametrize("before", [[], [part(b"pa", more=True)]])
def test_nobody_answers_someone_who_left(before: list[Message]) -> None:
    inner = Inner()
    assert ask(whole_bodies(inner), [*before, {"type": "http.disconnect"}]) == []
    assert inner.bodies == []
