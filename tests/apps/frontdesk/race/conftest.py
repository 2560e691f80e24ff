"""Web processes for the fault tests: those that all of these share, and those that are broken by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from hipwise.apps.frontdesk.models import Conversation
from tests.apps.frontdesk.race.network import Network
from tests.apps.frontdesk.race.serving import Server, mend, servers
from tests.apps.frontdesk.race.wires import Place, four
from tests.kit.cast import Person
from tests.kit.talk import chat


@pytest.fixture(scope="package")
def shared(django_db_setup: None) -> Iterator[list[Server]]:
    """The web processes of an installation: one on SQLite, two on PostgreSQL."""
    with servers(2 if connection.vendor == "postgresql" else 1) as up:
        yield up


@pytest.fixture
def up(shared: list[Server], transactional_db: None) -> list[Server]:
    """The same, whole and running, whatever was done to them before."""
    mend(shared)
    return shared


@pytest.fixture
def network(up: list[Server]) -> Iterator[Network]:
    """What leads to them."""
    with Network([one.port for one in up]).up() as network:
        yield network


@pytest.fixture
def talk(transactional_db: None) -> Conversation:
    """A chat in which nothing has been said yet."""
    return chat()


@pytest.fixture
def seats(network: Network, talk: Conversation, ben: Person, dara: Person) -> list[Place]:
    """Two of the visitor's and two of the staff's."""
    return four([network.address], talk, ben, dara)
