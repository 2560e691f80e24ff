"""Fixtures of every tier. Domain tests use none of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from hipwise.apps.people.models import Clinic, StaffSeat
from tests.kit import cast, flush, laid
from tests.kit.cast import Person

# A slow machine is no fault of the code, and CI tries the same examples every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")

MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Whether Django takes the test database as it finds it: kept from an earlier run, or laid for this one."""
    wanted = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        wanted["TEMPLATE"] = laid.template(os.environ["DATABASE_URL"]) or None
        return django_db_keepdb
    return laid.copy_to(Path(wanted["NAME"])) or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[None]:
    """The migrated database, which transactional tests leave as they found it."""
    patch = pytest.MonkeyPatch()
    if any(flush.is_transactional(item) for item in request.session.items):
        with django_db_blocker.unblock():
            restoring = flush.restoring(vars(TransactionTestCase)["_fixture_teardown"])
        patch.setattr(TransactionTestCase, "_fixture_teardown", restoring)
    yield
    patch.undo()


@pytest.fixture
def now() -> Iterator[datetime]:
    """A Wednesday morning at which the clock stands still."""
    with time_machine.travel(MOMENT, tick=False):
        yield MOMENT


@pytest.fixture
def empty_cache(db: None) -> Iterator[None]:
    """Counters of earlier tests (throttles, sign-in tries) are forgotten, and ours by those to come."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clinic(db: None) -> Clinic:
    """The clinic of this installation."""
    return cast.lay_clinic()


@pytest.fixture
def ana(clinic: Clinic) -> Person:
    """A patient."""
    return cast.patient("Ana")


@pytest.fixture
def ben(clinic: Clinic) -> Person:
    """A physiotherapist."""
    return cast.staff("Ben", StaffSeat.Work.PHYSIOTHERAPIST)


@pytest.fixture
def cleo(clinic: Clinic) -> Person:
    """A stranger to Ana: another patient."""
    return cast.patient("Cleo")


@pytest.fixture
def dara(clinic: Clinic) -> Person:
    """At the front desk."""
    return cast.staff("Dara", StaffSeat.Work.FRONT_DESK)


@pytest.fixture
def eli(clinic: Clinic) -> Person:
    """A psychologist."""
    return cast.staff("Eli", StaffSeat.Work.PSYCHOLOGIST)


@pytest.fixture
def olga(clinic: Clinic) -> Person:
    """The owner."""
    return cast.staff("Olga", StaffSeat.Work.OWNER)


@pytest.fixture
def client_of(db: None) -> Callable[[Person], Client]:
    """Makes a browser in which the given person is signed in."""
    return cast.signed_in
