"""Web processes killed while people talk: what was stored arrives when one is up again, and is stored once."""

from __future__ import annotations

import random
import signal
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from hipwise.apps.frontdesk.models import Conversation, Message
from tests.apps.frontdesk.race.network import Network
from tests.apps.frontdesk.race.serving import Server, mend
from tests.apps.frontdesk.race.wires import Place, listener, live_only, speaker
from tests.apps.jobs.elsewhere import wait_until
from tests.kit.talkers import PATIENCE, Line, Record, Say, converse, faults

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 2


def held_back(say: Say, gate: Event) -> Say:
    """One who says a word, and the next when the gate opens."""

    def wait_and_say(word: str, client: uuid.UUID) -> bool:
        assert word == "word-0-0" or gate.wait(PATIENCE)
        return say(word, client)

    return wait_and_say


def kill_between(up: list[Server], network: Network, say: Say, lines: Sequence[Line]) -> Record:
    """The second word is stored, the processes die of hearing so, and are started again. Who reads, reads on both."""
    record, gate = Record(), Event()
    with ThreadPoolExecutor(1) as side:
        talking = side.submit(converse, [held_back(say, gate)], lines, 2, record=record)
        wait_until(lambda: [len(log) for log in record.heard] == [1] * len(lines))
        for one in up:
            one.suffer("dies-telling")
        network.is_shut = True  # who loses one process does not run into the other while that dies too
        gate.set()
        assert [one.wait() for one in up] == [-signal.SIGKILL] * len(up)
        assert Message.objects.count() == 2, "it is stored"
        assert [len(log) for log in record.heard] == [1] * len(lines), "and nobody has it"
        mend(up)
        network.is_shut = False
        talking.result()
    return record


def test_killed_between_storing_and_delivering(up: list[Server], network: Network, seats: list[Place]) -> None:
    say = speaker(replace(seats[0], address=up[0].address))
    record = kill_between(up, network, say, [listener(one) for one in seats])
    assert faults(record) == []
    assert Message.objects.filter(kind="text").count() == record.words == 3


def test_who_does_not_ask_for_what_was_missed_has_lost_it(
    up: list[Server], network: Network, seats: list[Place], talk: Conversation
) -> None:
    """The control."""
    say = speaker(replace(seats[0], address=up[0].address))
    found = faults(kill_between(up, network, say, [live_only(listener(one), talk) for one in seats]))
    assert found == [f"reader {number} never heard word-0-1" for number in range(len(seats))]


def test_killed_at_any_moment(up: list[Server], seats: list[Place]) -> None:
    chance, over = random.Random(3), Event()
    with ThreadPoolExecutor(1) as side:
        talking = side.submit(
            converse, [speaker(one) for one in seats], [listener(one) for one in seats], 5, over.is_set
        )
        try:
            for number in range(KILLS):
                before = Message.objects.count()
                wait_until(lambda: Message.objects.count() > before + 2)  # noqa: B023
                time.sleep(chance.uniform(0, 0.3))
                up[number % len(up)].kill()
                mend(up)
        finally:
            over.set()
        record = talking.result()
    assert faults(record) == []
    assert Message.objects.filter(kind="text").count() == record.words
    assert record.tries > record.words, "some had no answer"
