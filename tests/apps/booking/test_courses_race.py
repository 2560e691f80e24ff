"""Courses and proposals under races, on whichever database the tests run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hipwise.apps.booking.models import Appointment, Course
from hipwise.apps.booking.services import core, reslots
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.booking.services.courses import book_course
from hipwise.apps.notifications.models import Notice
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR
from tests.apps.booking.faults import faults
from tests.apps.booking.waits import NOW, TEN
from tests.kit.cast import Person
from tests.kit.crowd import at_once
from tests.kit.desk import Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]
CLIENTS = 6
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


def test_of_many_courses_over_the_same_weeks_one_is_booked_whole(desk: Desk, dara: Person) -> None:
    """Each begins in another week and they run both ways round, so that every pair meets somewhere."""
    people = [contact(f"P{n}", f"p{n}@example.org", NOW) for n in range(CLIENTS)]
    weeks = [desk.wanted(TEN + n * WEEK) for n in range(3)]
    said = at_once(
        *[
            lambda who=who, n=n: book_course(dara.actor, who, weeks if n % 2 else weeks[::-1], NOW)
            for n, who in enumerate(people)
        ]
    )
    assert sum(isinstance(one, Course) for one in said) == 1
    assert Course.objects.count() == 1 and Appointment.objects.count() == 3
    assert Notice.objects.filter(kind="course_booked").count() == 1
    assert not faults()


def test_confirming_many_times_moves_and_tells_once(desk: Desk, dara: Person) -> None:
    for n in range(3):
        who = contact(f"P{n}", f"p{n}@example.org", NOW)
        core.book_visit(VISITOR, Plan(desk.wanted(TEN + n * HOUR)), who, Appointment.Way.STAFF, NOW, tell=False)
    since, until = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC)
    made = reslots.propose_moves(dara.actor, desk.practitioners[0], since, until, NOW, whole=True)
    chosen = {
        row.pk: Wanted(row.appointment.service_id, row.practitioner_id, row.location_id, row.start)
        for row in made.lines.select_related("appointment")
        if row.start and row.practitioner_id and row.location_id
    }
    taking = Plan(desk.wanted(TEN, 1))
    other = contact("Finn", "finn@example.org", NOW)
    *said, booked = at_once(
        *[lambda: reslots.confirm_lines(dara.actor, made, chosen, NOW)] * CLIENTS,
        lambda: core.book_visit(VISITOR, taking, other, Appointment.Way.STAFF, NOW, tell=False),
    )
    moved = Appointment.objects.filter(practitioner=desk.practitioners[1]).exclude(contact=other).count()
    if isinstance(booked, Appointment):
        assert moved == 0 and 3 not in said
        assert not Notice.objects.filter(kind="visit_moved").exists()
    else:
        assert moved == 3 and said.count(3) == 1
        assert Notice.objects.filter(kind="visit_moved").count() == 3
    assert not faults()
