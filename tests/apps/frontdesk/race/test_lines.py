"""Lines that break all the time, bursts, and clocks that are set back: two tabs and two of the staff hear everything,
once and in order, whichever process they speak to.

In CI these are short. ``HIPWISE_TEST_LONG=1`` cuts every line each second for a minute, and sends 10,000 messages.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from hipwise.apps.frontdesk.models import Conversation, Message
from tests.apps.frontdesk.race.network import Network
from tests.apps.frontdesk.race.serving import Server
from tests.apps.frontdesk.race.wires import Place, asker, four, listener, live_only, speaker
from tests.kit.cast import Person
from tests.kit.talk import chat
from tests.kit.talkers import Heard, Record, converse, faults, forgetful, hear

pytestmark = pytest.mark.django_db(transaction=True)
IS_LONG = "HIPWISE_TEST_LONG" in os.environ
CUTS, APART = (60, 1.0) if IS_LONG else (16, 0.5)
ROOMS, MESSAGES = (5, 10_000) if IS_LONG else (3, 300)


def stored() -> int:
    return Message.objects.filter(kind="text").count()


def all_talk(seats: list[Place], each: int, enough: Callable[[], bool] = lambda: True) -> Record:
    return converse([speaker(one) for one in seats], [listener(one) for one in seats], each, enough)


# Lines


def test_every_line_cut_again_and_again(network: Network, seats: list[Place]) -> None:
    asking = [asker(seats[0]), asker(seats[2])]  # as a page does which no stream reaches
    lines = [*(listener(one) for one in seats), *asking]
    with network.cutting(APART, lambda: network.cuts >= CUTS):
        record = converse([speaker(one) for one in seats], lines, 5, lambda: network.cuts >= CUTS)
    assert faults(record) == []
    assert stored() == record.words
    assert network.broken > 4 * network.cuts, "there was something to cut"


def test_a_reader_that_forgets_where_it_was_misses_some(
    network: Network, seats: list[Place], talk: Conversation
) -> None:
    """The control."""
    writers, lines = [speaker(one) for one in seats], [live_only(listener(seats[0]), talk)]
    with network.cutting(0.3, lambda: network.cuts >= 8):
        record = converse(writers, lines, 5, lambda: network.cuts >= 8)
    assert any("never heard" in fault for fault in faults(record))


def test_a_writer_that_takes_a_new_number_is_heard_twice(network: Network, seats: list[Place]) -> None:
    """The control of sending again."""
    record, writers = Record(), [forgetful(speaker(one)) for one in seats]
    with network.cutting(0.3, lambda: stored() > record.words):
        converse(writers, [listener(seats[2])], 5, lambda: stored() > record.words, record)
    assert any("times" in fault for fault in faults(record))


# Bursts


def test_bursts(up: list[Server], ben: Person, dara: Person) -> None:
    """Nobody pauses between two words. The last reader comes when all is said, and reads it in pages."""
    addresses = [one.address for one in up]
    rooms = [four(addresses, chat(), ben, dara) for _ in range(ROOMS)]
    each = MESSAGES // ROOMS // len(rooms[0])
    began = time.monotonic()
    with ThreadPoolExecutor(ROOMS) as crowd:
        records = list(crowd.map(lambda seats: all_talk(seats, each), rooms))
    print(f"{MESSAGES} messages in {time.monotonic() - began:.0f} s")  # noqa: T201 for whoever runs the long one
    for seats, record in zip(rooms, records, strict=True):
        late: list[Heard] = []
        hear(listener(seats[0]), late)
        record.heard.append(late)
    assert [faults(record) for record in records] == [[]] * ROOMS
    assert stored() == sum(record.words for record in records) >= MESSAGES


# Clocks


def test_clocks_set_back_all_the_time(up: list[Server], seats: list[Place]) -> None:
    for one in up:
        one.suffer("goes-backwards")
    record = all_talk(seats, 15)
    assert faults(record) == []
    told = list(Message.objects.order_by("seq").values_list("at", flat=True))
    assert told != sorted(told), "the times are what the clocks showed"
