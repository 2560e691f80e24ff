"""Offers under races, on whichever database the tests run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import pytest

from hipwise.apps.booking.models import Appointment, Wish
from hipwise.apps.booking.selectors import waiting as listed
from hipwise.apps.booking.services import core, guard, waiting
from hipwise.apps.notifications.models import Notice
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.apps.booking.waits import NOW, TEN, block, free, put
from tests.kit.cast import Person
from tests.kit.crowd import at_once
from tests.kit.desk import Desk, lay_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]
WORKERS = 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(ben: Person, eli: Person) -> Desk:
    desk = lay_desk([ben, eli])
    block(desk)
    return desk


def offers() -> list[Appointment]:
    return list(Appointment.objects.filter(state="held"))


def test_many_workers_offer_no_time_twice_and_no_wish_two(desk: Desk) -> None:
    for name in "ABCDEF":
        put(desk, name)
    for day in range(4):
        free(desk, TEN + day * DAY, practitioner=day % 2)
    at_once(*[lambda: waiting.offer_free_times(NOW)] * WORKERS)
    waiting.offer_free_times(NOW)
    assert len({(one.practitioner_id, one.start) for one in offers()}) == len(offers()) == 4
    assert Counter(Wish.objects.values_list("state", flat=True)) == {"offered": 4, "waiting": 2}
    assert Notice.objects.filter(kind="wish_offer").count() == 4
    assert not faults()


def test_one_wish_and_many_free_times_is_one_offer(desk: Desk) -> None:
    wish = put(desk, "Ana")
    slots = []
    for day in range(WORKERS):
        free(desk, TEN + day % 5 * DAY + day // 5 * 2 * HOUR, practitioner=day % 2)
    slots = list(listed.Openings([wish], NOW).fitting(wish))
    assert len(slots) == WORKERS
    said = at_once(*[lambda slot=slot: waiting.offer_time(wish, slot, NOW) for slot in slots])
    assert said.count(True) == 1 and len(offers()) == 1
    assert not faults()


def test_without_the_state_asked_again_one_wish_would_be_offered_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who trusts what was read before the lock offers one person several times."""
    wish = put(desk, "Ana")
    for day in range(3):
        free(desk, TEN + day * DAY)
    slots = list(listed.Openings([wish], NOW).fitting(wish))
    monkeypatch.setattr(waiting, "_still_waiting", lambda seen: Wish.objects.get(pk=seen.pk))
    said = at_once(*[lambda slot=slot: waiting.offer_time(wish, slot, NOW) for slot in slots])
    assert said.count(True) > 1 and len(offers()) > 1


def test_accepting_many_times_books_once(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    said = at_once(*[lambda: waiting.accept_offer(VISITOR, wish, NOW)] * WORKERS)
    assert sum(isinstance(one, Appointment) for one in said) == 1
    assert Appointment.objects.filter(state="booked").count() == 1
    assert not faults()


@pytest.mark.parametrize("after", [timedelta(hours=2), timedelta(hours=1)])
def test_accepting_lapsing_and_another_booking_at_once(desk: Desk, after: timedelta) -> None:
    """Whoever is first has it; nobody has it twice, and whoever loses is still on the list."""
    wish, other = put(desk, "Ana"), put(desk, "Cleo")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    later = NOW + after
    accepted, *_ = at_once(
        lambda: waiting.accept_offer(VISITOR, wish, NOW + timedelta(hours=2) - timedelta(seconds=1)),
        lambda: waiting.lapse_offers(later),
        lambda: waiting.offer_free_times(later),
        lambda: core.hold_time(desk.wanted(TEN), Appointment.Way.SITE, later),
        lambda: core.sweep_holds(later),
    )
    standing = Appointment.objects.filter(state__in=("held", "booked"), start=TEN)
    assert standing.count() <= 1
    waiting.lapse_offers(later)
    ana = Wish.objects.get(pk=wish.pk)
    if isinstance(accepted, Refusal):
        assert ana.state == "waiting"
    else:
        assert ana.state == "booked" and standing.get().state == "booked"
        assert Wish.objects.get(pk=other.pk).state == "waiting"
    assert not faults()


def test_letting_go_and_accepting_at_once_is_one_of_the_two(desk: Desk) -> None:
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    accepted, let_go, left = at_once(
        lambda: waiting.accept_offer(VISITOR, wish, NOW),
        lambda: waiting.let_offer_go(VISITOR, wish),
        lambda: waiting.leave_list(VISITOR, wish),
    )
    if isinstance(accepted, Appointment):
        assert isinstance(let_go, Refusal) and isinstance(left, Refusal)
        assert Wish.objects.get().state == "booked"
    else:
        assert left is None and not offers()
    assert not faults()


@pytest.mark.parametrize("deed", ["leave", "prove"])
def test_whose_offer_moves_before_it_is_locked_is_not_told_that_the_wish_is_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    """The race above, lost on purpose once: between looking for what to lock and locking it, the offer is gone."""
    wish = put(desk, "Ana")
    free(desk, TEN)
    waiting.offer_free_times(NOW)
    lock, tries = guard.lock, []

    def late(people: Iterable[int], rooms: Iterable[int]) -> None:
        lock(people, rooms)
        tries.append(1)
        if len(tries) == 1:
            Wish.objects.update(state="waiting", offer=None)

    monkeypatch.setattr(guard, "lock", late)
    said = waiting.leave_list(VISITOR, wish) if deed == "leave" else waiting.prove_address(wish, NOW)
    assert not isinstance(said, Refusal) and len(tries) == 2
    assert Wish.objects.get().state == {"leave": "left", "prove": "offered"}[deed]


def test_with_the_guard_off_the_same_race_is_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the slices, one time is kept for several."""
    wishes = [put(desk, name) for name in "ABCDEF"]
    free(desk, TEN)
    slot = next(listed.Openings(wishes, NOW).fitting(wishes[0]))
    monkeypatch.setattr(guard, "take", lambda visit: None)
    monkeypatch.setattr(guard, "lock", lambda people, rooms: None)
    monkeypatch.setattr(core, "refusal", lambda *args, **kwargs: None)
    said = at_once(*[lambda wish=wish: waiting.offer_time(wish, slot, NOW) for wish in wishes])
    assert said.count(True) > 1 and faults()
