"""Who may change what of the set-up, and that a page's queries do not grow with the clinic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hipwise.apps.booking.models import ExtraHours, Practitioner, Room, Service, TimeOff, WeeklyHours
from hipwise.apps.booking.views.setup.urls import urlpatterns
from tests.kit.cast import Person
from tests.kit.desk import SINCE, Desk, lay_desk, more_physiotherapists

HOME = "/staff/setup/"
HOURS_TOO = {"setup", "setup_hours", "setup_days", "setup_remove_extra", "setup_remove_time_off"}


@pytest.fixture
def desk(ben: Person, eli: Person, now: datetime) -> Desk:
    """A clinic with Ben and Eli; every kind of row has one with the lowest number."""
    desk = lay_desk([ben, eli])
    who = desk.practitioners[0]
    ExtraHours.objects.create(
        practitioner=who, location=desk.location, day="2026-03-07", opens=time(9), closes=time(12)
    )
    TimeOff.objects.create(practitioner=who, start=now.replace(day=20), end=now.replace(day=21))
    return desk


def addresses(desk: Desk) -> dict[str, str]:
    """Every address of the set-up, with numbers that are there."""
    numbers = {
        "setup_seat": 999,
        "setup_place": desk.location.pk,
        "setup_holiday": desk.location.pk,
        "setup_remove_place": desk.location.pk,
        "setup_room": desk.rooms[0].pk,
        "setup_remove_room": desk.rooms[0].pk,
        "setup_service": desk.service.pk,
        "setup_move_service": desk.service.pk,
        "setup_remove_service": desk.service.pk,
        "setup_practitioner": desk.practitioners[0].pk,
        "setup_hours": desk.practitioners[0].pk,
        "setup_days": desk.practitioners[0].pk,
        "setup_remove_extra": ExtraHours.objects.get().pk,
        "setup_remove_time_off": TimeOff.objects.get().pk,
        "setup_remove_closure": 999,
    }
    names = [str(one.name) for one in urlpatterns]
    return {name: reverse(f"booking:{name}", args=[numbers[name]] if name in numbers else []) for name in names}


def statuses(browser: Client, desk: Desk) -> dict[str, int]:
    return {name: browser.get(address).status_code for name, address in addresses(desk).items()}


def test_the_owner_may_everything(desk: Desk, olga: Person, client_of: Callable[[Person], Client]) -> None:
    assert set(statuses(client_of(olga), desk).values()) <= {200, 404, 405}


@pytest.mark.parametrize("who", ["dara", "ben"])
def test_hours_and_time_off_are_the_front_desks_and_ones_own(
    who: str, desk: Desk, request: pytest.FixtureRequest, client_of: Callable[[Person], Client]
) -> None:
    found = statuses(client_of(request.getfixturevalue(who)), desk)
    assert {name for name, status in found.items() if status != 403} == HOURS_TOO


def test_a_practitioner_keeps_off_the_hours_of_others(
    desk: Desk, eli: Person, client_of: Callable[[Person], Client]
) -> None:
    browser = client_of(eli)
    bens = f"{HOME}practitioners/{desk.practitioners[0].pk}/"
    for address in (f"{bens}hours/", f"{bens}days/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"act": "save", "form": "off"}).status_code == 403
    for address in (addresses(desk)["setup_remove_extra"], addresses(desk)["setup_remove_time_off"]):
        assert browser.post(address).status_code == 403
    assert ExtraHours.objects.exists()
    assert TimeOff.objects.exists()
    page = browser.get(HOME).content.decode()
    assert "Eli" in page
    assert "Ben" not in page
    assert "What can be booked" not in page


def test_a_patient_is_turned_away_and_a_visitor_signs_in(
    desk: Desk, ana: Person, client: Client, client_of: Callable[[Person], Client]
) -> None:
    assert set(statuses(client_of(ana), desk).values()) == {403}
    assert set(statuses(client, desk).values()) == {302}


def test_nobody_but_the_owner_changes_a_service(
    desk: Desk, dara: Person, client_of: Callable[[Person], Client]
) -> None:
    address = addresses(desk)["setup_service"]
    assert client_of(dara).post(address, {"name": "Mine"}).status_code == 403
    assert Service.objects.get().name == "First visit"


@pytest.mark.parametrize(
    "name", ["setup", "setup_place", "setup_service", "setup_practitioner", "setup_hours", "setup_days"]
)
def test_queries_do_not_grow_with_the_clinic(
    name: str, desk: Desk, olga: Person, client_of: Callable[[Person], Client]
) -> None:
    browser, address = client_of(olga), addresses(desk)[name]

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    count()
    small = count()
    for number, person in enumerate(more_physiotherapists(4)):
        who = Practitioner.objects.create(user=person.user)
        service = Service.objects.create(name=f"S{number}", slug=f"s{number}", room_kind="treatment", place=number)
        service.practitioners.set(Practitioner.objects.all())
        Room.objects.create(location=desk.location, name=f"More {number}", kind="treatment")
        for weekday in range(5):
            for person_ in (who, desk.practitioners[0]):
                WeeklyHours.objects.create(
                    practitioner=person_,
                    location=desk.location,
                    weekday=weekday,
                    opens=time(18 + number),
                    closes=time(19 + number),
                    since=SINCE,
                )
    assert count() == small
