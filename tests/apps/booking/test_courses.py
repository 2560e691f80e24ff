"""A course: proposed as regular as can be, booked as a whole or not at all, told of in one letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipwise.apps.booking.models import Appointment, Contact, Course, TimeOff
from hipwise.apps.booking.selectors.courses import CourseAsk, propose
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.booking.services.courses import Lost, book_course
from hipwise.apps.notifications.models import Notice
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR
from tests.apps.booking.faults import faults
from tests.apps.booking.waits import NOW, TEN
from tests.kit.cast import Person
from tests.kit.desk import Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
WEEK = timedelta(days=7)
MONDAY = date(2026, 3, 9)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


@pytest.fixture
def who() -> Contact:
    return contact(now=NOW)


def six(desk: Desk, first: datetime = TEN) -> list[Wanted]:
    """Six Mondays at ten on the wall; the clocks change before the fourth."""
    hour = timedelta(hours=1)
    return [desk.wanted(first + week * WEEK - (hour if week > 2 else timedelta())) for week in range(6)]


def ask(desk: Desk, **asked: object) -> CourseAsk:
    usual: dict[str, object] = {"sessions": 6, "since": MONDAY, "location": desk.location.pk}
    return CourseAsk(service=desk.service.pk, **(usual | asked))  # type: ignore[arg-type]


def taken(desk: Desk, start: datetime) -> None:
    """Somebody else has this time of Ben's."""
    other = contact("Cleo", "cleo@example.org", NOW)
    visit = core.book_visit(VISITOR, Plan(desk.wanted(start)), other, Appointment.Way.STAFF, NOW, tell=False)
    assert isinstance(visit, Appointment)


def test_all_of_it_is_booked_and_told_of_once(desk: Desk, who: Contact, dara: Person) -> None:
    made = book_course(dara.actor, who, six(desk), NOW)
    assert isinstance(made, Course)
    visits = list(made.appointments.all())
    assert [visit.state for visit in visits] == ["booked"] * 6
    assert {visit.contact for visit in visits} == {who}
    assert Notice.objects.filter(kind="course_booked").count() == 1
    assert not Notice.objects.filter(kind="visit_booked").exists()
    assert not faults()


def test_when_one_time_is_lost_nothing_is_booked(desk: Desk, who: Contact, dara: Person) -> None:
    taken(desk, TEN + 2 * WEEK)
    said = book_course(dara.actor, who, six(desk), NOW)
    assert isinstance(said, Lost) and list(said.lines) == [2]
    assert said.lines[2].code == "taken"
    assert not Course.objects.exists() and Appointment.objects.count() == 1
    assert not Notice.objects.filter(kind="course_booked").exists()
    assert not faults()


def test_one_time_cannot_be_in_a_course_twice(desk: Desk, who: Contact, dara: Person) -> None:
    said = book_course(dara.actor, who, [desk.wanted(TEN), desk.wanted(TEN)], NOW)
    assert isinstance(said, Lost) and list(said.lines) == [1]


def test_visits_of_two_services_are_a_wrong_call(desk: Desk, who: Contact, dara: Person) -> None:
    with pytest.raises(ValueError, match="one service"):
        book_course(dara.actor, who, [], NOW)


def test_a_proposal_is_regular_and_names_times_nearby(desk: Desk) -> None:
    lines = propose(ask(desk), NOW)
    assert len(lines) == 6 and all(line.chosen for line in lines)
    assert {line.odd for line in lines} == {frozenset()}
    assert all(len(line.others) == 5 for line in lines)


def test_what_is_out_of_the_usual_is_said(desk: Desk) -> None:
    day = datetime(2026, 3, 23, tzinfo=UTC)
    for practitioner in desk.practitioners:
        TimeOff.objects.create(practitioner=practitioner, start=day, end=day + timedelta(days=1))
    lines = propose(ask(desk, weekday=0), NOW)
    assert [bool(line.odd) for line in lines] == [False, False, True, False, False, False]
    assert "day" in lines[2].odd


def test_a_week_without_any_time_is_a_line_that_says_so(desk: Desk) -> None:
    for practitioner in desk.practitioners:
        TimeOff.objects.create(
            practitioner=practitioner,
            start=datetime(2026, 3, 19, tzinfo=UTC),
            end=datetime(2026, 3, 28, tzinfo=UTC),
        )
    lines = propose(ask(desk, weekday=0), NOW)
    assert [line.chosen is None for line in lines] == [False, False, True, False, False, False]
    assert lines[2].others, "but times near by are offered"


def test_lost_lines_are_proposed_anew_and_the_others_kept(desk: Desk) -> None:
    lines = propose(ask(desk), NOW)
    kept = [line.chosen.key for line in lines if line.chosen]
    lost = lines[1].chosen
    assert lost is not None
    for practitioner in desk.practitioners:
        TimeOff.objects.create(practitioner=practitioner, start=lost.slot.start, end=lost.slot.end)
    again = propose(ask(desk), NOW, kept, [1])
    chosen = [line.chosen.key if line.chosen else "" for line in again]
    assert [one == two for one, two in zip(chosen, kept, strict=True)] == [True, False, True, True, True, True]
    assert chosen[1]


def test_questions_do_not_grow_with_the_course(desk: Desk) -> None:
    def asked(sessions: int) -> int:
        with CaptureQueriesContext(connection) as found:
            propose(ask(desk, sessions=sessions), NOW)
        return len(found)

    assert asked(12) == asked(2)


# Pages


def address(desk: Desk) -> str:
    return (
        f"/staff/courses/new/?service={desk.service.pk}&sessions=6&since=2026-03-09&location={desk.location.pk}"
        "&practitioner=&weekday=&at=&who=ana"
    )


def test_front_desk_books_a_course_for_a_patient(
    desk: Desk, ana: Person, dara: Person, client_of: Callable[[Person], Client]
) -> None:
    assert ana.patient is not None
    client = client_of(dara)
    page = client.get(address(desk))
    lines = page.context["lines"]
    typed = {f"line-{line.week}": line.chosen.key for line in lines} | {"whose": f"patient-{ana.patient.pk}"}
    answer = client.post(address(desk), typed, follow=True)
    course = Course.objects.get()
    assert answer.redirect_chain[-1][0] == f"/staff/courses/{course.pk}/"
    assert course.contact is not None and course.contact.patient == ana.patient
    assert course.appointments.count() == 6


def test_a_week_can_be_left_out(desk: Desk, dara: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(dara)
    lines = client.get(address(desk)).context["lines"]
    typed = {f"line-{line.week}": line.chosen.key for line in lines if line.week != 3}
    client.post(address(desk), typed | {"name": "Finn", "email": "finn@example.org"})
    assert Course.objects.get().appointments.count() == 5


def test_a_lost_race_keeps_everything_typed(desk: Desk, dara: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(dara)
    lines = client.get(address(desk)).context["lines"]
    place = lines[4].chosen.slot
    typed = {f"line-{line.week}": line.chosen.key for line in lines} | {"name": "Finn", "email": "finn@example.org"}
    who = next(n for n, one in enumerate(desk.practitioners) if one.pk == place.practitioner)
    core.book_visit(
        VISITOR, Plan(desk.wanted(place.start, who)), contact(now=NOW), Appointment.Way.STAFF, NOW, tell=False
    )
    page = client.post(address(desk), typed)
    text = page.content.decode()
    assert "Nothing is booked yet" in text and "The time chosen was taken" in text
    assert 'value="Finn"' in text and 'value="finn@example.org"' in text
    again = page.context["lines"]
    assert [line.chosen.key == typed[f"line-{line.week}"] for line in again] == [True] * 4 + [False, True]
    assert not Course.objects.exists()


@pytest.mark.parametrize("path", ["/staff/courses/new/", "/staff/courses/1/"])
def test_courses_are_the_staffs_side(path: str, ana: Person, client_of: Callable[[Person], Client]) -> None:
    assert client_of(ana).get(path).status_code == 403
    assert Client().get(path).status_code == 302
