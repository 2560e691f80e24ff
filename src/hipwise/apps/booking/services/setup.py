"""Changing what the clinic has and offers. All of it goes through ``change``.

It waits for whoever is booking (the guard's order: practitioners, rooms), looks whether the row is still what the
person saw, writes, and holds the visits to come against the clinic before and after. Visits that lose their place
are told first, and the change happens only when the same list comes back as agreed. The visits themselves stay. One
that was being booked in the same moment may come in just after; the overview lists every visit without a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from hipwise.apps.audit.services import record
from hipwise.apps.booking.models import Location, Practitioner, Room, Service, TimeOff, WeeklyHours, Wish
from hipwise.apps.booking.selectors.misplaced import Misplaced, misplaced
from hipwise.apps.booking.selectors.setup import digest, seen_of, week_seen, weekly_of
from hipwise.apps.booking.services import guard
from hipwise.apps.booking.services.time_off import block_time
from hipwise.apps.people.models import Clinic, User
from hipwise.domain.scheduling import weeks
from hipwise.domain.scheduling.clinic import Weekly
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

CHANGED = Refusal("changed", "Somebody else has changed this since you opened it. Nothing is saved yet.")
GONE = Refusal("gone", "This is no longer there: somebody else removed it.")
TWICE = Refusal("twice", "There is one like this already.")
IN_USE = Refusal("in_use", "Visits, hours or rooms still belong to it, so it stays. You can close it instead.")


@dataclass(frozen=True, slots=True)
class Displaced:
    """Visits that would lose their place; ``token`` says that somebody has seen just these."""

    visits: tuple[Misplaced, ...]

    @property
    def token(self) -> str:
        """A digest of the visits and why."""
        return digest(*(f"{one.visit.pk} {one.visit.version} {one.why}" for one in self.visits))


Answer = Refusal | Displaced | None


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes something, when, what they had before their eyes, and which displaced visits they agreed to."""

    actor: Actor
    now: datetime
    seen: str = ""
    agreed: str = ""


def change(hand: Hand, what: str, row: models.Model, write: Callable[[], object]) -> Answer:
    """Write one row of the set-up; ``what`` is for the log. A new row needs no ``seen``."""
    seen = None if row.pk is None else lambda: _as_it_is(row)
    return _settle(hand, what, row, write, seen)


def remove(hand: Hand, what: str, row: models.Model) -> Answer:
    """Take away what nothing points at."""
    number = row.pk

    def write() -> None:
        if isinstance(row, Location) and Wish.objects.filter(location=row).exists():
            raise ProtectedError("somebody waits for a time there", {row})
        row.delete()
        row.pk = number  # the log names it

    return _settle(hand, what, row, write, lambda: _as_it_is(row))


def set_week(hand: Hand, practitioner: Practitioner, week: Iterable[Weekly], since: date) -> Answer:
    """From ``since`` on these hours hold, until the next change that is already planned."""
    rows = WeeklyHours.objects.filter(practitioner=practitioner)

    def write() -> None:
        wanted = weeks.rewritten(weekly_of(practitioner), week, since)
        rows.delete()
        WeeklyHours.objects.bulk_create(_row(hours) for hours in wanted)

    return _settle(hand, "changed hours", practitioner, write, lambda: week_seen(practitioner))


def open_place(hand: Hand, clinic: Clinic) -> Location | Refusal:
    """The first place, made from the clinic's own details."""
    if Location.objects.exists():
        return TWICE
    place = Location(name=clinic.name, address=clinic.address, time_zone=clinic.time_zone, country=clinic.country)
    refused = change(hand, "opened place", place, place.save)
    return refused if isinstance(refused, Refusal) else place


def seat_practitioner(hand: Hand, user: User, title: str) -> Practitioner | Refusal:
    """Somebody who treats people here can be booked from now on, for every service there is."""
    practitioner = Practitioner(user=user, title=title)

    def write() -> None:
        practitioner.save()
        practitioner.services.set(Service.objects.filter(is_open=True))

    refused = change(hand, "made practitioner bookable", practitioner, write)
    return refused if isinstance(refused, Refusal) else practitioner


def take_time_off(hand: Hand, off: TimeOff) -> Answer:
    """Block a practitioner's time as the calendar does; the visits in it are told first."""

    def write() -> None:
        block_time(hand.actor, off.practitioner, off.start, off.end, off.words)

    return _settle(hand, "", off, write, None)


def move_service(hand: Hand, service: Service, by: int) -> None:
    """One up (-1) or one down (+1) in the list that visitors see."""
    with transaction.atomic():
        order = list(Service.objects.select_for_update().filter(is_open=True))
        here = next((number for number, one in enumerate(order) if one.pk == service.pk), None)
        if here is None or not 0 <= here + by < len(order):
            return
        order.insert(here + by, order.pop(here))
        for place, one in enumerate(order):
            if one.place != place:
                Service.objects.filter(pk=one.pk).update(place=place)
        record(hand.actor, "moved service", subject=service)


def free_slug(name: str) -> str:
    """An address for a new service, made from its name."""
    stem = slugify(name)[:50].strip("-") or "visit"
    taken = set(Service.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if slug not in taken)


# How


def _settle(
    hand: Hand,
    what: str,
    row: models.Model,
    write: Callable[[], object],
    seen: Callable[[], str | None] | None,
) -> Answer:
    """Without ``what`` the writing logs itself."""
    try:
        with transaction.atomic():
            guard.lock(Practitioner.objects.values_list("pk", flat=True), Room.objects.values_list("pk", flat=True))
            stale = _stale(hand, seen)
            if stale:
                return stale
            before = {one.visit.pk for one in misplaced(hand.now)}
            write()
            lost = Displaced(tuple(one for one in misplaced(hand.now) if one.visit.pk not in before))
            if lost.visits and lost.token != hand.agreed:
                transaction.set_rollback(True)
                return lost
            if what:
                record(hand.actor, what, about=_whose(row), subject=row)
    except ProtectedError:
        return IN_USE
    except IntegrityError:
        return TWICE
    return None


def _row(hours: Weekly) -> WeeklyHours:
    return WeeklyHours(
        practitioner_id=hours.practitioner,
        location_id=hours.location,
        weekday=hours.weekday,
        opens=hours.opens,
        closes=hours.closes,
        since=hours.since,
        until=None if hours.until == date.max else hours.until,
    )


def _stale(hand: Hand, seen: Callable[[], str | None] | None) -> Refusal | None:
    if seen is None:
        return None
    here = seen()
    if here is None:
        return GONE
    return CHANGED if here != hand.seen else None


def _as_it_is(row: models.Model) -> str | None:
    found = type(row)._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=row.pk).first()
    return seen_of(found) if found else None


def _whose(row: models.Model) -> int | None:
    """The account a change concerns, where it concerns one."""
    practitioner = row if isinstance(row, Practitioner) else getattr(row, "practitioner", None)
    return practitioner.user_id if isinstance(practitioner, Practitioner) else None
