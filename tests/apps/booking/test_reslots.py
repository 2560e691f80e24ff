"""Somebody falls ill: their time is blocked, new times are proposed, and nothing moves before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Appointment, Reslot, TimeOff
from hipwise.apps.booking.selectors import reslots as listed
from hipwise.apps.booking.services import core, reslots
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.booking.services.courses import book_course
from hipwise.apps.notifications.models import Notice
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.apps.booking.waits import NOW, TEN
from tests.kit.cast import Person
from tests.kit.desk import Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SINCE, UNTIL = datetime(2026, 3, 8, 23, tzinfo=UTC), datetime(2026, 3, 13, 23, tzinfo=UTC)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    return lay_desk([ben, eli])


def booked(desk: Desk, start: datetime, practitioner: int = 0) -> Appointment:
    who = contact(f"P{start:%d%H}", f"p{start:%d%H}@example.org", NOW)
    plan = Plan(desk.wanted(start, practitioner))
    visit = core.book_visit(VISITOR, plan, who, Appointment.Way.STAFF, NOW, tell=False)
    assert isinstance(visit, Appointment)
    return visit


def propose(desk: Desk, dara: Person, *, whole: bool = False) -> Reslot:
    return reslots.propose_moves(dara.actor, desk.practitioners[0], SINCE, UNTIL, NOW, whole=whole)


def proposed(made: Reslot) -> dict[int, Wanted]:
    """All lines as they are proposed."""
    return {
        row.pk: Wanted(row.appointment.service_id, row.practitioner_id, row.location_id, row.start)
        for row in made.lines.select_related("appointment")
        if row.start and row.practitioner_id and row.location_id
    }


def test_the_time_is_blocked_and_nothing_has_moved(desk: Desk, dara: Person) -> None:
    visit = booked(desk, TEN)
    booked(desk, TEN + WEEK)
    made = propose(desk, dara)
    (line,) = made.lines.all()
    assert (line.appointment, line.start, line.practitioner) == (visit, TEN, desk.practitioners[1])
    assert TimeOff.objects.filter(practitioner=desk.practitioners[0], start=SINCE, end=UNTIL).exists()
    visit.refresh_from_db()
    assert (visit.practitioner, visit.version) == (desk.practitioners[0], 1)


def test_confirming_moves_all_and_tells_each_once(desk: Desk, dara: Person) -> None:
    visits = [booked(desk, TEN + n * HOUR) for n in range(3)]
    made = propose(desk, dara)
    assert reslots.confirm_lines(dara.actor, made, proposed(made), NOW) == 3
    made.refresh_from_db()
    assert made.state == "confirmed"
    assert {Appointment.objects.get(pk=visit.pk).practitioner for visit in visits} == {desk.practitioners[1]}
    assert Notice.objects.filter(kind="visit_moved").count() == 3
    again = reslots.confirm_lines(dara.actor, made, proposed(made), NOW)
    assert isinstance(again, Refusal) and Notice.objects.filter(kind="visit_moved").count() == 3
    assert not faults()


def test_a_course_moves_whole_and_is_told_of_in_one_letter(desk: Desk, dara: Person) -> None:
    who = contact(now=NOW)
    hour = HOUR
    times = [TEN + week * WEEK - (hour if week > 2 else timedelta()) for week in range(6)]
    book_course(dara.actor, who, [desk.wanted(start) for start in times], NOW)
    made = propose(desk, dara, whole=True)
    assert made.lines.count() == 6
    assert reslots.confirm_lines(dara.actor, made, proposed(made), NOW) == 6
    assert {visit.practitioner for visit in Appointment.objects.all()} == {desk.practitioners[1]}
    assert [visit.start for visit in Appointment.objects.order_by("start")] == times
    assert Notice.objects.filter(kind="course_moved").count() == 1
    assert not Notice.objects.filter(kind="visit_moved").exists()
    assert not faults()


def test_of_a_course_only_the_days_in_question_may_be_asked(desk: Desk, dara: Person) -> None:
    book_course(dara.actor, contact(now=NOW), [desk.wanted(TEN), desk.wanted(TEN + WEEK)], NOW)
    assert propose(desk, dara, whole=False).lines.count() == 1


def test_when_one_cannot_move_none_does_and_it_is_said_which(desk: Desk, dara: Person) -> None:
    first, second = booked(desk, TEN), booked(desk, TEN + HOUR)
    made = propose(desk, dara)
    core.book_visit(VISITOR, Plan(desk.wanted(TEN, 1)), contact(now=NOW), Appointment.Way.STAFF, NOW, tell=False)
    said = reslots.confirm_lines(dara.actor, made, proposed(made), NOW)
    assert isinstance(said, reslots.Lost)
    assert {made.lines.get(pk=number).appointment: why.code for number, why in said.lines.items()} == {first: "taken"}
    second.refresh_from_db()
    assert second.practitioner == desk.practitioners[0]
    assert not Notice.objects.filter(kind="visit_moved").exists()
    assert not faults()


def test_a_visit_that_changed_meanwhile_stays_where_it_is(desk: Desk, dara: Person) -> None:
    visit = booked(desk, TEN)
    made = propose(desk, dara)
    core.move_visit(VISITOR, visit, Plan(desk.wanted(TEN + 2 * HOUR, 1)), NOW, staff=True, tell=False)
    said = reslots.confirm_lines(dara.actor, made, proposed(made), NOW)
    assert isinstance(said, reslots.Lost) and [why.code for why in said.lines.values()] == ["changed"]
    visit.refresh_from_db()
    assert visit.start == TEN + 2 * HOUR
    (line,) = listed.lines_of(made)
    assert line.is_changed and not line.is_done


def test_some_can_be_confirmed_and_the_rest_left(desk: Desk, dara: Person) -> None:
    first, second = booked(desk, TEN), booked(desk, TEN + HOUR)
    made = propose(desk, dara)
    number = made.lines.get(appointment=first).pk
    assert reslots.confirm_lines(dara.actor, made, {number: proposed(made)[number]}, NOW) == 1
    made.refresh_from_db()
    assert made.state == "open"
    assert [line.is_done for line in listed.lines_of(made)] == [True, False]
    assert reslots.drop_proposal(dara.actor, made, NOW) is None
    made.refresh_from_db()
    second.refresh_from_db()
    assert (made.state, second.practitioner) == ("confirmed", desk.practitioners[0])


def test_a_dropped_proposal_moves_nobody_and_keeps_the_block(desk: Desk, dara: Person) -> None:
    booked(desk, TEN)
    made = propose(desk, dara)
    assert reslots.drop_proposal(dara.actor, made, NOW) is None
    assert reslots.drop_proposal(dara.actor, made, NOW) is not None
    made.refresh_from_db()
    assert made.state == "dropped" and TimeOff.objects.count() == 1
    assert isinstance(reslots.confirm_lines(dara.actor, made, proposed(made), NOW), Refusal)


def test_visits_may_take_the_rooms_that_others_of_them_leave(ben: Person, eli: Person, dara: Person) -> None:
    """One room: eleven goes where ten was, though ten is asked after it."""
    desk = lay_desk([ben, eli], rooms=1)
    ten, eleven = booked(desk, TEN), booked(desk, TEN + HOUR)
    made = propose(desk, dara)
    to = {ten: TEN + 4 * HOUR, eleven: TEN}
    chosen = {row.pk: desk.wanted(to[row.appointment], 1) for row in made.lines.order_by("-pk")}
    assert reslots.confirm_lines(dara.actor, made, chosen, NOW) == 2
    assert not faults()


def test_what_happened_stands_in_the_log(desk: Desk, dara: Person) -> None:
    booked(desk, TEN)
    made = propose(desk, dara)
    reslots.confirm_lines(dara.actor, made, proposed(made), NOW)
    said = list(Event.objects.filter(who_id=dara.user.pk).order_by("pk").values_list("what", flat=True))
    assert said == ["blocked time", "proposed new times", "moved visit", "confirmed new times"]


# Pages


def test_front_desk_says_who_is_out_and_confirms(
    desk: Desk, dara: Person, client_of: Callable[[Person], Client]
) -> None:
    visit = booked(desk, TEN)
    client = client_of(dara)
    typed = {"practitioner": desk.practitioners[0].pk, "since": "2026-03-09", "until": "2026-03-13", "whole": "yes"}
    page = client.post("/staff/proposals/new/", typed, follow=True)
    made = Reslot.objects.get()
    (row,) = page.context["rows"]
    assert row["ticked"] and row["chosen"]
    number = row["number"]
    chosen = {f"take-{number}": "on", f"to-{number}": row["chosen"]}
    page = client.post(f"/staff/proposals/{made.pk}/", chosen, follow=True)
    assert "Moved 1 visit." in page.content.decode()
    visit.refresh_from_db()
    assert visit.practitioner == desk.practitioners[1]


def test_a_refused_confirmation_keeps_what_was_chosen(
    desk: Desk, dara: Person, client_of: Callable[[Person], Client]
) -> None:
    booked(desk, TEN), booked(desk, TEN + HOUR)
    made = propose(desk, dara)
    client = client_of(dara)
    rows = client.get(f"/staff/proposals/{made.pk}/").context["rows"]
    other = rows[1]["places"][-1].key
    typed = {f"take-{row['number']}": "on" for row in rows}
    typed |= {f"to-{rows[0]['number']}": rows[0]["chosen"], f"to-{rows[1]['number']}": other}
    core.book_visit(VISITOR, Plan(desk.wanted(TEN, 1)), contact(now=NOW), Appointment.Way.STAFF, NOW, tell=False)
    page = client.post(f"/staff/proposals/{made.pk}/", typed)
    text = page.content.decode()
    assert "Nothing has moved yet" in text and "has another visit at this time" in text
    assert [row["ticked"] for row in page.context["rows"]] == [True, True]
    first, second = page.context["rows"]
    assert second["chosen"] == other and f'value="{other}" selected' in text
    assert first["chosen"] != rows[0]["chosen"] and f'value="{first["chosen"]}" selected' in text


def test_nobody_else_says_that_a_practitioner_is_out(
    desk: Desk, eli: Person, client_of: Callable[[Person], Client]
) -> None:
    typed = {"practitioner": desk.practitioners[0].pk, "since": "2026-03-09", "until": "2026-03-13", "whole": "yes"}
    page = client_of(eli).post("/staff/proposals/new/", typed)
    assert page.status_code == 200 and "Only they themselves" in page.content.decode()
    assert not Reslot.objects.exists() and not TimeOff.objects.exists()
    own = typed | {"practitioner": desk.practitioners[1].pk}
    assert client_of(eli).post("/staff/proposals/new/", own).status_code == 302


@pytest.mark.parametrize("path", ["/staff/proposals/", "/staff/proposals/new/", "/staff/proposals/1/"])
def test_proposals_are_the_staffs_side(path: str, ana: Person, client_of: Callable[[Person], Client]) -> None:
    assert client_of(ana).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_questions_do_not_grow_with_the_visits(desk: Desk, dara: Person) -> None:
    def asked() -> int:
        made = propose(desk, dara)
        TimeOff.objects.all().delete()
        with CaptureQueriesContext(connection) as found:
            listed.with_others(listed.lines_of(made), NOW)
        return len(found)

    booked(desk, TEN)
    few = asked()
    for day in range(1, 5):
        for n in range(4):
            booked(desk, TEN + day * DAY + n * HOUR)
    assert asked() == few
