"""Free times of a busy clinic, and a storm of bookings: ``python -m bench.booking [--runs 15] [--skip-naive]``.

Slots: 20 practitioners, eight weeks, 5,000 visits; beside them, in the same process and on the same rows, the naive
way, which asks the database about each time that might be free. Both must name the same times. The storm: clients who
all want the same fifty times of a small clinic; beside it, bare INSERTs of the same rows into the same database.

Everything happens in a database made for it and dropped again: SQLite, or the PostgreSQL of ``DATABASE_URL``.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench.goals import Goal, Verdicts

if TYPE_CHECKING:
    from hipwise.domain.scheduling.clinic import Slot
    from tests.kit.desk import Desk

PRACTITIONERS, WEEKS, VISITS = 20, 8, 5000
ANSWER = Goal(high=150.0, digits=0)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
UNTIL = MONDAY + timedelta(weeks=WEEKS)
MINUTE = timedelta(minutes=1)


@contextmanager
def database() -> Iterator[None]:
    """Migrated tables of this program's own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kit.settings"
    import django

    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


# Slots


def lay_visits(desk: Desk, count: int) -> None:
    """That many visits of an hour at random whole hours, as rows without the rules."""
    from hipwise.apps.booking.models import Appointment, Slice

    zone, chance = ZoneInfo(desk.location.time_zone), random.Random(5)
    days = [MONDAY.date() + timedelta(days=day) for day in range(7 * WEEKS) if day % 7 < 5]
    starts = [datetime(day.year, day.month, day.day, hour, tzinfo=zone) for day in days for hour in range(9, 17)]
    pairs = [(start.astimezone(UTC), number) for start in starts for number in range(PRACTITIONERS)]
    visits = [visit(desk, start, number) for start, number in chance.sample(pairs, count)]
    Appointment.objects.bulk_create(visits, batch_size=200)
    Slice.objects.bulk_create([one for made in visits for one in slices(made)], batch_size=2000)


def visit(desk: Desk, start: datetime, number: int) -> Any:
    """A row of a booked visit of 45 minutes and 15 after, each practitioner in a room of their own."""
    from hipwise.apps.booking.models import Appointment

    return Appointment(
        state="booked", way="site", service=desk.service, location=desk.location, made=NOW, changed=NOW,
        practitioner=desk.practitioners[number], room=desk.rooms[number % len(desk.rooms)], start=start,
        end=start + 45 * MINUTE, taken_from=start, taken_until=start + 60 * MINUTE,
    )  # fmt: skip


def slices(made: Any) -> list[Any]:
    """The rows of its time."""
    from hipwise.apps.booking.models import Slice

    times = [made.start + 5 * n * MINUTE for n in range(12)]
    theirs = [Slice(appointment=made, practitioner_id=made.practitioner_id, at=at) for at in times]
    return theirs + [Slice(appointment=made, room_id=made.room_id, at=at) for at in times]


def naive(desk: Desk) -> list[tuple[datetime, int]]:
    """Ask the database about each quarter of an hour of each practitioner."""
    from django.db.models import Exists, OuterRef

    from hipwise.apps.booking.models import Appointment, Room

    zone, found = ZoneInfo(desk.location.time_zone), []
    for day in (MONDAY.date() + timedelta(days=ahead) for ahead in range(7 * WEEKS) if ahead % 7 < 5):
        opens = datetime(day.year, day.month, day.day, 9, tzinfo=zone).astimezone(UTC)
        for start in (opens + 15 * n * MINUTE for n in range(30)):
            meets = Appointment.objects.filter(taken_from__lt=start + 60 * MINUTE, taken_until__gt=start)
            rooms = Room.objects.filter(kind=desk.service.room_kind, location=desk.location)
            for who in desk.practitioners:
                if meets.filter(practitioner=who).exists():
                    continue
                if rooms.filter(~Exists(meets.filter(room=OuterRef("pk")))).exists():
                    found.append((start, who.pk))
    return found


def slots(runs: int, with_naive: bool, verdicts: Verdicts) -> None:
    """Print how long an answer takes, of what it consists, and how long the naive way takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from hipwise.apps.booking.selectors import diary
    from hipwise.domain.scheduling.clinic import Ask
    from hipwise.domain.scheduling.slots import open_slots
    from tests.kit import desk as desks

    desk = desks.lay_desk(desks.more_physiotherapists(PRACTITIONERS), rooms=PRACTITIONERS)

    def ours() -> list[Slot]:
        return diary.slots_for(desk.service.pk, MONDAY, UNTIL, NOW)

    with CaptureQueriesContext(connection) as before:
        ours()
    lay_visits(desk, VISITS)
    with CaptureQueriesContext(connection) as after:
        found = ours()
    print(f"queries: {len(before)} without visits, {len(after)} with {VISITS}; {len(found)} free times")
    book = diary.book_for([desk.service.pk], MONDAY, UNTIL, NOW)
    rows = {
        "all of it": timed(ours, runs),
        "  reading rows": timed(lambda: diary.book_for([desk.service.pk], MONDAY, UNTIL, NOW), runs),
        "  deciding": timed(lambda: open_slots(book, Ask(desk.service.pk, MONDAY, UNTIL), NOW), runs),
    }
    print(f"{'free times of 20 practitioners, 8 weeks':<40}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}")
    for name, figures in rows.items():
        walls = [wall for wall, _ in figures]
        cpu = statistics.median(cpu for _, cpu in figures)
        print(f"{name:<40}{statistics.median(walls):>9.0f}{p95(walls):>9.0f}{cpu:>9.0f}")
    spent = statistics.median(cpu for _, cpu in rows["all of it"])
    sign = verdicts.sign("an answer, ms of the processor", (spent, 0.0), ANSWER)
    print(f"{'goal (what it takes on a quiet machine)':<58}{ANSWER!s:>9} {sign}")
    if with_naive:
        theirs: list[tuple[datetime, int]] = []
        ((wall, cpu),) = timed(lambda: theirs.extend(naive(desk)), 1)
        print(f"{'a query for each time, once':<40}{wall:>9.0f}{'':>9}{cpu:>9.0f}  {cpu / spent:.0f} times as long")
        same = theirs == [(slot.start, slot.practitioner) for slot in found]
        print("both name the same times" if same else "THEY DO NOT NAME THE SAME TIMES")


def timed(what: Callable[[], object], runs: int) -> list[tuple[float, float]]:
    """Milliseconds of each run: on the clock, and of this process's processor."""
    figures = []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        what()
        figures.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    return figures


def p95(figures: list[float]) -> float:
    """What nineteen of twenty stay below."""
    return sorted(figures)[min(len(figures) - 1, round(0.95 * len(figures)))]


# Storm


def inserts(desk: Desk, count: int) -> float:
    """Bare transactions a second, one after the other: a visit and its slices, no rule, no letter, no log."""
    from django.db import transaction

    from hipwise.apps.booking.models import Appointment, Slice

    made = [visit(desk, MONDAY + timedelta(days=400, hours=n), n % len(desk.practitioners)) for n in range(count)]
    begun = time.perf_counter()
    for one in made:
        with transaction.atomic():
            one.save()
            Slice.objects.bulk_create(slices(one))
    rate = count / (time.perf_counter() - begun)
    Appointment.objects.all().delete()
    return rate


def storms(requests: int, verdicts: Verdicts) -> None:
    """Print what many clients get who want the same few times."""
    from hipwise.apps.booking.models import Appointment
    from tests.apps.booking.faults import faults
    from tests.apps.booking.race import storm

    town = storm.lay_town()
    bare = inserts(town, 300)
    names = ("p50 ms", "p95 ms", "max ms", "errors")
    print(f"\n{'clients':<9}{'answers/s':>10}{'booked':>8}{'booked/s':>10}" + "".join(f"{name:>8}" for name in names))
    for clients in (1, 8, 64):
        begun = time.perf_counter()
        tally = storm.rage(storm.requests(clients, requests, "same"), clients)
        spent = time.perf_counter() - begun
        waits = [1000 * wait for wait in tally.waits]
        shown = (statistics.median(waits), p95(waits), max(waits))
        figures = "".join(f"{figure:>8.0f}" for figure in shown)
        rates = f"{requests / spent:>10.0f}{tally.won:>8}{tally.won / spent:>10.1f}"
        print(f"{clients:<9}{rates}{figures}{len(tally.wrong):>8}")
        possible = storm.TIMES * min(len(town.practitioners), len(town.rooms))
        verdicts.sign(f"booked of {possible}", (tally.won, 0.0), Goal(possible, possible, 0))
        verdicts.sign(
            "errors, and faults in the tables", (len(tally.wrong) + len(faults()), 0.0), Goal(high=0, digits=0)
        )
        Appointment.objects.all().delete()
    print(f"bare INSERTs of a visit and its 24 slices: {bare:.0f} transactions a second")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="of each question (default: 15)")
    parser.add_argument("--requests", type=int, default=2000, help="of each storm (default: 2000)")
    parser.add_argument("--skip-naive", action="store_true", help="leave out the slow way")
    args = parser.parse_args()
    verdicts = Verdicts()
    with database():
        from django.db import connection

        print(f"database: {connection.vendor}")
        slots(args.runs, not args.skip_naive, verdicts)
        clear()
        storms(args.requests, verdicts)
    print(verdicts.text())


def clear() -> None:
    """Take the big clinic away again."""
    from hipwise.apps.booking import models

    for table in ("Slice", "Appointment", "WeeklyHours", "Service", "Practitioner", "Room", "Location"):
        getattr(models, table).objects.all().delete()
    from hipwise.apps.people.models import User

    User.objects.all().delete()


if __name__ == "__main__":
    main()
