"""A patient's own visits, those booked as a guest among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.selectors import visits
from tests.apps.booking.visitors import at, booked
from tests.kit import desk as laying
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

START = at(9, 9)
ClientOf = Callable[[Person], Client]


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def as_guest(desk: Desk, now: datetime, ana: Person) -> Appointment:
    return booked(desk, START, laying.contact("Ana", ana.user.email.upper(), now), now)


def test_a_guests_visit_is_found_by_a_verified_address(as_guest: Appointment, ana: Person, client_of: ClientOf) -> None:
    page = client_of(ana).get("/visits/").content.decode()
    assert "First visit" in page
    assert "Nothing is booked" not in page


def test_not_by_one_that_nobody_verified(as_guest: Appointment, ana: Person) -> None:
    EmailAddress.objects.update(verified=False)
    assert list(visits.own_visits(ana.actor)) == []


def test_not_where_the_guest_never_proved_it(as_guest: Appointment, ana: Person) -> None:
    contact = as_guest.contact
    assert contact is not None
    contact.proved = None
    contact.save()
    assert list(visits.own_visits(ana.actor)) == []


def test_nobody_else_sees_them(as_guest: Appointment, cleo: Person, client_of: ClientOf, client: Client) -> None:
    assert "Nothing is booked" in client_of(cleo).get("/visits/").content.decode()
    assert "/account/login/" in client.get("/visits/")["Location"]


def test_past_and_coming_are_apart(as_guest: Appointment, ana: Person) -> None:
    before, after = START - timedelta(hours=1), START + timedelta(hours=2)
    assert visits.coming(ana.actor, before) == [as_guest] and list(visits.past(ana.actor, before)) == []
    assert visits.coming(ana.actor, after) == [] and list(visits.past(ana.actor, after)) == [as_guest]


def test_the_next_visit_is_the_first_that_stands(as_guest: Appointment, desk: Desk, ana: Person, now: datetime) -> None:
    sooner = booked(desk, at(6, 9), as_guest.contact, now)
    assert visits.next_visit(ana.actor, now) == sooner
    Appointment.objects.filter(pk=sooner.pk).update(state="cancelled", cancelled=now)
    assert visits.next_visit(ana.actor, now) == as_guest


def test_today_shows_it(as_guest: Appointment, ana: Person, client_of: ClientOf) -> None:
    page = client_of(ana).get("/today/").content.decode()
    assert "Your next visit" in page
    assert "Monday 9 March" in page


def test_today_says_nothing_without_one(desk: Desk, ana: Person, client_of: ClientOf) -> None:
    assert "Your next visit" not in client_of(ana).get("/today/").content.decode()
