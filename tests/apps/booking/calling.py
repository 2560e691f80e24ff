"""Another website that calls the API."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.kit.desk import Desk

FIRST = "2026-03-05T09:00:00+01:00"
"""The first free time: the tests' clock stands on the morning before, and one books twelve hours ahead at least."""
SECOND = "2026-03-05T10:00:00+01:00"


class Api:
    """A caller with an address of its own."""

    def __init__(self, computer: str = "192.0.2.1") -> None:
        self.client = Client(REMOTE_ADDR=computer)

    def get(self, path: str, **asked: Any) -> Any:
        """GET below ``/api/v1``."""
        return self.client.get(f"/api/v1{path}", {name.rstrip("_"): value for name, value in asked.items()})

    def post(self, path: str, body: Any = None, key: str = "", kind: str = "application/json") -> Any:
        """POST; text and bytes go as they are."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(f"/api/v1{path}", data, content_type=kind, headers=headers)

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self.client.delete(f"/api/v1{path}")

    def hold(self, desk: Desk, start: str = FIRST, **more: Any) -> Any:
        """Hold a time with the first practitioner."""
        return self.post(
            "/holds", {"service": desk.service.pk, "practitioner": desk.practitioners[0].pk, "start": start, **more}
        )

    def book(self, desk: Desk, key: str = "a-key", **more: Any) -> Any:
        """Hold the first time and book it."""
        return self.post("/appointments", person(self.hold(desk).json()["id"], **more), key)


def person(hold: str, **more: Any) -> dict[str, Any]:
    """What is sent about Ana."""
    return {"hold": hold, "name": "Ana", "email": "ana@example.org", "consent": True, **more}


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Fail unless the answer is this problem, in the documented shape; its members."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["code"] == code
    assert found["type"].endswith(f"/api/v1/docs#{code}")
    assert found["title"]
    assert found["detail"]
    return found
