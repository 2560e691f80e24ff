"""What five programs make of our files over both changes of the clocks, in two zones that change on other days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from hipwise.apps.booking import letters
from hipwise.apps.booking.calendars.writing import feed_file
from hipwise.apps.booking.models import Appointment
from hipwise.apps.notifications import sending
from tests.calendars.reading import Found, Khal, Reader, by_icalendar
from tests.kit.cast import Person
from tests.kit.desk import Desk, contact, lay_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AROUND = {
    "Europe/Berlin": [(2026, 3, 27), (2026, 3, 30), (2026, 10, 23), (2026, 10, 26)],
    "America/New_York": [(2026, 3, 6), (2026, 3, 9), (2026, 10, 30), (2026, 11, 2)],
}
HALF_PAST_NINE = timedelta(hours=9, minutes=30)
ODD = "Haus 1; Tür „B“, 2nd floor\\left – hinter dem großen alten Lindenbaum am Ende der Straße"


@pytest.fixture
def desk(ben: Person) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def visit(desk: Desk) -> Callable[[datetime], Appointment]:
    """Lays a visit that begins at a moment, by no rule but the database's."""

    def lay(start: datetime) -> Appointment:
        end = start + timedelta(minutes=45)
        return Appointment.objects.create(
            state=Appointment.State.BOOKED, way=Appointment.Way.STAFF, service=desk.service, start=start, end=end,
            practitioner=desk.practitioners[0], location=desk.location, room=desk.rooms[0], contact=contact(now=NOW),
            taken_from=start, taken_until=end, made=NOW, changed=NOW,
        )  # fmt: skip

    return lay


def walls(found: list[Found]) -> list[str]:
    return sorted(f"{event.start} {event.end[-5:]}" for event in found)


@pytest.mark.parametrize("zone", AROUND)
def test_the_wall_shows_the_same_hour_before_and_after(
    zone: str, desk: Desk, visit: Callable[[datetime], Appointment], reader: Reader
) -> None:
    desk.location.time_zone, desk.location.address = zone, ODD
    desk.location.save()
    laid = [visit((datetime(*day, tzinfo=ZoneInfo(zone)) + HALF_PAST_NINE).astimezone(UTC)) for day in AROUND[zone]]
    rows = Appointment.objects.select_related("practitioner__user", "location", "room")
    content = feed_file("Visits; and so on, „quoted“", rows, "patient")
    found = reader(content, zone)
    assert walls(found) == [f"{y}-{m:02}-{d:02} 09:30 10:15" for y, m, d in AROUND[zone]]
    assert {event.uid for event in found} == {f"{visit.uid}@hipwise" for visit in laid}
    assert {event.summary for event in found} == {"Visit at The Quiet Hip"}
    assert {event.location for event in found} == {f"Linden Street, {ODD}"}
    assert {(event.status, event.sequence) for event in found} == {("CONFIRMED", 0)}


def test_the_readers_can_tell_an_hour_that_slipped(reader: Reader, visit: Callable[[datetime], Appointment]) -> None:
    """The control: a file that adds a fixed offset instead of asking the zone."""
    zone = "Europe/Berlin"
    for year, month, day in AROUND[zone]:
        visit(datetime(year, month, day, 8, 30, tzinfo=UTC))
    rows = Appointment.objects.select_related("practitioner__user", "location", "room")
    assert {event.start[-5:] for event in reader(feed_file("Visits", rows, "patient"), zone)} == {"09:30", "10:30"}


def test_the_same_visits_are_the_same_bytes_in_short_lines(visit: Callable[[datetime], Appointment]) -> None:
    visit(datetime(2026, 3, 27, 9, tzinfo=UTC))
    rows = Appointment.objects.select_related("practitioner__user", "location", "room")
    content = feed_file("Ä" * 100, rows, "room")
    assert content == feed_file("Ä" * 100, rows, "room")
    assert max(map(len, content.split(b"\r\n"))) <= 75 and b"\n" not in content.replace(b"\r\n", b"")
    assert by_icalendar(content, "UTC")[0].summary == "Visit with Ben"


def file_of_last_letter(now: datetime) -> bytes:
    sending.send_due(now)
    parts = [part for part in mail.outbox[-1].message().walk() if part.get_content_type() == "text/calendar"]
    content = parts[0].get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@pytest.fixture
def files(visit: Callable[[datetime], Appointment]) -> list[bytes]:
    """The files of three letters about one visit: booked, moved over the change of clocks, called off."""
    laid = visit(datetime(2026, 3, 27, 8, 30, tzinfo=UTC))
    letters.tell_booked(laid, NOW)
    made = [file_of_last_letter(NOW)]
    laid.start += timedelta(days=2, hours=23)
    laid.end = laid.taken_until = laid.start + timedelta(minutes=45)
    laid.sequence += 1
    laid.save()
    letters.tell_moved(laid, NOW)
    made.append(file_of_last_letter(NOW))
    laid.state, laid.cancelled, laid.sequence = Appointment.State.CANCELLED, NOW, 2
    laid.save()
    letters.tell_cancelled(laid, NOW)
    return [*made, file_of_last_letter(NOW)]


def test_every_reader_understands_the_letters(files: list[bytes], reader: Reader) -> None:
    (booked,), (moved,), (off,) = (reader(content, "Europe/Berlin") for content in files)
    assert booked.uid == moved.uid == off.uid
    assert (booked.start, moved.start) == ("2026-03-27 09:30", "2026-03-30 09:30")
    assert (booked.sequence, moved.sequence, off.sequence) == (0, 1, 2)
    assert (booked.status, moved.status, off.status) == ("CONFIRMED", "CONFIRMED", "CANCELLED")


def test_a_calendar_that_takes_the_letters_has_one_event_that_moves_and_is_called_off(
    files: list[bytes], tmp_path: Path
) -> None:
    khal = Khal(tmp_path / "khal", "Europe/Berlin")
    khal.take(files[0])
    khal.take(files[0])
    khal.take(files[1])
    (event,) = khal.events()
    assert event["start-long-full"] == "2026-03-30 09:30"
    khal.take(files[2])
    assert [event["status"].strip() for event in khal.events()] == ["CANCELLED"]


def test_with_another_uid_the_change_would_be_a_second_event(files: list[bytes], tmp_path: Path) -> None:
    """The control."""
    khal = Khal(tmp_path / "khal", "Europe/Berlin")
    khal.take(files[0])
    khal.take(files[1].replace(b"@hipwise", b"@other"))
    assert len(khal.events()) == 2
