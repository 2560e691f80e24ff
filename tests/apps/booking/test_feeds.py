"""Private calendar addresses: who may read, make and end one, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.models import Appointment, Feed
from hipwise.apps.booking.selectors.feeds import feed_link
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.booking.services.feeds import MOST, make_feed
from hipwise.apps.people.models import StaffSeat
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person
from tests.kit.desk import ZONE, Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ClientOf = Callable[[Person], Client]
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
START = datetime(2026, 3, 30, 9, tzinfo=ZoneInfo(ZONE))
SECRET = "my hip hurts since the divorce"


@pytest.fixture
def desk(ben: Person) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def visit(desk: Desk, ana: Person) -> Appointment:
    who = contact("Ana Quill", now=NOW)
    who.patient = ana.patient
    who.save()
    made = core.book_visit(
        VISITOR, Plan(desk.wanted(START)), who, Appointment.Way.STAFF, NOW, reason=SECRET, tell=False
    )
    assert not isinstance(made, Refusal)
    return made


def path_of(feed: Feed | Refusal) -> str:
    assert isinstance(feed, Feed)
    return "/" + feed_link(feed).partition("://")[2].partition("/")[2]


def read(client: Client, path: str) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    return calendar


@pytest.fixture
def owners(desk: Desk, ana: Person) -> dict[str, Any]:
    return {"patient": ana.patient, "practitioner": desk.practitioners[0], "room": desk.rooms[0]}


@pytest.mark.parametrize("side", ["patient", "practitioner", "room"])
def test_a_feed_tells_when_and_where_and_never_who_or_why(
    side: str, owners: dict[str, Any], visit: Appointment, client: Client, ana: Person
) -> None:
    calendar = read(client, path_of(make_feed(ana.actor, owners[side], NOW)))
    (event,) = calendar.events
    assert event["dtstart"].to_ical() == b"20260330T070000Z" and event["uid"] == f"{visit.uid}@hipwise"
    text = calendar.to_ical().decode().replace("\r\n ", "")
    for hidden in (SECRET, "Quill", "ana@", "First visit"):
        assert hidden not in text
    assert "Ana" not in text
    expected = {"patient": "Visit at The Quiet Hip", "practitioner": "Visit, Room 1", "room": "Visit with Ben"}
    assert event["summary"] == expected[side]


def test_who_guesses_finds_nothing(visit: Appointment, client: Client, ana: Person, owners: dict[str, Any]) -> None:
    path = path_of(make_feed(ana.actor, owners["patient"], NOW))
    for wrong in (path[:-5] + ".ics", path.replace(".ics", "x.ics"), "/calendar/1.ics", "/calendar/.ics"):
        assert client.get(wrong).status_code == 404
    assert client.post(path).status_code == 405
    answer = client.get(path)
    assert "private" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_ended_it_is_gone_at_once(visit: Appointment, client_of: ClientOf, ana: Person, client: Client) -> None:
    feed = make_feed(ana.actor, ana.patient, NOW)  # type: ignore[arg-type]
    path = path_of(feed)
    assert isinstance(feed, Feed) and client.get(path).status_code == 200
    client_of(ana).post(f"/calendar/addresses/{feed.pk}/end/")
    assert client.get(path).status_code == 404
    assert Feed.objects.get().secret == ""


def test_what_has_not_changed_is_not_sent_again(
    visit: Appointment, client: Client, ana: Person, owners: dict[str, Any]
) -> None:
    path = path_of(make_feed(ana.actor, owners["room"], NOW))
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content and again["ETag"] == first["ETag"]
    core.cancel_visit(VISITOR, visit, NOW, by_clinic=True, tell=False)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_change_keeps_the_event_and_a_cancellation_stays_for_a_month(
    visit: Appointment, desk: Desk, client: Client, ana: Person
) -> None:
    path = path_of(make_feed(ana.actor, ana.patient, NOW))  # type: ignore[arg-type]
    moved = core.move_visit(VISITOR, visit, Plan(desk.wanted(START + timedelta(days=1))), NOW, staff=True, tell=False)
    (event,) = read(client, path).events
    assert event["uid"] == f"{visit.uid}@hipwise" and event["sequence"] == 1
    assert event["dtstart"].to_ical() == b"20260331T070000Z"
    assert not isinstance(moved, Refusal)
    core.cancel_visit(VISITOR, moved, NOW, by_clinic=False, tell=False)
    (event,) = read(client, path).events
    assert event["status"] == "CANCELLED" and event["sequence"] == 2
    Appointment.objects.update(cancelled=NOW - timedelta(days=31))
    assert read(client, path).events == []


def test_a_hold_is_in_no_feed(desk: Desk, client: Client, ana: Person, owners: dict[str, Any]) -> None:
    core.hold_time(desk.wanted(START), Appointment.Way.SITE, NOW)
    assert read(client, path_of(make_feed(ana.actor, owners["room"], NOW))).events == []


def test_an_address_is_sealed(ana: Person, owners: dict[str, Any]) -> None:
    feed = make_feed(ana.actor, owners["room"], NOW)
    assert isinstance(feed, Feed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM booking_feed")
        assert feed.secret not in str(cursor.fetchall())


def test_a_practitioner_who_left_has_no_feed(
    visit: Appointment, ben: Person, owners: dict[str, Any], client: Client
) -> None:
    path = path_of(make_feed(ben.actor, owners["practitioner"], NOW))
    assert client.get(path).status_code == 200
    StaffSeat.objects.filter(user=ben.user).update(until=NOW)
    assert client.get(path).status_code == 404


def test_one_visit_as_a_file_for_whoever_holds_its_link(visit: Appointment, client: Client) -> None:
    path = f"/visit/{visit_token(visit)}/visit.ics"
    (event,) = read(client, path).events
    assert event["uid"] == f"{visit.uid}@hipwise" and visit_token(visit) in str(event["description"])
    assert "attachment" in client.get(path)["Content-Disposition"]
    assert SECRET not in client.get(path).content.decode() and "Quill" not in client.get(path).content.decode()
    assert client.get("/visit/made-up/visit.ics").status_code == 404
    assert client.post(path).status_code == 405


# Making and ending


def test_everybody_makes_their_own(desk: Desk, ana: Person, ben: Person, dara: Person, client_of: ClientOf) -> None:
    make = "/calendar/addresses/make/"
    room = {"room": str(desk.rooms[0].pk)}
    assert client_of(ana).post(make, {"side": "patient", "next": "/you/"})["Location"] == "/you/"
    assert client_of(ben).post(make, {"side": "practitioner"})["Location"] == "/staff/calendar/feeds/"
    assert client_of(dara).post(make, room).status_code == 302
    assert [(f.patient_id, f.practitioner_id, f.room_id) for f in Feed.objects.order_by("pk")] == [
        (ana.patient.pk if ana.patient else 0, None, None),
        (None, desk.practitioners[0].pk, None),
        (None, None, desk.rooms[0].pk),
    ]


def test_nobody_makes_one_of_others(desk: Desk, ana: Person, ben: Person, client_of: ClientOf, client: Client) -> None:
    make = "/calendar/addresses/make/"
    room = {"room": str(desk.rooms[0].pk)}
    tries = [(ana, room), (ana, {"side": "practitioner"}), (ben, room), (ben, {"side": "patient"})]
    for person, said in tries:
        assert client_of(person).post(make, said).status_code == 404
    for odd in ("x", "-1", "9" * 40):
        assert client_of(ana).post(make, {"room": odd}).status_code == 404
    assert client.post(make, {"side": "patient"})["Location"].startswith("/account/login/")
    assert not Feed.objects.exists()


def test_nobody_ends_one_of_others(
    ana: Person, ben: Person, cleo: Person, dara: Person, owners: dict[str, Any], client_of: ClientOf
) -> None:
    made = {side: make_feed(ana.actor, owner, NOW) for side, owner in owners.items()}
    for side, strangers in (("patient", [cleo, ben, dara]), ("practitioner", [ana, dara]), ("room", [ana, ben])):
        feed = made[side]
        assert isinstance(feed, Feed)
        for stranger in strangers:
            assert client_of(stranger).post(f"/calendar/addresses/{feed.pk}/end/").status_code == 404
    assert Feed.objects.filter(revoked=None).count() == 3


def test_there_is_an_end_to_making(ana: Person, client_of: ClientOf) -> None:
    browser = client_of(ana)
    for _ in range(MOST + 2):
        answer = browser.post("/calendar/addresses/make/", {"side": "patient", "next": "/you/"}, follow=True)
    assert Feed.objects.count() == MOST and "no longer need" in answer.content.decode()
    assert browser.post("/calendar/addresses/make/", {"next": "https://evil.example/"})["Location"] == "/you/"


def test_the_staffs_page_shows_each_their_own(
    desk: Desk, ben: Person, eli: Person, dara: Person, client_of: ClientOf, owners: dict[str, Any]
) -> None:
    made = {side: make_feed(ben.actor, owners[side], NOW) for side in ("practitioner", "room")}
    pages = {person: client_of(person).get("/staff/calendar/feeds/").content.decode() for person in (ben, eli, dara)}
    shown = {
        person: [side for side, feed in made.items() if isinstance(feed, Feed) and feed_link(feed) in page]
        for person, page in pages.items()
    }
    assert shown == {ben: ["practitioner"], eli: [], dara: ["room"]}
