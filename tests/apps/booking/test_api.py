"""The JSON API: what can be booked, when, holding and booking it, cancelling it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from hipwise.apps.booking.models import Appointment, Contact
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

FIRST = "2026-03-05T09:00:00+01:00"
"""The first free time: MOMENT is the morning before, and visits are booked twelve hours ahead at least."""


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


class Api:
    """Another website that asks."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(f"/api/v1{path}", asked)

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    def hold(self, desk: Desk, start: str = FIRST, **more: Any) -> Any:
        asked = {"service": desk.service.pk, "practitioner": desk.practitioners[0].pk, "start": start, **more}
        return self.post("/holds", asked)


@pytest.fixture
def api() -> Api:
    return Api()


def person(hold: str, **more: Any) -> dict[str, Any]:
    return {"hold": hold, "name": "Ana", "email": "ana@example.org", "consent": True, **more}


def test_everything_in_a_row(api: Api, desk: Desk) -> None:
    services = api.get("/services")
    assert services.status_code == 200, services.content
    (first,) = services.json()
    assert first["slug"] == "first-visit"
    slots = api.get("/slots", service=first["slug"])
    assert slots.status_code == 200, slots.content
    assert slots.json()[0]["start"] == FIRST
    hold = api.hold(desk)
    assert hold.status_code == 201, hold.content
    booked = api.post("/appointments", person(hold.json()["id"]), key="a")
    assert booked.status_code == 201, booked.content
    token = booked.json()["cancel_token"]
    shown = api.get(f"/appointments/{token}/cancel")
    assert shown.status_code == 200, shown.content
    done = api.post(f"/appointments/{token}/cancel")
    assert done.status_code == 200, done.content
    assert api.get("/openapi.json").status_code == 200
