"""The cast stands as the other tests believe it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.people.models import Clinic
from tests.kit.cast import Person


def test_signed_in_client_is_that_person(ana: Person, client_of: Callable[[Person], Client]) -> None:
    response = client_of(ana).get("/account/email/")
    assert response.wsgi_request.user == ana.user
    assert response.wsgi_request.actor == ana.actor  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["ben", "dara", "eli", "olga"])
def test_staff_have_met_the_second_factor(
    who: str, request: pytest.FixtureRequest, client_of: Callable[[Person], Client]
) -> None:
    person: Person = request.getfixturevalue(who)
    response = client_of(person).get("/account/email/")
    assert response.wsgi_request.actor == person.actor  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_transactional_tests_leave_what_migrations_laid(again: int) -> None:
    from wagtail.models import Page, Site

    with transaction.atomic():
        Event.objects.create(what=f"tried {again}")
    Clinic.objects.create(name="x", country="NL", time_zone="UTC", emergency_number="1", crisis_number="2")
    assert Event.objects.count() == 1
    assert Page.objects.exists() and Site.objects.exists() and Permission.objects.exists()
