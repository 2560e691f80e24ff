"""The same Idempotency-Key books once, whoever asks how often at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connections

from hipwise.apps.booking.api import idempotency
from hipwise.apps.booking.models import Appointment, Contact, KeptAnswer
from hipwise.apps.booking.tasks import forget_answers
from hipwise.apps.people.models import StaffSeat
from hipwise.kit.models import Letter
from tests.apps.booking.calling import SECOND, Api, assert_problem, person
from tests.kit import cast
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

State = Appointment.State


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def api(settings: LazySettings) -> Api:
    settings.RATE_LIMITS_ON = False
    return Api()


def test_the_same_again_gets_the_very_same_answer(api: Api, desk: Desk) -> None:
    asked = person(api.hold(desk).json()["id"], reason="My hip")
    first = api.post("/appointments", asked, "key")
    again = api.post("/appointments", dict(reversed(asked.items())), "key")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Contact.objects.count() == Appointment.objects.count() == 1


def test_the_answer_stays_the_same_when_the_visit_is_cancelled(api: Api, desk: Desk) -> None:
    asked = person(api.hold(desk).json()["id"])
    first = api.post("/appointments", asked, "key")
    api.post(f"/appointments/{first.json()['cancel_token']}/cancel")
    assert api.post("/appointments", asked, "key").content == first.content


def test_the_same_key_with_something_else_is_refused(api: Api, desk: Desk) -> None:
    asked = person(api.hold(desk).json()["id"])
    api.post("/appointments", asked, "key")
    assert_problem(api.post("/appointments", asked | {"name": "Cleo"}, "key"), 422, "key_reused")
    other = person(api.hold(desk, SECOND).json()["id"])
    assert_problem(api.post("/appointments", other, "key"), 422, "key_reused")
    assert api.post("/appointments", other, "another").status_code == 201


def test_a_refusal_leaves_the_key_free(api: Api, desk: Desk) -> None:
    assert_problem(api.post("/appointments", person("made up"), "key"), 404, "no_hold")
    assert not KeptAnswer.objects.exists()
    assert api.post("/appointments", person(api.hold(desk).json()["id"]), "key").status_code == 201


def test_what_breaks_halfway_leaves_nothing(api: Api, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = person(api.hold(desk).json()["id"])
    api.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "keep", lambda *_: 1 / 0)
        assert_problem(api.post("/appointments", asked, "key"), 500, "broken")
    assert not Contact.objects.exists()
    assert Appointment.objects.get().state == State.HELD
    assert api.post("/appointments", asked, "key").status_code == 201


def test_keys_and_what_was_asked_are_not_readable(api: Api, desk: Desk) -> None:
    api.book(desk, key="a-readable-key")
    row = KeptAnswer.objects.get()
    assert "readable" not in row.key
    assert {len(row.key), len(row.asked)} == {64}


def test_forgotten_after_a_day(api: Api, desk: Desk, now: datetime) -> None:
    api.book(desk)
    assert idempotency.forget_answers(now + timedelta(hours=23)) == 0
    KeptAnswer.objects.update(made=now - timedelta(hours=25))
    forget_answers.call()
    assert not KeptAnswer.objects.exists()
    assert Appointment.objects.get().state == State.BOOKED


@pytest.fixture
def crowd(settings: LazySettings, transactional_db: None, now: datetime) -> Iterator[Desk]:
    """A clinic that many threads ask at once, each with a connection of its own as a process has."""
    settings.RATE_LIMITS_ON = False
    cast.lay_clinic()
    yield lay_desk([cast.staff("Ben", StaffSeat.Work.PHYSIOTHERAPIST)])


def at_once(asked: list[tuple[dict[str, object], str]]) -> list[tuple[int, bytes]]:
    def one(what: tuple[dict[str, object], str]) -> tuple[int, bytes]:
        try:
            answer = Api().post("/appointments", *what)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, asked))


def test_racing_identical_requests_book_once_and_all_hear_the_same(crowd: Desk) -> None:
    asked = person(Api().hold(crowd).json()["id"])
    answers = at_once([(asked, "key")] * 24)
    assert {status for status, _ in answers} == {201}
    assert len({content for _, content in answers}) == 1
    assert Contact.objects.count() == Appointment.objects.filter(state=State.BOOKED).count() == 1
    assert Letter.objects.count() <= 1


def test_without_the_key_only_one_of_them_hears_of_the_visit(crowd: Desk) -> None:
    """The control: it is the key that makes the answers alike; the hold alone keeps the visit to one."""
    asked = person(Api().hold(crowd).json()["id"])
    answers = at_once([(asked, f"key{number}") for number in range(24)])
    assert sorted(status for status, _ in answers) == [201] + [409] * 23
    assert Contact.objects.count() == 1
