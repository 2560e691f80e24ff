"""Talking over HTTP, as a browser does: a POST for each word, and a stream or questions for what is new."""

from __future__ import annotations

import itertools
import json
import re
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.models import Conversation, Message
from tests.kit import cast
from tests.kit.cast import Person
from tests.kit.talkers import BYE, Heard, Line, Say

BUSY = {429, 503}
"""Come back later."""
BROKEN = (OSError, HTTPException)
SILENCE = 40.0
"""Seconds without a byte after which a line counts as broken; a stream has a heartbeat every fifteen."""
WORD = re.compile(rf"word-\d+-\d+|{BYE}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody sits: the network's address, what they are known by, and their doors."""

    address: str
    headers: dict[str, str]
    says: str
    asks: str
    listens: str
    talk: int = 0

    def connect(self) -> HTTPConnection:
        """A line of their own."""
        return HTTPConnection(urlsplit(self.address).netloc, timeout=SILENCE)


def tab(address: str, talk: Conversation) -> Place:
    """A tab of the visitor's."""
    key = keys.written(keys.Key(talk.uid))
    return Place(address, {keys.HEADER: key}, "/chat/say/", "/chat/news/", "/chat/stream/")


def desk(address: str, talk: Conversation, who: Person) -> Place:
    """A member of staff with the conversation open."""
    cookies = {"csrftoken": "c" * 32, "sessionid": cast.signed_in(who).cookies["sessionid"].value}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": "c" * 32}
    own = f"/staff/inbox/{talk.pk}/"
    return Place(address, headers, own, f"{own}news/", f"/staff/inbox/stream/?talk={talk.pk}", talk.pk)


def four(addresses: Sequence[str], talk: Conversation, *staff: Person) -> list[Place]:
    """Two tabs of the visitor's and two of the staff, each at another of these addresses."""
    at = itertools.cycle(addresses)
    return [tab(next(at), talk), tab(next(at), talk), *(desk(next(at), talk, one) for one in staff)]


def speaker(place: Place, *no_answers: int) -> Say:
    """One who posts words. That the server is busy is no answer, nor is one of the statuses ``no_answers``."""
    return lambda word, client: _post(place, word, client, BUSY | set(no_answers))


def _post(place: Place, word: str, client: uuid.UUID, no_answers: Collection[int]) -> bool:
    said = {"client": str(client), "body": word}
    if place.talk:
        # whoever has seen everything is asked nothing
        body, kind = urlencode({**said, "mode": "answer", "seen": 2**31 - 1}), "application/x-www-form-urlencoded"
    else:
        body, kind = json.dumps(said), "application/json"
    line = place.connect()
    try:
        line.request("POST", place.says, body, {**place.headers, "Content-Type": kind, "Accept": "application/json"})
        answer = line.getresponse()
        told = whole(answer)
    except BROKEN:
        return False
    finally:
        line.close()
    if answer.status in no_answers:
        return False
    assert answer.status == 200, (answer.status, told[:300])
    return int(json.loads(told)["seq"]) > 0


def asker(place: Place) -> Line:
    """One who asks what is new, again and again."""

    def line(after: int) -> Iterator[Heard]:
        connection = place.connect()
        try:
            connection.request("GET", f"{place.asks}?after={after}", headers=place.headers)
            answer = connection.getresponse()
            said = json.loads(whole(answer)) if answer.status == 200 else {}
        except BROKEN:
            return
        finally:
            connection.close()
        if answer.status not in BUSY:
            assert answer.status == 200, (answer.status, said)
            yield from map(heard, said["messages"])

    return line


def listener(place: Place) -> Line:
    """One who listens to a stream, and opens it anew after the last message it got."""

    def line(after: int) -> Iterator[Heard | None]:
        with suppress(*BROKEN), stream(place, after) as came:
            yield from came

    return line


def whole(answer: HTTPResponse) -> bytes:
    """The body of an answer.

    Raises:
        HTTPException: when it broke off, if only amid the headers, which ``http.client`` takes for their end.
    """
    if answer.getheader("Content-Length") is None and answer.getheader("Transfer-Encoding") is None:
        raise HTTPException("it broke off amid its headers")
    return answer.read()


@contextmanager
def stream(place: Place, after: int) -> Iterator[Iterator[Heard | None]]:
    """An open stream: its messages, and None for each sign that it is alive. A busy server has none."""
    connection, answer = place.connect(), None
    try:
        connection.request("GET", place.listens, headers={**place.headers, "Last-Event-ID": str(after)})
        answer = connection.getresponse()
        assert answer.status in {200, *BUSY}, (answer.status, answer.read(300))
        yield _events(answer) if answer.status == 200 else iter(())
    finally:
        if answer is not None:
            answer.close()
        connection.close()


def _events(answer: HTTPResponse) -> Iterator[Heard | None]:
    """What stands behind the last empty line never came whole, and does not count."""
    event: dict[str, str] = {}
    while line := answer.readline():
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == ":":
            yield None
        elif name:
            event[name] = value
        else:
            if event.get("event") == "message":
                one = heard(json.loads(event["data"]))
                assert one.seq == int(event["id"])
                yield one
            event = {}


def heard(message: dict[str, Any]) -> Heard:
    """A message of the wire; its word stands in its bubble. What happens to a conversation is told to staff as well."""
    (word,) = WORD.findall(message["html"]) if message["kind"] == "text" else [""]
    return Heard(message["seq"], word)


def live_only(line: Line, talk: Conversation) -> Line:
    """A reader that shows what comes while its line is there, and never asks for what came before: what many do."""

    def now_on(_after: int) -> Iterator[Heard | None]:
        last = Message.objects.filter(conversation=talk).order_by("-seq").values_list("seq", flat=True).first()
        yield from line(last or 0)

    return now_on
