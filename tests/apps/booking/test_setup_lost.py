"""Whatever takes time away says first which visits lose their place, and changes nothing about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import (
    Appointment,
    Closure,
    ExtraHours,
    Location,
    Practitioner,
    Room,
    Service,
    TimeOff,
    WeeklyHours,
)
from hipwise.apps.booking.selectors.misplaced import misplaced
from hipwise.apps.booking.services import core
from hipwise.kit.actor import VISITOR
from tests.apps.booking.setup_pages import Fields, fields, fields_in, post, refused
from tests.kit.cast import Person
from tests.kit.desk import Desk, contact, lay_desk

HOME = "/staff/setup/"
VISIT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)  # a Thursday, ten o'clock in Berlin


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    """Ben's clinic."""
    return lay_desk([ben])


@pytest.fixture
def visit(desk: Desk, dara: Person, now: datetime) -> Appointment:
    """Booked on a Thursday at ten, in the first room."""
    made = core.book_visit(dara.actor, core.Plan(desk.wanted(VISIT)), contact(), Appointment.Way.STAFF, now, tell=False)
    assert isinstance(made, Appointment)
    return made


@pytest.fixture
def browser(olga: Person, client_of: Callable[[Person], Client]) -> Client:
    """Olga's."""
    return client_of(olga)


def unchanged(visit: Appointment) -> bool:
    found = Appointment.objects.get(pk=visit.pk)
    return (found.state, found.start, found.version) == (visit.state, visit.start, visit.version)


def told_then_saved(browser: Client, address: str, data: Fields) -> str:
    """Send once and be told, send what came back and be heard; the page that told."""
    logged = Event.objects.count()
    page = refused(browser, address, data)
    assert "would have no place" in page
    assert "Thursday 12 March 2026, 10:00" in page, "on the clock of the place"
    assert "/staff/calendar/?day=2026-03-12" in page
    assert Event.objects.count() == logged, "nothing was saved, so nothing was done"
    post(browser, address, fields_in(page, "agreed"))
    assert Event.objects.count() == logged + 1
    return page


def test_a_closed_day(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    data: Fields = {"what": "clinic", "first": "2026-03-12", "last": "", "name": "Works outing", "seen": ""}
    page = told_then_saved(browser, HOME + "closed-days/", data)
    assert "Works outing" in page, "what was typed came back"
    assert Closure.objects.count() == 1
    assert unchanged(visit)
    assert [one.why for one in misplaced(now)] == ["closed"]
    assert "Booked visits without a place" in browser.get(HOME).content.decode()


def test_a_closed_day_without_visits_is_simply_saved(desk: Desk, visit: Appointment, browser: Client) -> None:
    post(browser, HOME + "closed-days/", {"what": "clinic", "first": "2026-03-13", "seen": ""})
    assert Closure.objects.count() == 1


def test_a_room_out_of_use_for_a_day(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    other = next(room for room in desk.rooms if room.pk != visit.room_id)
    post(browser, HOME + "closed-days/", {"what": f"room-{other.pk}", "first": "2026-03-12", "seen": ""})
    told_then_saved(
        browser, HOME + "closed-days/", {"what": f"room-{visit.room_id}", "first": "2026-03-12", "seen": ""}
    )
    assert [one.why for one in misplaced(now)] == ["room_closed"]


def test_a_week_without_thursdays(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/hours/"
    data = fields(browser, address) | {"since": "2026-03-09", "d3-0-opens": "", "d3-0-closes": "", "act": "save"}
    page = refused(browser, address, data)
    assert "would have no place" in page
    assert not WeeklyHours.objects.exclude(until=None).exists()
    post(browser, address, fields_in(page) | {"act": "save"})
    assert [one.why for one in misplaced(now)] == ["hours"]
    assert unchanged(visit)


def test_time_off(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    address = f"{HOME}practitioners/{desk.practitioners[0].pk}/days/"
    place = str(desk.location.pk)
    hours = {"form": "off", "off-first": "2026-03-12", "off-location": place, "off-words": "dentist"}
    post(browser, address, hours | {"off-opens": "12:00", "off-closes": "13:00"})
    found = TimeOff.objects.get()
    assert (found.start, found.end) == (datetime(2026, 3, 12, 11, tzinfo=UTC), datetime(2026, 3, 12, 12, tzinfo=UTC))
    found.delete()
    page = refused(browser, address, hours)
    assert "would have no place" in page
    assert not TimeOff.objects.exists()
    post(browser, address, fields_in(page, "agreed"))
    assert TimeOff.objects.get().end - TimeOff.objects.get().start == timedelta(days=1)
    assert [one.why for one in misplaced(now)] == ["away"]


@pytest.mark.parametrize(
    ("path", "untick", "why"),
    [
        ("places/{place}/", "is_open", "place"),
        ("rooms/{room}/", "is_open", "room"),
        ("practitioners/{who}/", "is_open", "practitioner"),
        ("practitioners/{who}/", "services", "practitioner"),
        ("services/{service}/", "practitioners", "practitioner"),
    ],
)
def test_closing_something(
    path: str, untick: str, why: str, desk: Desk, visit: Appointment, browser: Client, now: datetime
) -> None:
    numbers = {"place": desk.location.pk, "room": visit.room_id, "who": visit.practitioner_id}
    address = HOME + path.format(service=desk.service.pk, **numbers)
    data = fields(browser, address)
    del data[untick]
    told_then_saved(browser, address, data)
    assert [one.why for one in misplaced(now)] == [why]
    assert unchanged(visit)


def test_retiring_a_service_takes_no_visit_away(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    address = f"{HOME}services/{desk.service.pk}/"
    data = fields(browser, address)
    del data["is_open"]
    assert "Retired services" in post(browser, address, data)
    assert misplaced(now) == []


def test_extra_hours_and_an_opened_holiday_taken_back(desk: Desk, dara: Person, browser: Client, now: datetime) -> None:
    Location.objects.update(country="DE")
    place = desk.location.pk
    post(browser, f"{HOME}places/{place}/holidays/", {"day": "2026-04-03", "open": "yes"})
    good_friday = core.book_visit(
        dara.actor,
        core.Plan(desk.wanted(datetime(2026, 4, 3, 8, tzinfo=UTC))),
        contact(),
        Appointment.Way.STAFF,
        now,
        tell=False,
    )
    assert isinstance(good_friday, Appointment)
    assert misplaced(now) == []
    page = refused(browser, f"{HOME}places/{place}/holidays/", {"day": "2026-04-03", "open": "no"})
    assert "Friday 3 April 2026, 10:00" in page
    assert Closure.objects.filter(works=True).exists()
    post(browser, f"{HOME}places/{place}/holidays/", fields_in(page, "agreed"))
    assert not Closure.objects.exists()

    who = desk.practitioners[0]
    extra = ExtraHours.objects.create(
        practitioner=who, location=desk.location, day="2026-04-03", opens=time(9), closes=time(12)
    )
    assert misplaced(now) == []
    page = refused(browser, f"{HOME}extra-hours/{extra.pk}/remove/", {})
    assert "Friday 3 April 2026, 10:00" in page
    post(browser, f"{HOME}extra-hours/{extra.pk}/remove/", fields_in(page, "agreed"))
    assert not ExtraHours.objects.exists()


def test_a_visit_booked_after_the_question_is_asked_about_too(
    desk: Desk, visit: Appointment, dara: Person, browser: Client, now: datetime
) -> None:
    data: Fields = {"what": "clinic", "first": "2026-03-12", "seen": ""}
    agreed = fields_in(refused(browser, HOME + "closed-days/", data), "agreed")
    plan = core.Plan(desk.wanted(VISIT + timedelta(hours=2)))
    core.book_visit(dara.actor, plan, contact(), Appointment.Way.STAFF, now, tell=False)
    page = refused(browser, HOME + "closed-days/", agreed)
    assert "2 booked visits" in page
    assert not Closure.objects.exists()
    post(browser, HOME + "closed-days/", fields_in(page, "agreed"))


def test_staffs_own_visit_outside_hours_is_nobodys_news(
    desk: Desk, dara: Person, browser: Client, now: datetime
) -> None:
    night = core.Plan(desk.wanted(datetime(2026, 3, 12, 20, tzinfo=UTC)))
    made = core.book_visit(dara.actor, night, contact(), Appointment.Way.STAFF, now, tell=False)
    assert isinstance(made, Appointment)
    assert [one.why for one in misplaced(now)] == ["hours"]
    post(browser, HOME + "closed-days/", {"what": "clinic", "first": "2026-03-12", "seen": ""})


def test_what_visits_point_at_is_never_removed(desk: Desk, visit: Appointment, browser: Client, now: datetime) -> None:
    core.cancel_visit(VISITOR, visit, now, by_clinic=True, tell=False)
    for path in (f"services/{desk.service.pk}/", f"rooms/{visit.room_id}/", f"places/{desk.location.pk}/"):
        data = fields(browser, f"{HOME}{path}remove/")
        answer = browser.post(f"{HOME}{path}remove/", data, follow=True)
        assert "so it stays" in answer.content.decode()
    assert (Service.objects.count(), Room.objects.count(), Location.objects.count()) == (1, 2, 1)


def test_what_nobody_used_can_be_removed(desk: Desk, browser: Client) -> None:
    spare = Service.objects.create(name="Spare", slug="spare")
    spare.practitioners.set(Practitioner.objects.all())
    data = fields(browser, f"{HOME}services/{spare.pk}/remove/")
    assert "Spare is removed." in post(browser, f"{HOME}services/{spare.pk}/remove/", data)
    assert list(Service.objects.all()) == [desk.service]
    assert Event.objects.filter(what="removed service", subject=f"booking.service:{spare.pk}").exists()
