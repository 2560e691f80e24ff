"""The waiting list: whom a freed time is offered to, for how long, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Appointment, Contact, Wish
from hipwise.apps.booking.selectors import waiting as listed
from hipwise.apps.booking.services import core, waiting
from hipwise.apps.notifications.models import Notice
from hipwise.kit import jobs
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.apps.booking.waits import NOW, TEN, block, free, put, waiting_wish
from tests.kit.cast import Person
from tests.kit.desk import Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(ben: Person) -> Desk:
    """Ben works, and everything is taken."""
    desk = lay_desk([ben])
    block(desk)
    return desk


def fresh(wish: Wish) -> Wish:
    return Wish.objects.select_related("offer", "contact").get(pk=wish.pk)


def test_a_freed_time_goes_to_the_first_whom_it_suits(desk: Desk) -> None:
    tuesday = put(desk, "Tess", weekdays=[1])
    second = put(desk, "Ana", weekdays=[0], made=NOW - DAY)
    third = put(desk, "Cleo", made=NOW - HOUR)
    free(desk, TEN)
    assert waiting.offer_free_times(NOW) == 1
    assert [fresh(wish).state for wish in (tuesday, second, third)] == ["waiting", "offered", "waiting"]
    offer = fresh(second).offer
    assert offer is not None and (offer.start, offer.state, offer.way) == (TEN, "held", "waiting")
    assert offer.held_until == NOW + timedelta(hours=2)
    assert not faults()


def test_going_through_the_list_again_offers_nothing_twice(desk: Desk) -> None:
    wish, other = put(desk, "Ana"), put(desk, "Cleo")
    free(desk, TEN)
    assert [waiting.offer_free_times(NOW) for _ in range(3)] == [1, 0, 0]
    assert (fresh(wish).state, fresh(other).state) == ("offered", "waiting")
    assert Notice.objects.filter(kind="wish_offer").count() == 1


def test_an_offer_that_runs_out_goes_on_to_the_next_and_never_back(desk: Desk) -> None:
    wish, other = put(desk, "Ana"), put(desk, "Cleo")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    later = NOW + 2 * HOUR
    waiting.offer_free_times(later)
    assert (fresh(wish).state, fresh(wish).offer) == ("waiting", None)
    assert fresh(other).state == "offered"
    waiting.offer_free_times(later + 2 * HOUR)
    assert fresh(other).state == "waiting"
    assert waiting.offer_free_times(later + 3 * HOUR) == 0, "both have had it"
    assert not Appointment.objects.filter(state="held").exists()


def test_an_offer_whose_hold_somebody_else_swept_away_is_over_too(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    core.sweep_holds(NOW + 2 * HOUR)
    assert fresh(wish).offer is None
    waiting.lapse_offers(NOW + 2 * HOUR)
    assert fresh(wish).state == "waiting"
    assert isinstance(waiting.accept_offer(VISITOR, wish, NOW + 2 * HOUR), Refusal)


def test_accepting_books_it_for_the_one_who_waited(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    visit = waiting.accept_offer(VISITOR, wish, NOW + HOUR)
    assert isinstance(visit, Appointment)
    assert (visit.state, visit.start, visit.contact, visit.way) == ("booked", TEN, wish.contact, "waiting")
    assert fresh(wish).state == "booked"
    again = waiting.accept_offer(VISITOR, wish, NOW + HOUR)
    assert isinstance(again, Refusal) and again.code == "offer_over"
    assert not faults()


def test_accepting_too_late_is_refused_and_the_place_on_the_list_stays(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    refused = waiting.accept_offer(VISITOR, wish, NOW + 2 * HOUR)
    assert isinstance(refused, Refusal) and refused.code == "offer_over"
    assert fresh(wish).state == "offered"
    waiting.lapse_offers(NOW + 2 * HOUR)
    assert fresh(wish).state == "waiting"


def test_letting_go_frees_the_time_for_the_next_at_once(desk: Desk) -> None:
    wish, other = put(desk, "Ana"), put(desk, "Cleo")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    assert waiting.let_offer_go(VISITOR, wish) is None
    assert fresh(wish).state == "waiting"
    jobs.run_all_due()
    assert (fresh(wish).state, fresh(other).state) == ("waiting", "offered")
    assert waiting.let_offer_go(VISITOR, wish) is not None


def test_leaving_frees_the_time_on_offer(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    assert waiting.leave_list(VISITOR, wish) is None
    assert fresh(wish).state == "left"
    assert not Appointment.objects.filter(state="held").exists()
    assert waiting.leave_list(VISITOR, wish) is not None


def test_nobody_is_offered_anything_before_their_address_has_answered(desk: Desk) -> None:
    who = contact("Ana", now=None)
    wish = waiting_wish(desk, who)
    assert isinstance(waiting.join_list(VISITOR, wish, who, NOW), Wish)
    free(desk, TEN)
    assert waiting.offer_free_times(NOW) == 0
    jobs.run_all_due()
    (letter,) = mail.outbox
    assert listed.wish_token(wish) in letter.body and "hip" not in letter.subject.lower().replace("quiet hip", "")
    assert isinstance(waiting.prove_address(wish, NOW), Wish)
    jobs.run_all_due()
    assert fresh(wish).state == "offered"
    assert "09:00" not in mail.outbox[-1].body and "10:00" in mail.outbox[-1].body, "the clock of the place"


def test_an_address_that_never_answers_is_forgotten(desk: Desk) -> None:
    who = contact("Ana", now=None)
    waiting.join_list(VISITOR, waiting_wish(desk, who), who, NOW)
    waiting.end_wishes(NOW + timedelta(days=1))
    assert Wish.objects.count() == 1
    waiting.end_wishes(NOW + timedelta(days=2, minutes=1))
    assert not Wish.objects.exists() and not Contact.objects.filter(pk=who.pk).exists()


@pytest.mark.parametrize(
    ("at", "offers"),
    [
        (datetime(2026, 3, 4, 20, 30, tzinfo=UTC), 0),  # half past nine in the evening
        (datetime(2026, 3, 5, 6, 30, tzinfo=UTC), 0),
        (datetime(2026, 3, 5, 7, 0, tzinfo=UTC), 1),  # eight in the morning
    ],
)
def test_at_night_nothing_is_offered(desk: Desk, at: datetime, offers: int) -> None:
    put(desk, "Ana")
    free(desk, TEN)
    assert waiting.offer_free_times(at) == offers


def test_an_offer_never_lasts_beyond_the_hour_until_which_it_can_be_booked(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    lead = timedelta(hours=desk.service.lead_hours)
    assert waiting.offer_free_times(TEN - lead - timedelta(minutes=20)) == 0, "too short to be one"
    near = datetime(2026, 3, 8, 20, 0, tzinfo=UTC)
    desk.service.lead_hours = 12
    assert near < TEN
    desk.service.save()
    at = datetime(2026, 3, 8, 19, 45, tzinfo=UTC)
    assert TEN - lead - at == timedelta(hours=1, minutes=15)
    assert waiting.offer_free_times(at) == 1
    offer = fresh(wish).offer
    assert offer is not None and offer.held_until == TEN - lead


def test_a_wish_ends_by_itself_after_its_last_day(desk: Desk) -> None:
    wish = put(desk, "Ana", until=date(2026, 3, 9))
    waiting.offer_free_times(datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert fresh(wish).state == "waiting"
    waiting.offer_free_times(datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert fresh(wish).state == "left"


@pytest.mark.parametrize(
    "asked",
    [
        {"weekdays": [1, 2]},
        {"earliest": time(10, 15)},
        {"latest": time(9, 45)},
        {"since": date(2026, 3, 10)},
        {"until": date(2026, 3, 8)},
    ],
)
def test_what_does_not_suit_is_not_offered(desk: Desk, asked: dict[str, Any]) -> None:
    put(desk, "Ana", **asked)
    free(desk, TEN)
    assert waiting.offer_free_times(NOW) == 0


def test_six_wishes_of_one_address_are_too_many(desk: Desk) -> None:
    who = contact("Ana", now=NOW)
    said = [waiting.join_list(VISITOR, waiting_wish(desk, who), who, NOW) for _ in range(6)]
    assert [isinstance(one, Wish) for one in said] == [True] * 5 + [False]


def test_calling_a_visit_off_has_the_list_gone_through(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    hold = core.hold_time(desk.wanted(TEN), Appointment.Way.SITE, NOW)
    assert isinstance(hold, Appointment)
    visit = core.book_held(VISITOR, hold, contact("Cleo", "cleo@example.org", NOW), NOW)
    assert isinstance(visit, Appointment)
    jobs.run_all_due()
    assert fresh(wish).state == "waiting"
    core.cancel_visit(VISITOR, visit, NOW, by_clinic=False)
    jobs.run_all_due()
    assert fresh(wish).state == "offered"


def test_every_step_stands_in_the_log(desk: Desk, ana: Person) -> None:
    assert ana.patient is not None
    who = contact("Ana", now=NOW)
    who.patient = ana.patient
    who.save()
    wish = waiting_wish(desk, who)
    waiting.join_list(ana.actor, wish, who, NOW)
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    waiting.let_offer_go(ana.actor, wish)
    waiting.leave_list(ana.actor, wish)
    lines = Event.objects.filter(about_id=ana.user.pk, subject__startswith="booking.wish").order_by("pk")
    said = [line.what for line in lines]
    assert said == ["joined waiting list", "offered freed time", "let offer go", "left waiting list"]


def test_questions_do_not_grow_with_the_list(desk: Desk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            waiting.offer_free_times(NOW)
        return len(found)

    put(desk, "Ana", weekdays=[1])
    few = asked()
    for number in range(20):
        put(desk, f"P{number}", weekdays=[2])
    assert asked() == few
