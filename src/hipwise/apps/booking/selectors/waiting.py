"""The waiting list as it is read: who waits for what, and which open times suit them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.core import signing
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS

from hipwise.apps.booking import models
from hipwise.apps.booking.models import Location, Wish
from hipwise.apps.booking.selectors import diary
from hipwise.domain.scheduling import waitlist
from hipwise.domain.scheduling.clinic import Ask, Slot
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.slots import slots_at

WISH_SALT = "booking.wish"
OPEN = (Wish.State.WAITING, Wish.State.OFFERED)
SHOWN, A_DAY, APART = 6, 2, timedelta(hours=2)
"""Free times named to somebody who asks for a place but needs none: how many, how many a day, and how far apart."""


def wish_token(wish: Wish) -> str:
    """The token of one wish, which only its letters carry."""
    return signing.dumps(wish.pk, salt=WISH_SALT)


def wish_of(token: str) -> Wish | None:
    """The wish a token stands for, with its surroundings; None when there is none, or the token is made up."""
    try:
        number = signing.loads(token, salt=WISH_SALT)
    except signing.BadSignature:
        return None
    return with_surroundings(Wish.objects.filter(pk=number)).first()


def with_surroundings(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """Wishes with all that is said of them."""
    return rows.select_related(
        "contact__patient",
        "service",
        "practitioner__user",
        "location",
        "offer__practitioner__user",
        "offer__location",
        "offer__room",
    )


def open_wishes() -> QuerySet[Wish]:
    """Everybody who waits or has a time offered, in the order of asking."""
    return with_surroundings(Wish.objects.filter(state__in=OPEN))


def in_line(today: date) -> list[Wish]:
    """Those to whom a time may be offered: address proved, last day not over; in the order of asking."""
    rows = Wish.objects.filter(
        state=Wish.State.WAITING, contact__proved__isnull=False, service__is_open=True, until__gte=today
    )
    return list(rows.select_related("contact__patient", "service"))


def days_of(wish: Wish) -> list[str]:
    """The weekdays that suit, by name; none where any day does."""
    chosen = sorted(set(wish.weekdays))
    return [str(WEEKDAYS[day]) for day in chosen] if 0 < len(chosen) < len(WEEKDAYS) else []


def wished(wish: Wish) -> waitlist.Wish:
    """A wish as the rules see it; no weekday chosen means any."""
    return waitlist.Wish(
        key=wish.pk or 0,
        service=wish.service_id,
        practitioner=wish.practitioner_id,
        location=wish.location_id,
        weekdays=frozenset(wish.weekdays or WEEKDAYS),
        earliest=wish.earliest,
        latest=wish.latest,
        since=wish.since,
        until=wish.until,
    )


class Openings:
    """The open times that may suit these wishes, read when first needed and again after ``forget``."""

    def __init__(self, wishes: Iterable[Wish], now: datetime) -> None:
        self._wishes = list(wishes)
        self._now = now
        self._slots: dict[int, list[Slot]] | None = None
        self._zones = dict(Location.objects.values_list("pk", "time_zone"))

    def forget(self) -> None:
        """Read again: somebody has taken a time."""
        self._slots = None

    def fitting(self, wish: Wish) -> Iterator[Slot]:
        """The open times that suit this wish, the earliest first."""
        if self._slots is None:
            self._slots = self._read()
        asked = wished(wish)
        slots = self._slots.get(wish.service_id, [])
        return (
            slot
            for slot in slots
            if slot.start.isoformat() not in wish.passed and waitlist.fits(asked, slot, self._zones[slot.location])
        )

    def _read(self) -> dict[int, list[Slot]]:
        services = sorted({wish.service_id for wish in self._wishes})
        if not services:
            return {}
        last = max(wish.until for wish in self._wishes) + timedelta(days=2)
        until = datetime.combine(last, time(), UTC)
        desk = Desk(diary.book_for(services, self._now, until, self._now), self._now)
        return {key: slots_at(desk, Ask(key, self._now, until)) for key in services}


def free_now(wish: Wish, now: datetime) -> list[Slot]:
    """The first open times that suit a wish, which need not be saved; two a day at most, so that there is a choice."""
    found: list[Slot] = []
    for slot in Openings([wish], now).fitting(wish):
        same_day = [one for one in found if slot.start - one.start < timedelta(hours=12)]
        if len(same_day) < A_DAY and all(slot.start - one.start >= APART for one in same_day):
            found.append(slot)
        if len(found) == SHOWN:
            break
    return found


def practitioners_for(service: models.Service) -> QuerySet[models.Practitioner]:
    """Who offers a service now."""
    return service.practitioners.filter(diary.bookable()).select_related("user").distinct()
