"""The JSON API: what can be booked, when, holding and booking it, cancelling it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Appointment, Contact, ExtraHours, Location, Practitioner, Service
from tests.apps.booking.calling import FIRST, SECOND, Api, assert_problem, person
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk, more_physiotherapists

State = Appointment.State


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def api(settings: LazySettings) -> Api:
    settings.RATE_LIMITS_ON = False
    return Api()


class TestServices:
    def test_tells_who_offers_what_where(self, api: Api, desk: Desk) -> None:
        (found,) = api.get("/services").json()
        who, where = desk.practitioners[0], desk.location
        assert found == {
            "id": desk.service.pk,
            "slug": "first-visit",
            "name": "First visit",
            "words": "",
            "minutes": 45,
            "online": False,
            "price": "",
            "practitioners": [{"id": who.pk, "name": "Ben", "title": "Physiotherapist"}],
            "locations": [{"id": where.pk, "name": "Linden Street", "time_zone": "Europe/Berlin"}],
        }

    def test_leaves_out_what_cannot_be_booked(self, api: Api, desk: Desk) -> None:
        Service.objects.create(name="Nobody offers this", slug="nobody")
        assert len(api.get("/services").json()) == 1
        Practitioner.objects.update(is_open=False)
        assert api.get("/services").json() == []
        Practitioner.objects.update(is_open=True)
        Service.objects.update(is_open=False)
        assert api.get("/services").json() == []
        assert_problem(api.get("/slots", service="first-visit"), 404, "unknown")
        assert_problem(api.hold(desk), 404, "unknown")


class TestSlots:
    def test_two_weeks_from_now_in_the_time_of_the_place(self, api: Api, desk: Desk) -> None:
        found = api.get("/slots", service=desk.service.pk).json()
        assert found[0] == {
            "start": FIRST,
            "end": "2026-03-05T09:45:00+01:00",
            "practitioner": desk.practitioners[0].pk,
            "location": desk.location.pk,
        }
        assert found[-1]["start"].startswith("2026-03-18T10:15")
        assert found == sorted(found, key=lambda one: one["start"])

    def test_by_slug_person_place_and_days(self, api: Api, desk: Desk) -> None:
        asked: dict[str, Any] = {"service": "first-visit", "from_": "2026-03-09", "to": "2026-03-09"}
        whole = api.get("/slots", **asked).json()
        assert {one["start"][:10] for one in whole} == {"2026-03-09"}
        who, where = desk.practitioners[0].pk, desk.location.pk
        assert api.get("/slots", **asked, practitioner=who, location=where).json() == whole
        assert api.get("/slots", **asked, practitioner=who + 1).json() == []
        assert api.get("/slots", **asked, location=where + 1).json() == []
        assert api.get("/slots", **asked, practitioner="", location="").json() == whole

    def test_by_moments_and_an_unescaped_plus(self, api: Api, desk: Desk) -> None:
        moments = {"from_": "2026-03-09T10:00:00+01:00", "to": "2026-03-09T10:30:00 01:00"}
        found = (
            api.get("/slots", service=1, **moments)
            if desk.service.pk == 1
            else api.get("/slots", service=desk.service.pk, **moments)
        )
        assert [one["start"][11:16] for one in found.json()] == ["10:00", "10:15"]

    def test_offsets_change_with_the_clocks(self, api: Api, desk: Desk) -> None:
        found = api.get("/slots", service=desk.service.pk, from_="2026-03-27", to="2026-03-30").json()
        nine = [one["start"] for one in found if one["start"][11:16] == "09:00"]
        assert nine == ["2026-03-27T09:00:00+01:00", "2026-03-30T09:00:00+02:00"]

    def test_sixty_two_days_at_most_and_nothing_backwards(self, api: Api, desk: Desk) -> None:
        far = api.get("/slots", service=desk.service.pk, from_="2026-03-05", to="2026-12-31").json()
        assert far[-1]["start"] < "2026-05-07"
        assert api.get("/slots", service=desk.service.pk, from_="2026-03-09", to="2026-03-08").json() == []
        for end in ("0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"):
            assert api.get("/slots", service=desk.service.pk, from_=end).status_code == 200
            assert api.get("/slots", service=desk.service.pk, to=end).status_code == 200

    def test_queries_do_not_grow_with_the_clinic(
        self, api: Api, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for path, most in (("/services", 8), (f"/slots?service={desk.service.pk}", 20)):
            with django_assert_max_num_queries(most) as few:
                api.client.get(f"/api/v1{path}")
            before = len(few)
            for somebody in more_physiotherapists(1 if path == "/services" else 0):
                desk.service.practitioners.add(Practitioner.objects.create(user=somebody.user))
            for hour in range(9, 12):
                api.hold(desk, f"2026-03-06T{hour:02}:00:00+01:00")
            with django_assert_max_num_queries(before):
                api.client.get(f"/api/v1{path}")


class TestHolds:
    def test_keeps_a_time_for_ten_minutes(self, api: Api, desk: Desk) -> None:
        held = api.hold(desk)
        assert held.status_code == 201
        found = held.json()
        assert found.pop("id")
        assert found == {
            "service": desk.service.pk,
            "start": FIRST,
            "end": "2026-03-05T09:45:00+01:00",
            "expires_at": "2026-03-04T10:40:00+01:00",
            "practitioner": desk.practitioners[0].pk,
            "location": desk.location.pk,
        }
        assert Appointment.objects.get().way == Appointment.Way.API
        assert FIRST not in {one["start"] for one in api.get("/slots", service=desk.service.pk).json()}
        assert_problem(api.hold(desk), 409, "taken")

    def test_offset_and_slug_do_not_matter(self, api: Api, desk: Desk) -> None:
        held = api.hold(desk, "2026-03-05T08:00:00Z", service="first-visit", location=desk.location.pk)
        assert held.json()["start"] == FIRST

    @pytest.mark.parametrize(
        ("start", "code"),
        [
            ("2026-03-04T12:00:00+01:00", "too_soon"),
            ("2020-01-01T09:00:00Z", "too_soon"),
            ("2026-12-01T09:00:00+01:00", "too_far"),
            ("9999-01-01T09:00:00+01:00", "too_far"),
            ("2026-03-05T09:07:00+01:00", "no_such_time"),
            ("2026-03-05T22:00:00+01:00", "outside_hours"),
        ],
    )
    def test_what_cannot_be_booked(self, api: Api, desk: Desk, start: str, code: str) -> None:
        assert_problem(api.hold(desk, start), 422, code)
        assert not Appointment.objects.exists()

    def test_nobody_there(self, api: Api, desk: Desk) -> None:
        assert_problem(api.hold(desk, practitioner=desk.practitioners[0].pk + 1), 404, "unknown")
        assert api.hold(desk, location=desk.location.pk + 1).status_code in {404, 422}
        assert_problem(api.hold(desk, service=desk.service.pk + 1), 404, "unknown")

    def test_the_location_is_found_where_it_is_clear(self, api: Api, desk: Desk) -> None:
        second = Location.objects.create(name="Elm Street", time_zone="Europe/Lisbon")
        desk.rooms[0].location = second
        desk.rooms[0].save()
        ExtraHours.objects.create(
            practitioner=desk.practitioners[0],
            location=second,
            day=date(2026, 3, 7),
            opens=time(9),
            closes=time(12),
        )
        assert api.hold(desk, "2026-03-07T09:00:00Z").json()["location"] == second.pk
        assert api.hold(desk).json()["location"] == desk.location.pk
        assert_problem(api.hold(desk), 422, "say_where")

    def test_can_be_let_go_and_again(self, api: Api, desk: Desk) -> None:
        hold = api.hold(desk).json()["id"]
        for _ in range(2):
            gone = api.delete(f"/holds/{hold}")
            assert gone.status_code == 204
            assert gone.content == b""
        assert api.hold(desk).status_code == 201
        assert_problem(api.delete("/holds/made-up"), 404, "no_hold")


class TestAppointments:
    def test_books_the_visit(self, api: Api, desk: Desk) -> None:
        booked = api.book(desk, phone="+49 30 1234567", reason="My hip hurts")
        assert booked.status_code == 201
        found = booked.json()
        visit = Appointment.objects.get()
        assert visit.state == State.BOOKED
        assert visit.reason == "My hip hurts"
        assert {name: found[name] for name in ("id", "start", "end", "state")} == {
            "id": visit.uid.hex,
            "start": FIRST,
            "end": "2026-03-05T09:45:00+01:00",
            "state": "booked",
        }
        assert found["links"]["cancel"].endswith(f"/api/v1/appointments/{found['cancel_token']}/cancel")
        assert Client().get(found["links"]["page"].partition("8000")[2]).status_code == 200
        contact = Contact.objects.get()
        assert (contact.name, contact.email, contact.phone) == ("Ana", "ana@example.org", "+49 30 1234567")
        assert contact.proved is None
        assert Event.objects.filter(what="booked visit").count() == 1

    def test_a_hold_is_booked_once(self, api: Api, desk: Desk) -> None:
        hold = api.hold(desk).json()["id"]
        assert api.post("/appointments", person(hold), "one").status_code == 201
        assert_problem(api.post("/appointments", person(hold), "another"), 409, "hold_used")
        assert_problem(api.delete(f"/holds/{hold}"), 409, "hold_used")
        assert Contact.objects.count() == 1

    @pytest.mark.parametrize("is_swept", [False, True])
    def test_a_hold_that_is_over_tells_the_nearest_times(self, api: Api, desk: Desk, is_swept: bool) -> None:
        hold = api.hold(desk).json()["id"]
        with time_machine.travel(datetime.fromisoformat("2026-03-04T11:00:00+01:00"), tick=False):
            if is_swept:
                assert api.hold(desk).status_code == 201  # somebody else takes it, and the old hold is removed
            found = assert_problem(api.post("/appointments", person(hold), "late"), 409, "hold_over")
        assert found["nearest"][0]["start"] == (SECOND if is_swept else FIRST)
        assert len(found["nearest"]) == 6
        assert not Contact.objects.exists()

    def test_a_made_up_hold(self, api: Api, desk: Desk) -> None:
        assert_problem(api.post("/appointments", person("1"), "key"), 404, "no_hold")


class TestCancelling:
    def test_looking_changes_nothing_and_cancelling_frees_the_time(self, api: Api, desk: Desk) -> None:
        Service.objects.update(free_until_hours=12)
        path = f"/appointments/{api.book(desk).json()['cancel_token']}/cancel"
        for _ in range(2):
            shown = api.get(path)
            assert shown.status_code == 200
            assert (shown.json()["state"], shown.json()["can_cancel"], shown.json()["free"]) == ("booked", True, True)
            assert shown.json()["free_until"] == "2026-03-04T21:00:00+01:00"
        done = api.post(path)
        assert done.status_code == 200
        assert (done.json()["state"], done.json()["can_cancel"], done.json()["free"]) == ("cancelled", False, True)
        again = api.post(path)
        assert (again.status_code, again.json()) == (200, done.json())
        assert Event.objects.filter(what="cancelled visit").count() == 1
        assert api.hold(desk).status_code == 201

    def test_a_late_one_says_so(self, api: Api, desk: Desk) -> None:
        path = f"/appointments/{api.book(desk).json()['cancel_token']}/cancel"
        assert api.get(path).json()["free"] is False
        assert api.post(path).json()["free"] is False

    def test_what_has_begun_cannot_be_cancelled(self, api: Api, desk: Desk) -> None:
        path = f"/appointments/{api.book(desk).json()['cancel_token']}/cancel"
        with time_machine.travel(datetime.fromisoformat(FIRST) + timedelta(minutes=5), tick=False):
            assert api.get(path).json()["can_cancel"] is False
            assert_problem(api.post(path), 409, "gone")

    def test_a_made_up_token(self, api: Api, desk: Desk) -> None:
        for ask in (api.get, api.post):
            assert_problem(ask("/appointments/made:up/cancel"), 404, "no_visit")
