"""What is typed: taken where the rules of booking and the tables take it, else refused in words, and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipwise.apps.booking.forms_setup.fields import Clock, Zone
from hipwise.apps.booking.forms_setup.places import PlaceForm, countries, regions
from hipwise.apps.booking.forms_setup.services import ServiceForm, offer_of
from hipwise.apps.booking.models import Closure, Location, Service, WeeklyHours
from hipwise.apps.booking.selectors.setup import seen_of
from tests.apps.booking.setup_pages import Fields, fields, fields_in, post, refused
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

HOME = "/staff/setup/"
FINE: dict[str, Any] = {
    "name": "First visit",
    "words": "",
    "minutes": 45,
    "before": 0,
    "after": 15,
    "room": "treatment",
    "price": "",
    "step": 15,
    "lead_hours": 12,
    "horizon_days": 90,
    "free_until_hours": 24,
    "is_open": "on",
}
FREE_ONE = "2026-03-09"


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    """Ben's clinic."""
    return lay_desk([ben])


@pytest.fixture
def browser(olga: Person, client_of: Callable[[Person], Client]) -> Client:
    """Olga's."""
    return client_of(olga)


numbers = st.integers(-10, 1500) | st.sampled_from([0, 5, 15, 45, 1440, 1445, 2**31, 2**70])


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.fixed_dictionaries(dict.fromkeys(("minutes", "before", "after", "step"), numbers)))
def test_a_service_is_taken_exactly_when_the_rules_and_the_tables_take_it(typed: dict[str, int]) -> None:
    form = ServiceForm(FINE | typed)
    within = all(value <= 1440 for value in typed.values())
    try:
        offer_of({name: int(value) for name, value in (FINE | typed).items() if str(value).lstrip("-").isdigit()})
    except ValueError:
        fits = False
    else:
        fits = within
    assert form.is_valid() == fits, form.errors
    if fits:
        with transaction.atomic():
            form.save()  # the database's own constraints
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"minutes": "47"}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "a while"}, "minutes"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "9" * 400}, "minutes"),
        ({"before": "-5"}, "before"),
        ({"after": "7"}, "after"),
        ({"step": "0"}, "step"),
        ({"lead_hours": "-1"}, "lead_hours"),
        ({"horizon_days": "99999"}, "horizon_days"),
        ({"free_until_hours": "1.5"}, "free_until_hours"),
        ({"room": "cellar"}, "room"),
        ({"room": ""}, "room"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"words": "x" * 401}, "words"),
        ({"practitioners": ["999"]}, "practitioners"),
        ({"practitioners": ["me"]}, "practitioners"),
    ],
)
def test_a_slip_in_a_service_is_said_beside_its_field(typed: Fields, field: str, desk: Desk, browser: Client) -> None:
    page = refused(browser, HOME + "services/new/", FINE | {"name": "Another", "seen": ""} | typed)
    assert f'id="id_{field}_error"' in page
    assert Service.objects.count() == 1


def test_a_name_that_is_there_already_is_refused_and_an_address_found(desk: Desk, browser: Client) -> None:
    page = refused(browser, HOME + "services/new/", FINE | {"seen": ""})
    assert "Another service has this name already." in page
    post(browser, HOME + "services/new/", FINE | {"name": "First — visit!", "seen": ""})
    post(browser, HOME + "services/new/", FINE | {"name": "初診", "seen": ""})
    assert set(Service.objects.values_list("slug", flat=True)) == {"first-visit", "first-visit-2", "visit"}


@pytest.mark.parametrize(("room", "online", "kind"), [("online", True, ""), ("none", False, ""), ("gym", False, "gym")])
def test_where_is_one_question(room: str, online: bool, kind: str, desk: Desk, browser: Client) -> None:
    address = f"{HOME}services/{desk.service.pk}/"
    post(browser, address, fields(browser, address) | {"room": room})
    found = Service.objects.get()
    assert (found.online, found.room_kind) == (online, kind)
    assert fields(browser, address)["room"] == room


def test_the_order_of_the_list(desk: Desk, browser: Client) -> None:
    for name in ("Second", "Third"):
        post(browser, HOME + "services/new/", FINE | {"name": name, "seen": ""})
    third = Service.objects.get(name="Third")
    browser.post(f"{HOME}services/{third.pk}/move/", {"way": "up"})
    browser.post(f"{HOME}services/{third.pk}/move/", {"way": "up"})
    browser.post(f"{HOME}services/{third.pk}/move/", {"way": "up"})
    assert [one.name for one in Service.objects.all()] == ["Third", "First visit", "Second"]


# Two owners


def test_the_later_of_two_is_told_and_overwrites_only_knowingly(desk: Desk, browser: Client) -> None:
    address = f"{HOME}services/{desk.service.pk}/"
    mine, theirs = fields(browser, address), fields(browser, address)
    post(browser, address, theirs | {"minutes": "60", "price": "80 €"})
    page = refused(browser, address, mine | {"minutes": "30"})
    assert "Somebody else has changed this" in page
    assert "How long it takes, in minutes: <b>60</b>" in page
    assert "What it costs: <b>80 €</b>" in page
    assert Service.objects.get().minutes == 60
    again = fields_in(page)
    assert again["minutes"] == "30", "what was typed came back"
    post(browser, address, again)
    assert Service.objects.get().minutes == 30


def test_what_was_removed_meanwhile_is_gone(desk: Desk, browser: Client) -> None:
    spare = Service.objects.create(name="Spare", slug="spare")
    data = fields(browser, f"{HOME}services/{spare.pk}/")
    spare.delete()
    assert browser.post(f"{HOME}services/{spare.pk}/", data).status_code == 404


def test_seen_knows_of_choices_of_many(desk: Desk) -> None:
    seen = seen_of(desk.service), seen_of(desk.practitioners[0])
    desk.service.practitioners.clear()
    assert not set(seen) & {seen_of(desk.service), seen_of(desk.practitioners[0])}


def test_two_who_set_one_week(desk: Desk, browser: Client) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    mine, theirs = (fields(browser, address) | {"since": FREE_ONE, "act": "save"} for _ in range(2))
    post(browser, address, theirs | {"d0-0-opens": "10:00"})
    page = refused(browser, address, mine | {"d0-0-opens": "08:00"})
    assert "The week above is what they saved" in page
    assert WeeklyHours.objects.filter(opens=time(10)).exists()
    post(browser, address, fields_in(page) | {"act": "save"})
    assert WeeklyHours.objects.filter(opens=time(8)).exists()


# Places


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("New York", "America/New_York")],
)
def test_a_city_is_enough(typed: str, zone: str) -> None:
    assert Zone().clean(typed) == zone


@pytest.mark.parametrize("typed", ["Atlantis", "../etc/passwd", "Europe/", "a\x00", "x" * 100, ""])
def test_no_zone_is_said_so(typed: str, desk: Desk, browser: Client) -> None:
    page = refused(browser, HOME + "places/new/", {"name": "Elsewhere", "time_zone": typed, "seen": ""})
    assert 'id="id_time_zone_error"' in page


@pytest.mark.django_db
def test_a_region_belongs_to_its_country() -> None:
    assert ("BY", "Bayern") in regions("DE")
    assert all(code and name for country, _ in countries() for code, name in regions(country))
    data = {"name": "A", "time_zone": "Europe/Berlin", "country": "DE", "subdivision": "BY", "is_open": "on"}
    form = PlaceForm(data)
    assert form.is_valid(), form.errors
    place = form.save()
    moved = PlaceForm(data | {"country": "GB"}, instance=place)
    assert moved.is_valid(), moved.errors
    assert moved.save().subdivision == ""
    nowhere = PlaceForm(data | {"country": "QQ"}, instance=place)
    assert list(nowhere.errors) == ["country"]


def test_a_second_room_of_one_name_is_refused(desk: Desk, browser: Client) -> None:
    data = {"location": str(desk.location.pk), "name": "Room 1", "kind": "gym", "is_open": "on", "seen": ""}
    assert "Another room there has this name already." in refused(browser, HOME + "rooms/new/", data)


@pytest.mark.parametrize("path", ["places/new/", "rooms/new/?place=abc", "rooms/new/?place=" + "9" * 30])
def test_odd_questions_break_nothing(path: str, desk: Desk, browser: Client) -> None:
    assert browser.get(HOME + path).status_code == 200


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-40", "2026-06-06"])
def test_a_day_that_is_no_holiday(day: str, desk: Desk, browser: Client) -> None:
    answer = browser.post(f"{HOME}places/{desk.location.pk}/holidays/", {"day": day, "open": "yes"})
    assert answer.status_code == 404
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"first": ""},
        {"first": "2026-02-30"},
        {"first": "0001-01-01"},
        {"first": "9999-12-31"},
        {"first": "2026-03-10", "last": "2026-03-09"},
        {"first": "2026-03-01"},
        {"first": "2026-03-10", "last": "2030-03-10"},
        {"first": "2026-03-10", "what": "place-99"},
        {"first": "2026-03-10", "name": "x" * 81},
    ],
)
def test_a_slip_in_closed_days(typed: Fields, desk: Desk, browser: Client) -> None:
    page = refused(browser, HOME + "closed-days/", {"what": "clinic", "last": "", "name": "", "seen": ""} | typed)
    assert "Please look at this again" in page
    assert not Closure.objects.exists()


# Hours


@pytest.mark.parametrize(
    ("typed", "at"), [("9:00", time(9)), ("09.30", time(9, 30)), ("24:00", time(0)), ("17:30", time(17, 30))]
)
def test_a_time(typed: str, at: time) -> None:
    assert Clock().clean(typed) == at


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"d0-0-closes": "08:00"}, "This is before it begins"),
        ({"d0-0-closes": ""}, "Please give both times, or neither."),
        ({"d0-0-opens": "25:00"}, "Please give a time such as"),
        ({"d0-0-opens": "nine"}, "Please give a time such as"),
        ({"d0-1-opens": "16:00", "d0-1-closes": "18:00"}, "overlap"),
        ({"d0-0-location": "999"}, "id_d0-0-location_error"),
        ({"since": ""}, "id_since_error"),
        ({"since": "2026-03-03"}, "This day is over"),
        ({"since": "9999-12-31"}, "look at the year"),
    ],
)
def test_a_slip_in_the_week(typed: Fields, words: str, desk: Desk, browser: Client) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    before = set(WeeklyHours.objects.values_list())
    extra = {"d0-1-opens": "", "d0-1-closes": "", "d0-1-location": str(desk.location.pk)}
    page = refused(browser, address, fields(browser, address) | extra | {"act": "save"} | typed)
    assert words in page
    for name, value in typed.items():
        assert fields_in(page)[name] == value or name.endswith("location"), "what was typed comes back"
    assert set(WeeklyHours.objects.values_list()) == before


def test_midnight_ends_a_day_and_history_is_kept(desk: Desk, browser: Client) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    data = fields(browser, address) | {"since": FREE_ONE, "d0-0-opens": "18:00", "d0-0-closes": "00:00", "act": "save"}
    page = post(browser, address, data)
    assert "From 9 March 2026" in page
    assert "18:00–00:00" in page
    old = WeeklyHours.objects.get(weekday=0, opens=time(9))
    assert str(old.until) == "2026-03-08"
    page = post(browser, address, {"act": "drop", "from": FREE_ONE, "seen": fields(browser, address)["seen"]})
    assert "The change is taken back." in page
    assert WeeklyHours.objects.filter(until=None).count() == WeeklyHours.objects.count() == 5


def test_lines_and_copies_need_no_script_and_save_nothing(desk: Desk, browser: Client) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    before = set(WeeklyHours.objects.values_list())
    page = refused(browser, address, fields(browser, address) | {"d0-0-opens": "7:1x", "act": "more-0"})
    assert fields_in(page)["d0-1-opens"] == ""
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', page) == ["d0-1-opens"], "the page opens where the button was"
    assert fields_in(page)["d0-0-opens"] == "7:1x"
    page = refused(browser, address, fields_in(page) | {"act": "copy-day", "copy-day": "0", "copy-onto": ["5", "6"]})
    again = fields_in(page)
    assert (again["d5-0-opens"], again["d6-0-opens"], again["d1-0-opens"]) == ("7:1x", "7:1x", "09:00")
    for odd in ("more-9", "more-", "copy-day", "copy-person", "no", ""):
        assert refused(browser, address, {"act": odd, "copy-day": "x", "copy-onto": "y"})
    assert set(WeeklyHours.objects.values_list()) == before


def test_another_place_in_another_zone(desk: Desk, browser: Client) -> None:
    abroad = Location.objects.create(name="Lisbon", time_zone="Europe/Lisbon")
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    lines = {"d0-1-opens": "16:30", "d0-1-closes": "18:00", "d0-1-location": str(abroad.pk)}
    data = fields(browser, address) | lines | {"since": FREE_ONE, "act": "save"}
    post(browser, address, data)  # half past four in Lisbon is half past five in Berlin
    page = refused(browser, address, data | {"d0-1-opens": "15:30", "seen": fields(browser, address)["seen"]})
    assert "09:00 to 17:00 at Linden Street and 15:30 to 18:00 at Lisbon overlap" in page
    assert "Each place has its own clock" in page


def test_a_clinic_without_places_says_so(ben: Person, browser: Client, now: datetime) -> None:
    desk = lay_desk([ben])
    WeeklyHours.objects.all().delete()
    for room in desk.rooms:
        room.delete()
    desk.location.delete()
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/"
    assert "Hours belong to a place" in browser.get(address + "hours/").content.decode()
    assert "The owner adds one first" in browser.get(address + "days/").content.decode()
    assert browser.post(address + "hours/", {"act": "save"}).status_code == 200
    assert browser.post(address + "days/", {"form": "off", "off-first": "2026-03-10"}).status_code == 200
    assert browser.get(HOME + "rooms/new/").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"form": "extra", "extra-day": "2026-03-10", "extra-opens": "10:00", "extra-closes": "09:00"},
        {"form": "extra", "extra-day": "2026-03-10", "extra-opens": "16:00", "extra-closes": "18:00"},
        {"form": "extra", "extra-day": "2026-03-01", "extra-opens": "10:00", "extra-closes": "11:00"},
        {"form": "extra"},
        {"form": "off"},
        {"form": "off", "off-first": "2026-03-10", "off-opens": "12:00", "off-closes": "11:00"},
        {"form": "off", "off-first": "2026-03-10", "off-location": "77"},
        {"form": "off", "off-first": "2026-03-10", "off-words": "x" * 121},
    ],
)
def test_a_slip_in_single_days(typed: Fields, desk: Desk, browser: Client) -> None:
    place = str(desk.location.pk)
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/days/"
    page = refused(browser, address, {"extra-location": place, "off-location": place} | typed)
    assert "Please look at this again" in page
