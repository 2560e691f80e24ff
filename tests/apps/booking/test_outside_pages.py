"""A practitioner's calendar elsewhere keeps times free, and goes on doing so while it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from hipwise.apps.booking.models import OutsideBusy, OutsideCalendar
from hipwise.apps.booking.selectors.diary import slots_for
from hipwise.apps.booking.services import outside
from hipwise.kit.refusal import Refusal
from tests.apps.booking.outsider import Outsider, outsider, says
from tests.apps.booking.test_outside_reading import calendar
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = "/staff/calendar/outside/"
ALL_TUESDAY = calendar("DTSTART;VALUE=DATE:20260310\nSUMMARY:Funeral of my aunt")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(ben: Person) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def server() -> Iterator[Outsider]:
    with outsider() as up:
        up.answer = says(ALL_TUESDAY, ETag='"1"')
        yield up


@pytest.fixture
def subscribed(desk: Desk, ben: Person, server: Outsider) -> OutsideCalendar:
    made = outside.add_outside_calendar(ben.actor, desk.practitioners[0], server.address, NOW)
    assert isinstance(made, OutsideCalendar)
    return made


def read(now: datetime = NOW) -> int:
    return outside.read_outside_calendars(now, private=True)


def days_on_offer(desk: Desk) -> set[date]:
    slots = slots_for(desk.service.pk, NOW, NOW + 8 * DAY, NOW)
    return {slot.start.date() for slot in slots}


TUESDAY = date(2026, 3, 10)


def test_busy_elsewhere_is_not_on_offer(subscribed: OutsideCalendar, desk: Desk) -> None:
    assert TUESDAY in days_on_offer(desk)
    assert read() == 1
    assert TUESDAY not in days_on_offer(desk)


def test_what_for_is_kept_nowhere(subscribed: OutsideCalendar) -> None:
    read()
    with connection.cursor() as cursor:
        for table in ("booking_outsidecalendar", "booking_outsidebusy"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "Funeral" not in str(rows := cursor.fetchall()) and "127.0.0.1" not in str(rows)


@pytest.mark.parametrize(
    ("status", "content"), [(500, b""), (404, b""), (200, b"<html>"), (200, calendar("RRULE:FREQ=SECONDLY"))]
)
def test_while_it_fails_what_was_known_counts(
    status: int,
    content: bytes,
    subscribed: OutsideCalendar,
    desk: Desk,
    server: Outsider,
    ben: Person,
    client_of: ClientOf,
) -> None:
    read()
    server.answer = says(content, status)
    assert read(NOW + DAY) == 0
    assert TUESDAY not in days_on_offer(desk)
    page = client_of(ben).get(PAGE).content.decode()
    assert "Not working" in page and "since 4 March, 10:30" in page and "still count" in page
    server.answer = says(calendar())
    assert read(NOW + 2 * DAY) == 1
    assert TUESDAY in days_on_offer(desk)


def test_what_has_not_changed_is_kept_and_once_a_day_read_in_full(
    subscribed: OutsideCalendar, server: Outsider, desk: Desk
) -> None:
    read()
    server.answer = says(b"", 304)
    assert read(NOW + timedelta(minutes=15)) == 1
    assert server.asked[1]["If-None-Match"] == '"1"'
    assert OutsideBusy.objects.count() == 1
    server.answer = says(ALL_TUESDAY)
    read(NOW + DAY)
    assert "If-None-Match" not in server.asked[2]


def test_the_same_again_writes_nothing(subscribed: OutsideCalendar) -> None:
    read()
    before = OutsideBusy.objects.get().pk
    read(NOW + DAY)
    assert OutsideBusy.objects.get().pk == before


def test_one_that_hangs_holds_up_no_other(
    subscribed: OutsideCalendar, desk: Desk, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.add_outside_calendar(ben.actor, desk.practitioners[0], "http://127.0.0.1:1/gone.ics", NOW)
    assert read() == 1
    assert list(OutsideCalendar.objects.values_list("fault", flat=True)) == ["", "unreachable"]


def test_an_address_of_our_own_network_is_refused_and_said(
    subscribed: OutsideCalendar, server: Outsider, ben: Person, client_of: ClientOf
) -> None:
    assert outside.read_outside_calendars(NOW) == 0
    assert not server.asked
    assert "private network" in client_of(ben).get(PAGE).content.decode()


def test_adding_and_removing_by_the_page(desk: Desk, ben: Person, client_of: ClientOf) -> None:
    browser = client_of(ben)
    assert browser.post(PAGE, {"address": "webcal://calendar.example/mine.ics"}).status_code == 302
    assert OutsideCalendar.objects.get().address == "https://calendar.example/mine.ics"
    assert "here already" in browser.post(PAGE, {"address": "webcal://calendar.example/mine.ics"}).content.decode()
    number = OutsideCalendar.objects.get().pk
    assert browser.post(f"{PAGE}{number}/remove/").status_code == 302
    assert not OutsideCalendar.objects.exists()


@pytest.mark.parametrize(
    "typed", ["calendar", "ftp://x.example/a.ics", "https://", "https://me:pw@x.example/a.ics", ""]
)
def test_what_is_no_address_comes_back_with_words(typed: str, desk: Desk, ben: Person, client_of: ClientOf) -> None:
    page = client_of(ben).post(PAGE, {"address": typed})
    assert page.status_code == 200 and not OutsideCalendar.objects.exists()
    assert "address" in page.context["form"].errors
    assert page.context["form"]["address"].value() == typed


def test_there_is_an_end_to_adding(desk: Desk, ben: Person) -> None:
    made = [
        outside.add_outside_calendar(ben.actor, desk.practitioners[0], f"https://x.example/{n}.ics", NOW)
        for n in range(outside.MOST + 1)
    ]
    assert [isinstance(one, Refusal) for one in made] == [False] * outside.MOST + [True]


def test_nobody_else_sees_or_removes_it(
    subscribed: OutsideCalendar, ana: Person, dara: Person, eli: Person, client_of: ClientOf, client: Client
) -> None:
    remove = f"{PAGE}{subscribed.pk}/remove/"
    assert client.get(PAGE).status_code == 302
    for person in (ana, dara):
        assert client_of(person).get(PAGE).status_code == 403
        assert client_of(person).post(remove).status_code == 403
    assert client_of(eli).post(remove).status_code == 404
    assert "127.0.0.1" not in client_of(eli).get(PAGE).content.decode()
    assert OutsideCalendar.objects.exists()
