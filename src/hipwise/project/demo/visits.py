"""The demo clinic's calendar: visits laid around the day it is started, through the services that people use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from hipwise.apps.booking.models import Appointment, Contact, Course
from hipwise.apps.booking.services import core
from hipwise.apps.people.models import Patient, User
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal
from hipwise.project.demo.house import House, lay_gaps, lay_house

SEED = 20_261_122
FULL = {-2: 0.5, -1: 0.7, 0: 0.75, 1: 0.6, 2: 0.35, 3: 0.2, 4: 0.1}
"""How many of the usual times of a week are taken, this week being 0."""

State, Way = Appointment.State, Appointment.Way

GUESTS = (
    *("Rory Flynn", "Aoife Byrne", "Tomasz Zielinski", "Marta Silva", "Declan Roche", "Ines Duarte", "Sam Okafor"),
    *("Niamh Doyle", "Peter Lang", "Sofia Conti", "Cormac Daly", "Yuki Tanaka", "Grace Nolan", "Omar Haddad"),
    *("Elena Popescu", "Liam Hayes", "Anke Vogel", "Fiona Burke", "Jonas Berg", "Maeve Casey", "Victor Lopes"),
    *("Ruth Cohen", "Padraig Walsh", "Zofia Nowak", "Teresa Kelly", "Arjun Mehta", "Clara Dunne", "Owen Foley"),
)
REASONS = (
    "My left hip catches when I get out of the car.",
    "Pain at the front of the hip when I sit for long.",
    "I would like to run again, slowly.",
    "",
    "The deep ache is back since the move.",
    "",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody usually does at a time of the week: ``at`` is wall-clock."""

    who: str
    weekday: int
    at: time
    service: str
    place: str = "Linden Street"


def _day(who: str, weekdays: tuple[int, ...], place: str, *times: tuple[int, int, str]) -> list[Turn]:
    return [Turn(who, day, time(h, m), service, place) for day in weekdays for h, m, service in times]


FIRST, TREAT, TALK, ONLINE = "first-visit", "treatment", "talk", "online-follow-up"
TURNS = (
    *_day("ben", (0, 2, 4), "Linden Street", (9, 0, FIRST), (10, 15, TREAT), (11, 0, TREAT), (12, 0, FIRST)),
    *_day("ben", (0, 2, 4), "Linden Street", (14, 0, TREAT), (14, 45, TREAT), (15, 30, FIRST), (17, 0, ONLINE)),
    *_day("ben", (3,), "Linden Street", (10, 30, FIRST), (12, 0, TREAT), (14, 0, TREAT), (15, 0, TREAT)),
    *_day(
        "ben", (1,), "Harbour Road", (9, 0, FIRST), (10, 30, TREAT), (11, 15, TREAT), (14, 0, FIRST), (15, 30, TREAT)
    ),
    *_day(
        "faye",
        (0, 1, 2),
        "Linden Street",
        (8, 0, TREAT),
        (8, 45, TREAT),
        (9, 30, FIRST),
        (11, 0, TREAT),
        (12, 0, FIRST),
    ),
    *_day("faye", (3,), "Harbour Road", (9, 0, FIRST), (10, 30, TREAT), (11, 30, TREAT), (13, 30, TREAT)),
    *_day("faye", (5,), "Linden Street", (9, 0, TREAT), (9, 45, TREAT), (10, 30, FIRST)),
    *_day(
        "eli", (0, 2, 3), "Linden Street", (10, 0, TALK), (11, 0, TALK), (14, 0, TALK), (16, 0, TALK), (17, 30, ONLINE)
    ),
)


def lay_calendar(now: datetime) -> int:
    """Lay it all; how many visits there are. The same on the same day."""
    house = lay_house(now)
    lay_gaps(house, now)
    rng = np.random.default_rng(SEED)
    diarist = Diarist(house, _actor("dara@demo.example"), now)
    patients = [_contact_of(one, now) for one in Patient.objects.order_by("pk")]
    guests = [_guest(number, name, now) for number, name in enumerate(GUESTS)]
    made = diarist.lay_course(patients[0])
    queue = [*patients[1:], *guests]
    for week, day, turn in _turns(house, now):
        if rng.random() < FULL[week]:
            who = queue.pop(int(rng.integers(len(queue) // 2)))
            queue.append(who)  # who has just been here does not come again this week
            made += diarist.lay(turn, day, who, rng)
    return made


# Who comes


def _contact_of(patient: Patient, now: datetime) -> Contact:
    email = patient.user.email if patient.user else ""
    return Contact.objects.create(
        patient=patient, name=patient.name, email=email, digest=address_digest(email), proved=now, made=now
    )


def _guest(number: int, name: str, now: datetime) -> Contact:
    """Somebody without an account. Their telephone numbers are of a range that is kept for films."""
    email = f"{name.split(maxsplit=1)[0].lower()}@guest.example"
    return Contact.objects.create(
        name=f"{name} (demo)",
        email=email,
        phone=f"+353 20 912 {1000 + number}",
        digest=address_digest(email),
        proved=now,
        made=now,
    )


# Visits


@dataclass(frozen=True, slots=True)
class Diarist:
    """Who writes the calendar: for which house, as whom, and when."""

    house: House
    desk: Actor
    now: datetime

    def book(
        self, turn: Turn, start: datetime, who: Contact, made: datetime, *, reason: str = ""
    ) -> Appointment | None:
        """Book as it is done in life: first visits on the clinic's pages, others by the front desk.

        Both by the rules of the pages, so that nothing stands on a closed day.
        """
        house, online = self.house, turn.service == FIRST
        wanted = Wanted(house.services[turn.service].pk, house.people[turn.who].pk, house.places[turn.place].pk, start)
        hold = core.hold_time(wanted, Way.SITE if online else Way.STAFF, made)
        if isinstance(hold, Refusal):
            return None
        actor = VISITOR if online else self.desk
        return _made(core.book_held(actor, hold, who, made, reason=reason, tell=False))

    def live(self, visit: Appointment, fate: float) -> None:
        """Let what is behind us have happened: most were seen, a few did not come or had called it off."""
        if fate > 0.93:
            when = min(visit.start - timedelta(hours=30), self.now)
            _made(core.cancel_visit(self.desk, visit, when, by_clinic=fate > 0.98, tell=False))
        elif visit.end <= self.now:
            _made(core.mark_visit(self.desk, visit, State.NO_SHOW if fate < 0.06 else State.COMPLETED, visit.end))
        elif visit.start <= self.now:
            _made(core.mark_visit(self.desk, visit, State.ARRIVED, visit.start))

    def lay(self, turn: Turn, day: date, who: Contact, rng: np.random.Generator) -> int:
        """One visit, booked on a day before it; 0 where the rules keep the time free."""
        ahead = timedelta(days=int(rng.integers(2, 12)), hours=float(rng.integers(1, 9)))
        reason, fate = REASONS[int(rng.integers(len(REASONS)))], rng.random()
        start = datetime.combine(day, turn.at, self.house.zone).astimezone(UTC)
        visit = self.book(turn, start, who, min(start - ahead, self.now - timedelta(hours=1)), reason=reason)
        if visit is None:
            return 0
        self.live(visit, fate)
        return 1

    def lay_course(self, who: Contact) -> int:
        """Six weekly treatments with Ben, two of them behind us."""
        made = self.now - timedelta(days=20)
        course = Course.objects.create(service=self.house.services[TREAT], contact=who, made=made)
        turn = Turn("ben", 3, time(9, 30), TREAT)
        found = []
        for week in range(-2, 4):
            day = _monday(self.now, self.house) + timedelta(days=7 * week + turn.weekday)
            start = datetime.combine(day, turn.at, self.house.zone).astimezone(UTC)
            visit = self.book(turn, start, who, made)
            if visit is not None:
                found.append(visit)
                self.live(visit, 0.5)
        Appointment.objects.filter(pk__in=[visit.pk for visit in found]).update(course=course)
        return len(found)


def _monday(now: datetime, house: House) -> date:
    today = now.astimezone(house.zone).date()
    return today - timedelta(days=today.weekday())


def _turns(house: House, now: datetime) -> Iterator[tuple[int, date, Turn]]:
    """Week, day and turn of everybody's usual times, day by day."""
    for week in FULL:
        for weekday in range(7):
            day = _monday(now, house) + timedelta(days=7 * week + weekday)
            yield from ((week, day, turn) for turn in TURNS if turn.weekday == weekday)


def _actor(email: str) -> Actor:
    return Actor(user_id=User.objects.get(email=email).pk, roles=frozenset({"front_desk"}))


def _made(answer: Appointment | Refusal) -> Appointment:
    """Stop where the demo asks for what cannot be.

    Raises:
        ValueError: with the refusal's words.
    """
    if isinstance(answer, Refusal):
        raise ValueError(answer.words)
    return answer
