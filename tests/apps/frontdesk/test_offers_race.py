"""Offers under races, on whichever database the tests run."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from hipwise.apps.booking.models import Appointment, Draft, Slice
from hipwise.apps.booking.services import visitors
from hipwise.apps.booking.services.visitors import Details
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import core, offers
from hipwise.apps.frontdesk.services.core import Said, Visitor
from hipwise.apps.frontdesk.services.offers import TAKEN_UP, Offering
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.apps.booking.faults import faults
from tests.kit.cast import Person
from tests.kit.crowd import at_once
from tests.kit.desk import Desk, lay_desk
from tests.kit.talk import NOW, chat, visitor_says

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]
START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ROUNDS = 6
Deed = Callable[[], Any]


@pytest.fixture
def place(ben: Person) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def talk() -> Conversation:
    mine = chat(Visitor("Rory", "rory@example.org"))
    visitor_says(mine, "Is there a time?")
    Conversation.objects.update(proved=NOW)
    mine.refresh_from_db()
    return mine


def offer(place: Desk, talk: Conversation, dara: Person, start: datetime = START) -> Message:
    offering = Offering(place.wanted(start), True, timedelta(hours=12), uuid.uuid4())
    said = offers.offer_time(dara.actor, talk, offering, NOW)
    assert isinstance(said, Said), said
    return Message.objects.select_related("conversation", "visit").get(pk=said.message.pk)


def ready(message: Message) -> Draft:
    """A visitor has followed the link and said who comes."""
    draft = offers.follow(message, None, None, NOW)
    assert isinstance(draft, Draft)
    visitors.write_down(draft, Details("Rory", "rory@example.org"), NOW)
    return draft


def test_staff_take_back_while_the_visitor_books(place: Desk, talk: Conversation, dara: Person) -> None:
    for turn in range(ROUNDS):
        message = offer(place, talk, dara, START + timedelta(days=turn % 5, hours=turn // 5 * 2))
        draft = ready(message)
        taken, booked = at_once(
            partial(offers.take_back, dara.actor, talk, message.pk, NOW), partial(visitors.book, VISITOR, draft, NOW)
        )
        # taken back first, the time is free for everybody, and so for them too
        assert isinstance(booked, Appointment) and taken in (None, TAKEN_UP)
        assert Appointment.objects.get(pk=booked.pk).state == "booked"
    assert Appointment.objects.count() == ROUNDS and not faults()


def test_two_with_the_same_link_at_once(place: Desk, talk: Conversation, dara: Person) -> None:
    for turn in range(ROUNDS):
        message = offer(place, talk, dara, START + timedelta(days=turn % 5, hours=turn // 5 * 2))
        drafts = at_once(*[partial(offers.follow, message, None, None, NOW)] * 2)
        assert all(isinstance(one, Draft) for one in drafts)
        for draft in drafts:
            draft.refresh_from_db()
            visitors.write_down(draft, Details("Rory", "rory@example.org"), NOW)
        said = at_once(*[partial(visitors.book, VISITOR, draft, NOW) for draft in drafts])
        assert sorted(isinstance(one, Refusal) for one in said) == [False, True]
    assert Appointment.objects.filter(state="booked").count() == ROUNDS and not faults()


def test_two_colleagues_offer_the_same_time(place: Desk, talk: Conversation, dara: Person, olga: Person) -> None:
    other = chat()
    offering = [Offering(place.wanted(START), True, timedelta(hours=12), uuid.uuid4()) for _ in range(2)]
    said = at_once(
        lambda: offers.offer_time(dara.actor, talk, offering[0], NOW),
        lambda: offers.offer_time(olga.actor, other, offering[1], NOW),
    )
    assert sorted(isinstance(one, Said) for one in said) == [False, True]
    assert Message.objects.filter(kind=core.Kind.OFFER).count() == 1
    assert Slice.objects.values("appointment").distinct().count() == 1 and not faults()


def test_the_same_tap_twice_at_once_offers_once(place: Desk, talk: Conversation, dara: Person) -> None:
    same = Offering(place.wanted(START), True, timedelta(hours=12), uuid.uuid4())
    said = at_once(*[lambda: offers.offer_time(dara.actor, talk, same, NOW)] * 2)
    assert all(isinstance(one, Said) for one in said), said
    assert Message.objects.filter(kind=core.Kind.OFFER).count() == 1
