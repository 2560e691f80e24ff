"""A real server under many clients: no error over the wire, and killed amid it, no half booking."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from hipwise.apps.booking.models import Appointment
from hipwise.apps.people.models import Clinic
from hipwise.kit import clock
from tests.apps.booking.faults import faults
from tests.apps.booking.race.serving import Time, ask, server
from tests.apps.booking.race.storm import lay_town
from tests.kit.desk import ZONE, Desk

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, DAYS, HOURS = 64, 2, 8
PRACTITIONERS, ROOMS = 3, 2
POSSIBLE = DAYS * HOURS * ROOMS


def weekdays(count: int) -> list[datetime]:
    """Nine in the morning at the clinic on coming weekdays, a week from now, by the real clock."""
    first = (clock.now() + timedelta(days=7)).date()
    days = (first + timedelta(days=ahead) for ahead in range(2 * count + 2))
    working = [day for day in days if day.weekday() < 5]
    return [datetime.combine(day, time_of_day(9), ZoneInfo(ZONE)).astimezone(UTC) for day in working][:count]


@pytest.fixture
def town(clinic: Clinic) -> Desk:
    return lay_town(PRACTITIONERS, ROOMS)


def times(town: Desk, rounds: int) -> list[Time]:
    """All there are, with everybody, so many times over, in random order."""
    every = [
        Time(town.service.slug, who.pk, day + timedelta(hours=hour))
        for day, hour, who in product(weekdays(DAYS), range(HOURS), town.practitioners)
    ]
    return random.Random(7).sample(every * rounds, len(every) * rounds)


def test_many_clients_over_the_wire_get_no_error(town: Desk) -> None:
    with server() as up:
        got = ask(up.address, times(town, 4), CLIENTS)
    assert set(got) <= {201, 409}
    assert got[201] == 2 * POSSIBLE, "each that was held was booked"
    assert Appointment.objects.filter(state="booked").count() == POSSIBLE
    assert faults() == []


def test_a_server_killed_amid_the_storm_leaves_no_half_booking(town: Desk) -> None:
    asked, chance, standing = times(town, 3), random.Random(3), 0
    for _ in range(3):
        with server() as up:
            crowd = threading.Thread(target=ask, args=(up.address, asked, CLIENTS))
            crowd.start()
            wait_for(standing + 1)
            time.sleep(chance.uniform(0.05, 0.5))
            up.kill()
            crowd.join()
        assert faults() == []
        assert not Appointment.objects.filter(state="held", held_until=None).exists()
        standing = min(Appointment.objects.count(), POSSIBLE - 1)
    with server() as up:
        got = ask(up.address, asked, CLIENTS)
    assert set(got) <= {201, 409}
    assert Appointment.objects.count() == POSSIBLE
    assert faults() == []


def test_without_transactions_the_same_check_finds_a_half(town: Desk) -> None:
    """The control."""
    with server("careless") as up:
        crowd = threading.Thread(target=ask, args=(up.address, times(town, 1), CLIENTS))
        crowd.start()
        wait_for(1)
        up.kill()
        crowd.join()
    assert any("slices" in fault for fault in faults())


def wait_for(count: int) -> None:
    """Until that many visits are in the tables."""
    end = time.monotonic() + 60
    while Appointment.objects.count() < count:
        assert time.monotonic() < end, "nobody booked anything"
        time.sleep(0.01)
