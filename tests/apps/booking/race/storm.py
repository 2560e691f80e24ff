"""Many clients who want the same few times: in threads here, or in processes of their own.

usage, for another process on the same database: python -m tests.apps.booking.race.storm SEED CLIENTS REQUESTS MIX
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.kit.desk import Desk

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
"""Nine in the morning at the clinic."""
TIMES = 50
Mix = Literal["same", "mixed", "changing"]


@dataclass(frozen=True, slots=True)
class Request:
    """What one client asks for: to book, or with luck to change something that stands."""

    deed: str
    service: int
    practitioner: int
    location: int
    start: datetime
    pick: float


@dataclass(slots=True)
class Tally:
    """What the clients of a storm got. ``waits`` are seconds from asking to the answer."""

    won: int = 0
    moved: int = 0
    cancelled: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    lost: list[tuple[int, int, int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another's too."""
        self.won += other.won
        self.moved += other.moved
        self.cancelled += other.cancelled
        self.refused.update(other.refused)
        self.wrong += other.wrong
        self.waits += other.waits
        self.lost += [(a, b, c, d) for a, b, c, d in other.lost]


def times(mix: Mix) -> list[datetime]:
    """Fifty starts: eight hours a day side by side, or a quarter of an hour apart so that visits overlap."""
    if mix == "same":
        days = [day for day in range(14) if day % 7 < 5]
        return [MONDAY + timedelta(days=day, hours=hour) for day in days for hour in range(8)][:TIMES]
    return [MONDAY + timedelta(days=day, minutes=15 * n) for day in (0, 1) for n in range(TIMES // 2)]


def requests(seed: int, count: int, mix: Mix) -> list[Request]:
    """Everything that could be asked for, as often as it takes, in random order; the last round is cut short."""
    from hipwise.apps.booking.models import Location, Practitioner, Service

    chance = random.Random(seed)
    keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))[: 1 if mix == "same" else None]
    people = list(Practitioner.objects.order_by("pk").values_list("pk", flat=True))
    place = Location.objects.values_list("pk", flat=True).get()
    wishes = [(start, who, key) for start in times(mix) for who in people for key in keys]
    asked = [one for _ in range(count // len(wishes) + 1) for one in chance.sample(wishes, len(wishes))][:count]
    deeds = ("book", "book", "move", "cancel") if mix == "changing" else ("book",)
    return [
        Request(chance.choice(deeds), key, who, place, start, chance.random())
        for start, who, key in chance.sample(asked, count)
    ]


def rage(asked: list[Request], clients: int) -> Tally:
    """Let the clients work off what is asked for, all at once, a thread and a connection each."""
    from django.db import connection

    start, total = Barrier(clients), Tally()

    def client(number: int) -> Tally:
        mine = Tally()
        try:
            start.wait()
            for request in asked[number::clients]:
                began = time.perf_counter()
                try:
                    _do(request, mine)
                except Exception as wrong:  # whatever it is, it is to be seen
                    mine.wrong.append(repr(wrong))
                mine.waits.append(time.perf_counter() - began)
        finally:
            connection.close()
        return mine

    with ThreadPoolExecutor(clients) as crowd:
        for mine in crowd.map(client, range(clients)):
            total.add(mine)
    return total


def _do(request: Request, mine: Tally) -> None:
    """One request, as the doors would do it."""
    from hipwise.apps.booking.models import Appointment, Contact
    from hipwise.apps.booking.services import core
    from hipwise.domain.scheduling.clinic import Wanted
    from hipwise.kit.actor import VISITOR
    from hipwise.kit.refusal import Refusal

    wanted = Wanted(request.service, request.practitioner, request.location, request.start)
    said: Appointment | Refusal | None
    if request.deed == "book":
        said = core.hold_time(wanted, Appointment.Way.SITE, NOW)
        if isinstance(said, Appointment):
            said = core.book_held(VISITOR, said, Contact.objects.get(), NOW)
            mine.won += isinstance(said, Appointment)
    else:
        standing = list(Appointment.objects.filter(state="booked").select_related("service").order_by("pk"))
        if not standing:
            return
        seen = standing[int(request.pick * len(standing))]
        if request.deed == "move":
            said = core.move_visit(VISITOR, seen, core.Plan(wanted), NOW, staff=request.pick < 0.5)
            mine.moved += isinstance(said, Appointment)
        else:
            said = core.cancel_visit(VISITOR, seen, NOW, by_clinic=False)
            mine.cancelled += isinstance(said, Appointment)
    if isinstance(said, Refusal):
        mine.refused[said.code] += 1
        if request.deed == "book":
            mine.lost.append((request.service, request.practitioner, request.location, request.start.isoformat()))


def elsewhere(seed: int, processes: int, clients: int, count: int, mix: Mix) -> list[subprocess.Popen[bytes]]:
    """The same in processes of their own, which start at once; ``gathered`` reads what they say."""
    from tests.apps.jobs.elsewhere import database_url

    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    words = [sys.executable, "-m", __name__]
    made = [
        subprocess.Popen(
            [*words, str(seed + n), str(clients), str(count), mix],
            env=environ,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for n in range(processes)
    ]
    for process in made:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == b"ready\n"
    for process in made:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    return made


def gathered(made: list[subprocess.Popen[bytes]]) -> Tally:
    """What the clients of all these processes got."""
    total = Tally()
    for process in made:
        said, _ = process.communicate(timeout=120)
        total.add(Tally(**json.loads(said)))
    return total


def lay_town(practitioners: int = 3, rooms: int = 2) -> Desk:
    """A clinic with fewer rooms than practitioners and three services of unlike lengths and buffers."""
    from hipwise.apps.booking.models import Service
    from tests.kit import desk as desks

    town = desks.lay_desk(desks.more_physiotherapists(practitioners), rooms)
    for slug, minutes, before, after in (("short", 30, 5, 0), ("long", 60, 10, 10)):
        kind = town.service.room_kind
        one = Service.objects.create(name=slug, slug=slug, minutes=minutes, before=before, after=after, room_kind=kind)
        one.practitioners.set(town.practitioners)
    desks.contact(now=NOW)
    return town


def main() -> None:
    """One process of a storm: say that it is ready, wait for the word, and tell in the end."""
    import django

    django.setup()
    seed, clients, count = map(int, sys.argv[1:4])
    asked = requests(seed, count, sys.argv[4])  # type: ignore[arg-type]
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    tally = rage(asked, clients)
    print(json.dumps({one.name: getattr(tally, one.name) for one in fields(tally)}))  # noqa: T201


if __name__ == "__main__":
    main()
