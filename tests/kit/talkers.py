"""Who talks and who listens while everything goes wrong, and the one check of what came of it.

A writer says its words one after the other, each under a number of its own, until it is told that it is stored. A
reader asks for what comes after the last it heard, again and again, until it hears ``BYE``, which is said when all
writers are done. By which way they do it (straight to the core, by HTTP, over a stream, through a line that breaks) is
left to the functions they are given. ``faults`` knows nothing about numbers and locks: it compares what was said with
what each reader heard.
"""

from __future__ import annotations

import os
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")
BYE = "goodbye"
PAUSE = 0.05
"""Seconds between two questions, and before a line that broke is opened anew."""
PATIENCE = 1800.0 if "HIPWISE_TEST_LONG" in os.environ else 90.0
"""Seconds after which a test that hangs is a test that failed, on a machine with much else to do."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it reached a reader; ``word`` is empty for what nobody of the test said."""

    seq: int
    word: str


Say = Callable[[str, uuid.UUID], bool]
"""Says a word under a number; True once it is known to be stored, False where no answer came."""
Line = Callable[[int], Iterable[Heard | None]]
"""What comes after a message, until there is no more or the line breaks; None for a sign that the line stands."""


@dataclass(slots=True)
class Record:
    """What each writer said, what each reader heard, every error on the way, and in how many tries how many words."""

    said: list[list[str]] = field(default_factory=list)
    heard: list[list[Heard]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    words: int = 0
    tries: int = 0


def converse(
    writers: Sequence[Say],
    readers: Sequence[Line],
    each: int,
    enough: Callable[[], bool] = lambda: True,
    record: Record | None = None,
) -> Record:
    """Let all writers speak at once, while every reader listens from the first word to the last.

    A writer says so many words, and goes on until it is ``enough``. A ``record`` that is handed in can be looked at
    meanwhile.
    """
    record = record or Record()
    record.heard += [[] for _ in readers]
    with ThreadPoolExecutor(len(writers) + len(readers)) as crowd:
        listening = [crowd.submit(_alone, hear, line, log) for line, log in zip(readers, record.heard, strict=True)]
        speaking = [
            crowd.submit(_alone, _speak, say, number, each, enough, record) for number, say in enumerate(writers)
        ]
        record.said += [one.result() for one in speaking]
        crowd.submit(_alone, _until_stored, writers[0], BYE, record).result()
        for one in listening:
            one.result()
    return record


def _alone(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in a thread, which leaves no connection to the database behind."""
    try:
        return do(*args, **kwargs)
    finally:
        connection.close()


def _speak(say: Say, number: int, each: int, enough: Callable[[], bool], record: Record) -> list[str]:
    words: list[str] = []
    end = time.monotonic() + PATIENCE
    while (len(words) < each or not enough()) and time.monotonic() < end:
        words.append(f"word-{number}-{len(words)}")
        _until_stored(say, words[-1], record)
    return words


def _until_stored(say: Say, word: str, record: Record) -> None:
    client, end = uuid.uuid4(), time.monotonic() + PATIENCE
    try:
        record.words += 1
        record.tries += 1
        while not say(word, client):
            assert time.monotonic() < end, "nobody answers"
            record.tries += 1
            time.sleep(PAUSE)
    except Exception as wrong:  # whatever it is, it is to be seen
        record.wrong.append(f"{word}: {wrong!r}")


def hear(line: Line, log: list[Heard]) -> None:
    """Note all that reaches a reader up to ``BYE``. Whenever its line ends, it asks anew after the last it heard."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for one in line(log[-1].seq if log else 0):
            if one is not None:
                log.append(one)
            if time.monotonic() > end or (one is not None and one.word == BYE):
                return
        time.sleep(PAUSE)


# The check


def faults(record: Record) -> list[str]:
    """Errors, and whatever a reader missed, heard twice, heard too early or too late, or heard and nobody said."""
    return [*record.wrong, *chain.from_iterable(_misheard(record, n, log) for n, log in enumerate(record.heard))]


def _misheard(record: Record, reader: int, log: list[Heard]) -> Iterator[str]:
    said = {BYE, *chain.from_iterable(record.said)}
    times = Counter(one.word for one in log if one.word)
    yield from (f"reader {reader} never heard {word}" for word in sorted(said - set(times)))
    yield from (f"reader {reader} heard {word}, which nobody said" for word in sorted(set(times) - said))
    yield from (f"reader {reader} heard {word} {often} times" for word, often in times.items() if often > 1)
    numbers = [0, *(one.seq for one in log)]
    yield from (f"reader {reader} got {two} after {one}" for one, two in pairwise(numbers) if two <= one)
    came: dict[str, list[str]] = defaultdict(list)
    for one in log:
        came[one.word.rpartition("-")[0]].append(one.word)
    for words in record.said:
        heard = came[words[0].rpartition("-")[0]] if words else []
        if heard != words and Counter(heard) == Counter(words):
            yield f"reader {reader} heard a writer's words in another order"


# Ways of talking that should make no difference, and one that must


def unanswered(say: Say, every: int = 3) -> Say:
    """The same, but of so many answers one is lost on its way back."""
    asked = 0

    def say_and_lose(word: str, client: uuid.UUID) -> bool:
        nonlocal asked
        asked += 1
        return say(word, client) and asked % every != 0

    return say_and_lose


def forgetful(say: Say) -> Say:
    """A writer that takes a new number whenever it tries again: what a chat without such numbers does."""
    return lambda word, _client: say(word, uuid.uuid4())
