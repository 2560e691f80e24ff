"""Whatever is wrong comes back in one shape; other websites may read it; nobody's cookie counts."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from ninja import NinjaAPI, Router

from hipwise.apps.booking.api import operations
from hipwise.apps.booking.api.gate import gate, opened
from hipwise.apps.booking.api.openapi import description
from hipwise.apps.booking.api.problems import KINDS
from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.selectors import offer
from hipwise.apps.booking.words import WORDS
from hipwise.kit.doors import anyone
from tests.apps.booking.calling import Api, assert_problem, person
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def api(settings: LazySettings) -> Api:
    settings.RATE_LIMITS_ON = False
    return Api()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "nobody"}, "#/email"),
        ({"email": "a@b.org\r\nBcc: c@d.org"}, "#/email"),
        ({"name": "  "}, "#/name"),
        ({"name": "Ana\nBcc: somebody@example.org"}, "#/name"),
        ({"name": "A" * 121}, "#/name"),
        ({"name": 7}, "#/name"),
        ({"phone": "call me"}, "#/phone"),
        ({"reason": "a" * 501}, "#/reason"),
        ({"reason": "\u0000"}, "#/reason"),
        ({"name": "\ud800"}, "#/name"),
        ({"consent": False}, "#/consent"),
        ({"consent": 1}, "#/consent"),
        ({"consent": "yes"}, "#/consent"),
        ({"nmae": "Ana"}, "#/nmae"),
    ],
)
def test_what_is_wrong_in_a_body_is_pointed_at(api: Api, desk: Desk, change: dict[str, Any], pointer: str) -> None:
    hold = api.hold(desk).json()["id"]
    found = assert_problem(api.post("/appointments", person(hold, **change), "key"), 422, "invalid")
    assert found["errors"][0]["pointer"] == pointer
    assert found["errors"][0]["in"] == "body"
    assert not Appointment.objects.filter(state="booked").exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"service": True}, "#/service"),
        ({"practitioner": "1"}, "#/practitioner"),
        ({"practitioner": 1.5}, "#/practitioner"),
        ({"practitioner": 2**60}, "#/practitioner"),
        ({"start": "2026-03-05T09:00:00"}, "#/start"),
        ({"start": 1772697600}, "#/start"),
        ({"room": 1}, "#/room"),
    ],
)
def test_a_hold_is_read_strictly(api: Api, desk: Desk, change: dict[str, Any], pointer: str) -> None:
    asked = {"service": desk.service.pk, "practitioner": desk.practitioners[0].pk, "start": "2026-03-05T09:00:00Z"}
    found = assert_problem(api.post("/holds", asked | change), 422, "invalid")
    assert found["errors"][0]["pointer"].startswith(pointer)


@pytest.mark.parametrize("asked", [{"from": "tomorrow"}, {"practitioner": "1.0"}, {"location": "-1"}, {"wher": "1"}])
def test_what_is_wrong_in_a_question_is_named(api: Api, desk: Desk, asked: dict[str, str]) -> None:
    answer = api.client.get("/api/v1/slots", {"service": "first-visit", **asked})
    assert assert_problem(answer, 422, "invalid")["errors"][0]["parameter"] in asked


def test_other_ways_to_be_wrong(api: Api, desk: Desk) -> None:
    assert_problem(api.get("/slots"), 422, "invalid")
    assert_problem(api.client.get("/api/v1/slots?service=a&service=b"), 422, "invalid")
    for body in ("{", "[" * 9000, '{"hold": NaN}', '{"hold": "a", "hold": "b"}', b"\xff\xfe"):
        assert_problem(api.post("/appointments", body, "key"), 400, "malformed")
    assert_problem(api.post("/appointments", "[]", "key"), 422, "invalid")
    assert_problem(api.post("/appointments", "x" * 20_000, "key"), 413, "too_large")
    assert_problem(api.get("/slots", service="a" * 3000), 413, "too_large")
    assert_problem(api.post("/holds", "a=b", kind="application/x-www-form-urlencoded"), 415, "not_json")
    found = assert_problem(api.post("/appointments", person("1")), 422, "invalid")
    assert found["errors"][0]["in"] == "header"
    assert found["errors"][0]["parameter"] == "Idempotency-Key"
    for path in ("/nothing", "/services/", "/holds/a/b", "/"):
        assert_problem(api.get(path), 404, "not_found")


def test_a_method_that_is_not_taken(api: Api, desk: Desk) -> None:
    answer = api.client.put("/api/v1/holds", "{}", content_type="application/json")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "POST, OPTIONS"


def test_what_breaks_is_a_problem_and_tells_nobody(
    api: Api, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> None:
        raise RuntimeError("Ana's hip")

    monkeypatch.setattr(offer, "services", breaks)
    api.client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        answer = api.get("/services")
    assert_problem(answer, 500, "broken")
    assert "hip" not in answer.content.decode()
    assert "The API broke" in caplog.text


def test_any_website_may_ask_and_no_cookie_counts(api: Api, desk: Desk, ben: Person) -> None:
    ask = {"Origin": "https://another.example", "Access-Control-Request-Method": "POST"}
    first = api.client.options("/api/v1/appointments", headers=ask)
    assert first.status_code == 204
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Idempotency-Key" in first["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in first
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben.user)
    answer = strict.post("/api/v1/holds", "{}", content_type="application/json")
    assert_problem(answer, 422, "invalid")
    assert not answer.cookies
    assert not api.get("/services").cookies


def test_every_refusal_of_the_rules_has_its_problem() -> None:
    assert WORDS.keys() <= KINDS.keys()
    assert {KINDS[why].status for why in WORDS} == {404, 409, 422}


def test_every_status_of_a_problem_is_described() -> None:
    described = {
        int(status)
        for operations in description()["paths"].values()
        for one in operations.values()
        for status in one["responses"]
    }
    assert {kind.status for kind in KINDS.values()} - described == {405}


def test_the_page_for_people_tells_all_of_it(api: Api, desk: Desk) -> None:
    page = api.get("/docs").content.decode()
    assert [code for code in KINDS if f'id="{code}"' not in page] == []
    assert [path for path in description()["paths"] if path not in page] == []


def test_an_operation_without_a_policy_is_not_mounted() -> None:
    router = Router()

    @router.get("/bare")
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    api = NinjaAPI(docs_url=None, openapi_url=None)
    api.add_router("", router)
    with pytest.raises(ValueError, match="need one policy"):
        gate(bare, router.path_operations["/bare"].operations)
    opened(anyone, "api.read")(bare)
    assert gate(bare, router.path_operations["/bare"].operations).hipwise_policy is anyone  # type: ignore[attr-defined]


def test_every_operation_names_its_policy() -> None:
    every = [one.view_func for view in operations.router.path_operations.values() for one in view.operations]
    assert len(every) == 7
    assert [one for one in every if getattr(one, "hipwise_policy", None) is not anyone] == []
