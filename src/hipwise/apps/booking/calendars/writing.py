"""Visits as iCalendar (RFC 5545), for letters and feeds. No file says what a visit is for, or who comes.

A visit keeps its UID for ever and its SEQUENCE grows, so that a change moves the event a calendar has, and a
cancellation takes it away. Times are in UTC: no reader can get a time zone wrong. The same visit always gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vUri

from hipwise.apps.booking.models import Appointment
from hipwise.apps.people.selectors import clinic_name

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Side = Literal["patient", "practitioner", "room"]
PRODUCT = "-//Hipwise//Booking//EN"
REFRESH = timedelta(hours=1)


def letter_file(visits: Iterable[Appointment], method: Method, *, links: dict[int, str], address: str = "") -> bytes:
    """The file of a letter about these visits, as UTF-8. ``links`` are the visits' own pages, by number.

    REQUEST and CANCEL (RFC 5546) name who writes and who is written to, and hold one visit; PUBLISH may hold many.
    """
    calendar = _calendar(method)
    for visit in visits:
        event = _event(visit, "patient")
        if visit.pk in links:
            event.add("description", f"To change or cancel: {links[visit.pk]}")
            event.add("url", vUri(links[visit.pk]))
        if method != "PUBLISH":
            event.add("organizer", _who(clinic_name(), settings.DEFAULT_FROM_EMAIL))
            event.add("attendee", _who("", address, partstat="ACCEPTED", rsvp="FALSE"))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_file(name: str, visits: Iterable[Appointment], side: Side) -> bytes:
    """A whole feed. ``name`` is what calendar programs call it."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for visit in visits:
        calendar.add_component(_event(visit, side))
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(visit: Appointment, side: Side) -> Event:
    over = visit.state == Appointment.State.CANCELLED
    event = Event()
    event.add("uid", f"{visit.uid}@hipwise")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", _utc(visit.changed))
    event.add("last-modified", _utc(visit.changed))
    event.add("dtstart", _utc(visit.start))
    event.add("dtend", _utc(visit.end))
    event.add("summary", _summary(visit, side))
    event.add("location", _location(visit, side))
    event.add("status", "CANCELLED" if over else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if over else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _summary(visit: Appointment, side: Side) -> str:
    if side == "patient":
        return f"Visit at {clinic_name()}"
    if side == "room":
        return f"Visit with {visit.practitioner}"
    return f"Visit, {visit.room}" if visit.room else "Visit"


def _location(visit: Appointment, side: Side) -> str:
    place = visit.location
    parts = [place.name, place.address]
    if side != "patient" and visit.room:
        parts.insert(0, str(visit.room))
    return ", ".join(part for part in parts if part)


def _who(name: str, address: str, **parameters: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    for key, value in (({"cn": name} if name else {}) | parameters).items():
        who.params[key] = value
    return who


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
