"""Random clinics: drawn from a seeded chance, small and crowded, so that every rule has something to say."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

from hipwise.domain.scheduling.clinic import Book, Busy, Closed, Extra, Location, Room, Service, Weekly
from hipwise.domain.scheduling.span import Span

ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
"""Both hemispheres; changes from midnight to 3 o'clock; half-hour zones, and a change of half an hour."""

YEARS = (2016, 2025)

PEOPLE = (1, 2, 3)
MINUTE = timedelta(minutes=1)


def clinic(chance: Random, zones: list[str], anchor: datetime, *, entries: int = 12) -> Book:
    """A clinic with something going on around ``anchor`` (an instant)."""
    places = tuple(Location(key, zone) for key, zone in enumerate(zones, 1))
    rooms = tuple(
        Room(10 * place.key + n, place.key, chance.choice(("hands", "gym")))
        for place in places
        for n in range(chance.randrange(3))
    )
    return Book(
        locations=places,
        services=tuple(service(chance, key) for key in (1, 2)),
        rooms=rooms,
        weekly=tuple(weekly(chance, places, anchor) for _ in range(chance.randrange(8, 30))),
        extra=tuple(extra(chance, places, anchor) for _ in range(chance.randrange(4))),
        closed=tuple(closed(chance, places, anchor) for _ in range(chance.choice((0, 0, 1, 2)))),
        busy=tuple(busy(chance, places, rooms, anchor) for _ in range(chance.randrange(entries + 1))),
        caps={person: chance.randrange(4) for person in PEOPLE if chance.random() < 0.3},
    )


def service(chance: Random, key: int) -> Service:
    return Service(
        key,
        minutes=5 * chance.choice((1, 3, 4, 6, 9, 12, 18, 36)),
        practitioners=frozenset(chance.sample(PEOPLE, chance.randrange(1, 4))),
        before=chance.choice((0, 0, 5, 30)),
        after=chance.choice((0, 0, 10, 15)),
        room_kind=chance.choice(("", "hands", "gym")),
        step=chance.choice((5, 10, 15, 20, 25, 30, 45, 60, 90)),
        lead=timedelta(minutes=chance.choice((0, 0, 7, 120, 1440, 2000))),
        horizon=chance.choice((0, 1, 2, 3, 60)),
    )


def wall(chance: Random) -> tuple[time, time]:
    """Opening and closing. Often in the small hours, where clocks are moved; now and then the wrong way round."""
    opens = 5 * chance.choice((0, 0, chance.randrange(60), chance.randrange(288)))
    closes = opens + 5 * chance.choice((1, 6, 13, 48, 100, 287))
    if closes >= 1440 or chance.random() < 0.2:
        closes = 0
    return time(opens // 60, opens % 60), time(closes // 60, closes % 60)


def weekly(chance: Random, places: tuple[Location, ...], anchor: datetime) -> Weekly:
    since, until = (anchor.date() + timedelta(days=chance.randrange(-9, 9)) for _ in range(2))
    hours = (chance.choice(PEOPLE), chance.choice(places).key, chance.randrange(7), *wall(chance))
    return Weekly(*hours, since, until) if chance.random() < 0.2 else Weekly(*hours)


def extra(chance: Random, places: tuple[Location, ...], anchor: datetime) -> Extra:
    day = anchor.date() + timedelta(days=chance.randrange(-2, 4))
    return Extra(chance.choice(PEOPLE), chance.choice(places).key, day, *wall(chance))


def closed(chance: Random, places: tuple[Location, ...], anchor: datetime) -> Closed:
    first = anchor.date() + timedelta(days=chance.randrange(-3, 4))
    return Closed(first, first + timedelta(days=chance.randrange(2)), chance.choice((None, places[0].key)))


def busy(chance: Random, places: tuple[Location, ...], rooms: tuple[Room, ...], anchor: datetime) -> Busy:
    start = anchor + chance.randrange(-1440, 4 * 1440) * MINUTE
    if chance.random() < 0.7:  # visits lie on five minutes; an outside calendar need not
        start = datetime.fromtimestamp(start.timestamp() // 300 * 300, UTC)
    span = Span(start, start + chance.choice((5, 15, 47, 60, 600)) * MINUTE)
    room = chance.choice(rooms).key if rooms and chance.random() < 0.7 else None
    person = chance.choice(PEOPLE) if room is None or chance.random() < 0.8 else None
    if person is not None and chance.random() < 0.6:
        return Busy(
            span, person, room, visit=start + chance.choice((0, 5)) * MINUTE, location=chance.choice(places).key
        )
    return Busy(span, person, room)
