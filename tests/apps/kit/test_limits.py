"""How often somebody may ask: counted where every process sees it, and nobody's turn is counted twice or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import RequestFactory

from hipwise.kit import limits
from hipwise.kit.models import Count
from hipwise.project import config
from tests.apps.booking.calling import Api, assert_problem

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def rates(settings: LazySettings) -> Iterator[None]:
    """Three in ten seconds."""
    settings.RATE_LIMITS = {"test": (3, 10), "other": (3, 10)}
    settings.RATE_LIMITS_ON = True
    yield


@pytest.mark.usefixtures("db", "rates")
class TestOneAfterAnother:
    def test_so_many_then_a_pause_that_ends_by_itself(self) -> None:
        assert [limits.wait("test", "a", NOW + n * SECOND) for n in range(5)] == [0, 0, 0, 7, 6]
        assert limits.wait("test", "a", NOW + 9 * SECOND) == 1
        assert [limits.wait("test", "a", NOW + 10 * SECOND) for _ in range(4)] == [0, 0, 0, 10]

    def test_others_and_other_things_are_counted_apart(self) -> None:
        assert [limits.wait("test", "a", NOW) for _ in range(4)][-1]
        assert limits.wait("test", "b", NOW) == 0
        assert limits.wait("other", "a", NOW) == 0

    def test_who_asked_is_not_readable_and_forgotten_in_time(self) -> None:
        limits.wait("test", "192.0.2.1", NOW)
        assert len(Count.objects.get().key) == 64  # a digest
        assert limits.forget_past(NOW + 9 * SECOND) == 0
        assert limits.forget_past(NOW + 10 * SECOND) == 1

    def test_switched_off_nothing_is_counted(self, settings: LazySettings) -> None:
        """The control: it is the setting that limits."""
        settings.RATE_LIMITS_ON = False
        assert {limits.wait("test", "a", NOW) for _ in range(9)} == {0}
        assert not Count.objects.exists()

    def test_a_thing_without_a_rate_is_a_wrong_call(self) -> None:
        with pytest.raises(KeyError):
            limits.wait("unheard of", "a", NOW)


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::5", "20010db800000001/64"),
        ("2001:db8:0:1:ffff::9", "20010db800000001/64"),
        ("", "unknown"),
    ],
)
def test_computers(written: str, who: str) -> None:
    assert limits.computer(RequestFactory(REMOTE_ADDR=written).get("/")) == who


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_so_many_pass(rates: None) -> None:
    def one(_: int) -> int:
        try:
            return limits.wait("test", "a", NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(64)))
    assert waits.count(0) == 3
    assert Count.objects.get().asked == 64


def test_counting_in_two_steps_would_let_more_pass(db: None, rates: None) -> None:
    """The control: what reads first and writes then, as a cache's counter does, loses a turn to whoever is between."""
    limits.wait("test", "a", NOW)
    seen = Count.objects.get().asked
    limits.wait("test", "a", NOW)  # somebody between
    Count.objects.update(asked=seen + 1)
    assert [limits.wait("test", "a", NOW) for _ in range(2)] == [0, 10]  # the fourth of four, where three may pass


@pytest.mark.parametrize(
    ("said", "demo", "hold"),
    [("", False, True), ("", True, True), ("off", True, False), ("off", False, True), ("no", True, True)],
)
def test_only_a_demo_can_go_without(said: str, demo: bool, hold: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert config.limits_hold({"HIPWISE_RATE_LIMITS": said}, demo=demo) is hold
    assert len(caplog.records) == (1 if said and hold else 0)


def test_the_api_says_when_to_come_back(clinic: object, settings: LazySettings, now: datetime) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api.read": (3, 60)}
    api = Api()
    assert [api.get("/services").status_code for _ in range(3)] == [200] * 3
    answer = api.get("/services")
    assert_problem(answer, 429, "too_many")
    assert answer["Retry-After"] == "60"
    assert Api("192.0.2.2").get("/services").status_code == 200
