"""The calendar's pages: what stands where, who may look, what it costs, and what is fetched again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hipwise.apps.booking.models import (
    Appointment,
    Closure,
    ExtraHours,
    Location,
    OutsideBusy,
    OutsideCalendar,
    TimeOff,
)
from hipwise.apps.booking.services.core import hold_time
from hipwise.kit.actor import Actor
from tests.apps.booking.calendar_kit import DAY, NINE, book
from tests.kit import desk
from tests.kit.cast import Person
from tests.kit.desk import Desk

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def laid(ben: Person, eli: Person, now: datetime) -> Desk:
    return desk.lay_desk([ben, eli], rooms=3)


@pytest.fixture
def dara_in(dara: Person, client_of: ClientOf) -> Client:
    return client_of(dara)


def page(client: Client, **asked: str | int) -> str:
    answer = client.get(reverse("booking:calendar"), {"day": DAY, **asked})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["ana", "cleo"])
@pytest.mark.parametrize("name", ["calendar", "calendar_grid", "new_visit", "block"])
def test_patients_are_turned_away(
    who: str, name: str, laid: Desk, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    assert client_of(request.getfixturevalue(who)).get(reverse(f"booking:{name}")).status_code == 403


def test_strangers_are_turned_away_from_visits_and_what_is_done_to_them(
    laid: Desk, client: Client, ana: Person, client_of: ClientOf
) -> None:
    visit = book(laid, NINE)
    for browser, status in ((client, 302), (client_of(ana), 403)):
        assert browser.get(reverse("booking:staff_visit", args=[visit.pk])).status_code == status
        for name in ("move_visit", "mark_visit", "cancel_visit"):
            assert browser.post(reverse(f"booking:{name}", args=[visit.pk])).status_code == status


def test_before_a_place_is_set_up_the_page_says_so(clinic: object, dara_in: Client) -> None:
    assert "No place yet" in page(dara_in)
    assert dara_in.get(reverse("booking:calendar_grid")).status_code == 200


def test_a_visit_stands_at_its_time_with_its_buffers(laid: Desk, dara_in: Client) -> None:
    visit = book(laid, NINE + HOUR / 2)
    found = page(dara_in)
    item = re.search(rf'<li class="cal-item ([^"]*)" id="v{visit.pk}">', found)
    assert item
    assert {"is-visit", "is-booked", "kh0", "km6", "kx1", "ky0", "kb0", "ke3"} <= set(item[1].split())
    assert "9:30–10:15, First visit, Room 1" in found
    assert 'data-row="6" data-rows="9"' in found


def test_everything_that_takes_time_is_visible_by_word_and_by_texture(laid: Desk, dara_in: Client) -> None:
    ben = laid.practitioners[0]
    copied(book(laid, NINE), state="held", held_until=NINE + 5 * HOUR, contact=None).save()
    TimeOff.objects.create(practitioner=ben, start=NINE + 2 * HOUR, end=NINE + 3 * HOUR, words="Dentist")
    outside = OutsideCalendar.objects.create(practitioner=ben, address="https://x.example", made=NINE)
    OutsideBusy.objects.create(calendar=outside, start=NINE + 4 * HOUR, end=NINE + 5 * HOUR)
    found = page(dara_in)
    for words in ("is-held kh0", "held until 14:00", "is-off", "Dentist", "is-outside", "Busy elsewhere"):
        assert words in found


def test_a_visit_at_another_place_shows_that_somebody_is_not_here(laid: Desk, dara_in: Client) -> None:
    other = Location.objects.create(name="Harbour", time_zone="America/New_York")
    book(laid, NINE + 6 * HOUR)
    found = page(dara_in, place=other.pk, who=laid.practitioners[0].pk)
    assert "is-elsewhere" in found
    assert "At Linden Street" in found
    assert "Guest" not in found
    assert "Times in America/New_York" in found


def test_a_closed_day_says_why(laid: Desk, dara_in: Client) -> None:
    Closure.objects.create(first=date(2026, 3, 4), last=date(2026, 3, 4), name="Stocktaking")
    assert "Closed: Stocktaking" in page(dara_in)


def test_visits_on_top_of_each_other_stand_side_by_side(laid: Desk, dara_in: Client) -> None:
    first, second = book(laid, NINE), book(laid, NINE + HOUR / 2, overlap="Twins")
    found = page(dara_in)
    lanes = [re.search(rf'class="([^"]*)" id="v{one.pk}"', found) for one in (first, second)]
    assert [re.findall(r"k[lw]\d", lane[1]) for lane in lanes if lane] == [["kl0", "kw2"], ["kl1", "kw2"]]
    assert "Overlaps on purpose" in found


def test_a_free_half_hour_leads_to_a_new_visit(laid: Desk, dara_in: Client) -> None:
    book(laid, NINE + 2 * HOUR)
    links = re.findall(r'href="([^"]*)" data-free', page(dara_in, who=laid.practitioners[0].pk))
    times = [re.search(r"at=(\d\d%3A\d\d)", link) for link in links]
    said = [found[1].replace("%3A", ":") for found in times if found]
    assert "10:30" in said  # the clock stands at 10:30 there
    assert "09:00" not in said  # it is over
    assert "11:00" not in said  # taken, with the quarter of an hour after it
    answer = dara_in.get(links[0].replace("&amp;", "&"))
    assert f'<option value="{laid.practitioners[0].pk}" selected>' in answer.content.decode()


def test_the_week_of_everybody_is_a_table_and_of_one_a_grid(laid: Desk, dara_in: Client) -> None:
    book(laid, NINE)
    everybody = page(dara_in, view="week")
    assert '<th scope="row">' in everybody
    assert "Guest 0800-0" in everybody
    one = page(dara_in, view="week", who=laid.practitioners[0].pk)
    assert one.count("data-column") == 5
    assert "Guest 0800-0" in one


def test_a_day_with_a_gap_is_hatched(laid: Desk, dara_in: Client) -> None:
    for ben in laid.practitioners:
        ExtraHours.objects.create(
            practitioner=ben, location=laid.location, day=date(2026, 3, 29), opens=time(1), closes=time(6)
        )
    found = page(dara_in, day="2026-03-29")
    assert "The clock is put forward: no such time" in found
    assert "is-gap kh1 km0 kx1 ky0" in found


def test_an_hour_that_comes_twice_can_be_booked_twice(laid: Desk, dara_in: Client) -> None:
    for ben in laid.practitioners:
        ExtraHours.objects.create(
            practitioner=ben, location=laid.location, day=date(2026, 10, 25), opens=time(1), closes=time(6)
        )
    found = page(dara_in, day="2026-10-25")
    assert "2:00 again" in found
    assert "at=02%3A00&amp;again=on" in found
    shown = re.search(r'data-ticks="([^"]*)"', found)
    assert shown
    assert shown[1].split()[12:14] + shown[1].split()[24:26] == ["02:00", "02:05", "02:00+", "02:05+"]


@pytest.mark.parametrize(
    "asked", [{"day": "never"}, {"day": "9999-12-31"}, {"who": "9" * 30}, {"place": "x"}, {"view": "?"}]
)
def test_an_address_that_makes_no_sense_shows_today(asked: dict[str, str], laid: Desk, dara_in: Client) -> None:
    assert "Wednesday 4 March 2026" in page(dara_in, **asked)


def crowd(laid: Desk, number: int) -> None:
    """Visits of as many people, as if all had been let overlap; the guard is not what is asked about here."""
    one = Appointment.objects.first() or book(laid, NINE)
    rows = []
    for count in range(number):
        start = NINE + timedelta(hours=count % 8)
        when = {"start": start, "end": start + HOUR / 2, "taken_from": start, "taken_until": start + HOUR / 2}
        came = desk.contact(f"Guest {count}", f"guest{count}@example.org")
        rows.append(copied(one, contact=came, practitioner=laid.practitioners[count % 2], **when))
    Appointment.objects.bulk_create(rows)


def copied(visit: Appointment, **changes: Any) -> Appointment:
    """Another row like it."""
    row = Appointment.objects.get(pk=visit.pk)
    row.pk, row.uid = None, uuid4()
    for name, value in changes.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("view", ["day", "week"])
def test_a_page_asks_as_many_questions_for_200_visits_as_for_10(view: str, laid: Desk, dara_in: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(dara_in, view=view)
        return len(caught)

    crowd(laid, 10)
    few = asked()
    crowd(laid, 190)
    assert Appointment.objects.count() == 201
    assert asked() == few
    assert few <= 32


def test_nothing_new_costs_two_questions_and_no_page(laid: Desk, dara_in: Client) -> None:
    book(laid, NINE)
    address, asked = reverse("booking:calendar_grid"), {"day": DAY}
    mark = dara_in.get(address, asked).headers["ETag"]
    with CaptureQueriesContext(connection) as caught:
        again = dara_in.get(address, asked, headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    ours = [one for one in caught.captured_queries if "booking_" in one["sql"]]
    assert len(ours) == 2


def test_each_change_of_somebody_else_is_noticed(laid: Desk, dara_in: Client, ben: Person) -> None:
    from hipwise.apps.booking.services import core, time_off

    address, asked = reverse("booking:calendar_grid"), {"day": DAY}
    actor: Actor = ben.actor
    mark = dara_in.get(address, asked).headers["ETag"]

    def is_noticed() -> bool:
        nonlocal mark
        answer = dara_in.get(address, asked, headers={"If-None-Match": mark})
        mark = answer.headers["ETag"]
        return answer.status_code == 200

    visit = book(laid, NINE + 2 * HOUR)
    assert is_noticed()
    assert not is_noticed()
    marked = core.mark_visit(actor, visit, "arrived", NINE)
    assert isinstance(marked, Appointment)
    assert is_noticed()
    core.cancel_visit(actor, marked, NINE, by_clinic=True, tell=False)
    assert is_noticed()
    blocked = time_off.block_time(actor, laid.practitioners[0], NINE, NINE + HOUR, "")
    assert is_noticed()
    time_off.free_time(actor, blocked.off)
    assert is_noticed()
    assert not is_noticed()


def test_a_hold_that_runs_out_vanishes_before_anybody_sweeps(laid: Desk, dara_in: Client) -> None:
    import time_machine

    address = reverse("booking:calendar_grid")
    moment = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    hold = hold_time(laid.wanted(NINE + timedelta(days=1)), Appointment.Way.SITE, moment)
    assert isinstance(hold, Appointment)
    asked = {"day": "2026-03-05"}
    before = dara_in.get(address, asked)
    assert b"held until" in before.content
    with time_machine.travel(moment + timedelta(minutes=11), tick=False):
        after = dara_in.get(address, asked, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"held until" not in after.content
    assert Appointment.objects.filter(pk=hold.pk).exists()
