"""A clinic that takes bookings: one house with two rooms, two physiotherapists, and a first visit of 45 minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from hipwise.apps.booking.models import Contact, Location, Practitioner, Room, Service, WeeklyHours
from hipwise.apps.people.models import StaffSeat
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.digest import address_digest
from tests.kit import cast
from tests.kit.cast import Person

ZONE = "Europe/Berlin"
SINCE = date(2020, 1, 1)


@dataclass
class Desk:
    """What was laid. Weekday hours are nine to five; buffers are none before and 15 minutes after."""

    location: Location
    rooms: list[Room]
    service: Service
    practitioners: list[Practitioner] = field(default_factory=list)

    def wanted(self, start: datetime, practitioner: int = 0) -> Wanted:
        """A first visit with the nth practitioner; ``start`` is aware, in any zone."""
        who = self.practitioners[practitioner]
        return Wanted(self.service.pk, who.pk, self.location.pk, start.astimezone(UTC))


def lay_desk(people: Iterable[Person], rooms: int = 2) -> Desk:
    """The clinic's booking side, with these physiotherapists."""
    location = Location.objects.create(name="Linden Street", address="Linden Street 1", time_zone=ZONE)
    service = Service.objects.create(
        name="First visit", slug="first-visit", minutes=45, after=15, room_kind=Room.Kind.TREATMENT, for_new=True
    )
    desk = Desk(
        location,
        [
            Room.objects.create(location=location, name=f"Room {number + 1}", kind=Room.Kind.TREATMENT)
            for number in range(rooms)
        ],
        service,
    )
    for person in people:
        practitioner = Practitioner.objects.create(user=person.user, title="Physiotherapist")
        service.practitioners.add(practitioner)
        desk.practitioners.append(practitioner)
        for weekday in range(5):
            WeeklyHours.objects.create(
                practitioner=practitioner,
                location=location,
                weekday=weekday,
                opens=time(9),
                closes=time(17),
                since=SINCE,
            )
    return desk


def more_physiotherapists(number: int) -> list[Person]:
    """People beyond the cast, for crowds."""
    return [cast.staff(f"Physio{n}", StaffSeat.Work.PHYSIOTHERAPIST) for n in range(number)]


def contact(name: str = "Ana", email: str = "ana@example.org", now: datetime | None = None) -> Contact:
    """Somebody with a proven address and no account."""
    return Contact.objects.create(
        name=name, email=email, digest=address_digest(email), proved=now, made=now or datetime(2026, 1, 1, tzinfo=UTC)
    )
