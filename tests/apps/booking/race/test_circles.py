"""Who locks early and who locks late meet over holds that ran out: nobody waits in a circle."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.services import core, guard
from hipwise.apps.people.models import Clinic
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.apps.booking.race.storm import MONDAY, NOW, lay_town
from tests.kit import desk as desks
from tests.kit.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, SITE = timedelta(hours=1), Appointment.Way.SITE
ROUNDS, EACH = 6, 8


@pytest.fixture
def town(clinic: Clinic) -> Desk:
    return lay_town(2, 2)


def crowd(town: Desk, start_hour: int) -> list[str]:
    """Some take their locks first and book then, as drafts do, with the second; others book with the first."""
    when, start = MONDAY + start_hour * HOUR, Barrier(EACH, timeout=60)
    for who in (0, 1):
        old = core.hold_time(town.wanted(when, who), SITE, NOW - HOUR)
        assert isinstance(old, Appointment)
    rooms = [room.pk for room in town.rooms]

    def early() -> None:
        with transaction.atomic():
            guard.lock([town.practitioners[1].pk], rooms)
            core.hold_time(town.wanted(when, 1), SITE, NOW)

    def client(number: int) -> str:
        try:
            start.wait()
            if number % 2:
                early()
            else:
                core.hold_time(town.wanted(when, 0), SITE, NOW)
        except OperationalError as wrong:
            return str(wrong)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(EACH) as clients:
        return [wrong for wrong in clients.map(client, range(EACH)) if wrong]


def test_clearing_anothers_old_hold_closes_no_circle(town: Desk) -> None:
    for hour in range(ROUNDS):
        assert crowd(town, hour) == []
    assert Appointment.objects.count() == 2 * ROUNDS
    assert faults() == []


def test_locking_the_other_only_when_clearing_closes_one(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control. SQLite has one lock, and so no circles."""

    def narrow(people: Iterable[int], rooms: Iterable[int]) -> None:
        guard._lock(set(people), set(rooms))
        time.sleep(0.05)

    monkeypatch.setattr(guard, "lock", narrow)
    found = any("deadlock" in wrong for hour in range(ROUNDS) for wrong in crowd(town, hour))
    assert found == (connection.vendor == "postgresql")


def test_moves_in_opposite_directions_close_no_circle(town: Desk) -> None:
    """Each wants to go where the other is, an hour away from a place that is free."""
    who = desks.contact(now=NOW)
    visits = []
    for number in (0, 1):
        plan = core.Plan(town.wanted(MONDAY + number * HOUR, number))
        visits.append(core.book_visit(VISITOR, plan, who, Appointment.Way.STAFF, NOW))
    start = Barrier(2, timeout=60)

    def mover(number: int) -> None:
        try:
            for turn in range(ROUNDS):
                start.wait()
                seen = Appointment.objects.get(pk=getattr(visits[number], "pk", 0))
                there = MONDAY + ((turn + number) % 2 + 3) * HOUR
                said = core.move_visit(
                    VISITOR, seen, core.Plan(town.wanted(there, (turn + number) % 2)), NOW, staff=True
                )
                assert isinstance(said, Appointment | Refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as movers:
        list(movers.map(mover, (0, 1)))
    assert Appointment.objects.filter(sequence__gt=0).count() == 2
    assert faults() == []
