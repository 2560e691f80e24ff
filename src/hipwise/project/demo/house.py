"""The demo clinic's places, rooms, services and hours, and when it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.apps.booking.models import Closure, Location, Practitioner, Room, Service, TimeOff, WeeklyHours
from hipwise.apps.people.models import User
from hipwise.project.demo import cast

SINCE = timedelta(days=400)
"""How long the clinic has had its hours."""


@dataclass(frozen=True, slots=True)
class House:
    """The rows of the demo clinic, by the names below."""

    places: dict[str, Location]
    services: dict[str, Service]
    people: dict[str, Practitioner]
    zone: ZoneInfo


def lay_house(now: datetime) -> House:
    """Places, rooms, practitioners, services and hours."""
    zone = ZoneInfo(cast.CLINIC["time_zone"])
    places = {
        name: Location.objects.create(name=name, address=address, time_zone=zone.key, country=cast.CLINIC["country"])
        for name, address in (
            ("Linden Street", "12 Linden Street (made up)"),
            ("Harbour Road", "3 Harbour Road, by the station (made up)"),
        )
    }
    for place, name, kind in (
        ("Linden Street", "Room 1", Room.Kind.TREATMENT),
        ("Linden Street", "Room 2", Room.Kind.TREATMENT),
        ("Linden Street", "Exercise room", Room.Kind.GYM),
        ("Linden Street", "Quiet room", Room.Kind.TALK),
        ("Harbour Road", "Room A", Room.Kind.TREATMENT),
    ):
        Room.objects.create(location=places[place], name=name, kind=kind)
    people = {
        person.name.split()[0].lower(): Practitioner.objects.create(
            user=User.objects.get(email=person.email), title=person.work.capitalize()
        )
        for person in cast.STAFF
        if person.registration
    }
    Practitioner.objects.filter(pk=people["faye"].pk).update(daily_cap=9)
    house = House(places, _services(people), people, zone)
    _lay_hours(house, now.astimezone(zone).date())
    return house


def _services(people: dict[str, Practitioner]) -> dict[str, Service]:
    physios = [people["ben"], people["faye"]]
    first = Service.objects.create(
        name="First visit",
        slug="first-visit",
        words="We listen, look at how you move, and tell you what we think. No referral needed.",
        minutes=45,
        after=15,
        room_kind=Room.Kind.TREATMENT,
        price="€75",
        for_new=True,
    )
    treatment = Service.objects.create(
        name="Treatment",
        slug="treatment",
        words="Hands-on work and exercises, for people we have seen before.",
        minutes=30,
        after=5,
        room_kind=Room.Kind.TREATMENT,
        price="€55",
        place=1,
    )
    talk = Service.objects.create(
        name="A talk with the psychologist",
        slug="talk",
        words="About what weighs on you, and what pain does with it.",
        minutes=50,
        after=10,
        step=30,
        room_kind=Room.Kind.TALK,
        price="€80",
        for_new=True,
        place=2,
    )
    online = Service.objects.create(
        name="Online follow-up",
        slug="online-follow-up",
        words="By video, wherever you are. For people we have seen before.",
        minutes=30,
        online=True,
        price="€45",
        lead_hours=4,
        place=3,
    )
    for service, who in ((first, physios), (treatment, physios), (talk, [people["eli"]]), (online, people.values())):
        service.practitioners.set(who)
    return {service.slug: service for service in (first, treatment, talk, online)}


def _lay_hours(house: House, today: date) -> None:
    """Ben works four days and one at the harbour, Faye early with a change to come, Eli three days."""
    morning, afternoon = (time(9), time(13)), (time(14), time(18))
    linden, harbour = "Linden Street", "Harbour Road"
    hours = [("ben", day, span, linden) for day in (0, 2, 3, 4) for span in (morning, afternoon)]
    hours += [("ben", 1, span, harbour) for span in (morning, afternoon)]
    hours += [("faye", day, (time(8), time(14)), linden) for day in (0, 1, 2)]
    hours += [("faye", 3, (time(9), time(15)), harbour), ("faye", 5, (time(9), time(13)), linden)]
    hours += [("eli", day, span, linden) for day in (0, 2, 3) for span in ((time(10), time(13)), (time(14), time(19)))]
    for who, weekday, (opens, closes), place in hours:
        WeeklyHours.objects.create(
            practitioner=house.people[who],
            location=house.places[place],
            weekday=weekday,
            opens=opens,
            closes=closes,
            since=today - SINCE,
        )
    WeeklyHours.objects.create(  # from in a month, Faye works on Friday afternoons too
        practitioner=house.people["faye"],
        location=house.places[linden],
        weekday=4,
        opens=time(14),
        closes=time(18),
        since=today + timedelta(days=28),
    )


def lay_gaps(house: House, now: datetime) -> None:
    """A day on which the clinic is closed, days off, and a blocked hour."""
    today = now.astimezone(house.zone).date()
    monday = today - timedelta(days=today.weekday())
    team_day = monday + timedelta(days=18)
    Closure.objects.create(first=team_day, last=team_day, name="Team day")
    for who, day, opens, closes, words in (
        ("faye", 14, time(8), time(14), "Course in Cork"),
        ("faye", 15, time(8), time(14), "Course in Cork"),
        ("eli", 3, time(14), time(16), "Team supervision"),
        ("ben", 9, time(9), time(10), "Dentist"),
    ):
        begins, ends = (
            datetime.combine(monday + timedelta(days=day), at, house.zone).astimezone(UTC) for at in (opens, closes)
        )
        TimeOff.objects.create(practitioner=house.people[who], start=begins, end=ends, words=words)
