"""Everything that can go wrong, in one shape: problem details of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from hipwise.apps.booking.links import absolute
from hipwise.kit.refusal import Refusal

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, and its title, which is the same every time."""

    status: int
    title: str


NOT_BOOKABLE = "This can't be booked"
GONE_BY = "The time is no longer free"

KINDS: dict[str, Kind] = {
    "malformed": Kind(400, "The request can't be read"),
    "not_found": Kind(404, "There is nothing here"),
    "unknown": Kind(404, "There is no such service, practitioner or location"),
    "no_visit": Kind(404, "No visit belongs to this token"),
    "no_hold": Kind(404, "There was never such a hold"),
    "method_not_allowed": Kind(405, "This address does not take that method"),
    "taken": Kind(409, GONE_BY),
    "no_room": Kind(409, GONE_BY),
    "day_full": Kind(409, GONE_BY),
    "hold_over": Kind(409, "The hold is over"),
    "hold_used": Kind(409, "The hold has been booked already"),
    "changed": Kind(409, "Somebody changed it meanwhile"),
    "gone": Kind(409, "It can't be cancelled any more"),
    "too_large": Kind(413, "The request is too large"),
    "not_json": Kind(415, "The request is not JSON"),
    "invalid": Kind(422, "Something in the request is not right"),
    "key_reused": Kind(422, "The Idempotency-Key belongs to another request"),
    "say_where": Kind(422, "The location is needed"),
    "not_offered": Kind(422, NOT_BOOKABLE),
    "no_such_time": Kind(422, NOT_BOOKABLE),
    "too_soon": Kind(422, NOT_BOOKABLE),
    "too_far": Kind(422, NOT_BOOKABLE),
    "closed": Kind(422, NOT_BOOKABLE),
    "outside_hours": Kind(422, NOT_BOOKABLE),
    "away": Kind(422, NOT_BOOKABLE),
    "too_many": Kind(429, "Too many requests"),
    "broken": Kind(500, "Something broke on our side"),
}
"""By code. Each has its paragraph on the page of the API, which ``type`` leads to."""

SAID: dict[str, str] = {
    "malformed": "The body is not JSON that can be read.",
    "not_found": "No part of the API has this address.",
    "unknown": "This service, practitioner or location can't be booked here. Ask GET /services for those that can.",
    "no_visit": "The token is wrong, or its visit is no longer there.",
    "no_hold": "The hold's id is wrong. Take it from the answer to POST /holds.",
    "hold_over": "The time was kept for ten minutes and is free for others again. Choose another one.",
    "hold_used": "This hold was turned into a visit before. The answer to that request tells about it.",
    "gone": "The visit has begun or is over.",
    "key_reused": "The same Idempotency-Key came with another body. Give every booking a key of its own.",
    "say_where": "This practitioner works at several locations. Say which one is meant.",
    "not_json": "Send the body as application/json.",
    "invalid": "Look at “errors” for what has to change.",
    "too_many": "Wait as long as Retry-After says, then ask again.",
    "broken": "It is written down, and nothing was booked by this request. Please try again later.",
}
"""What is said where the code says it all."""


def problem(code: str, detail: str = "", **more: Any) -> HttpResponse:
    """A problem as an answer; ``more`` are further members, such as ``errors`` or ``nearest``."""
    kind = KINDS[code]
    body = {
        "type": f"{absolute(reverse('api:docs'))}#{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail or SAID[code],
        "code": code,
        **more,
    }
    return HttpResponse(json.dumps(body), status=kind.status, content_type=MEDIA_TYPE)


def refused(why: Refusal, **more: Any) -> HttpResponse:
    """A refusal of the booking rules as an answer."""
    return problem(why.code, SAID.get(why.code, why.words), **more)


def invalid(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """What pydantic found wrong, each with where it is: ``#/email`` in a body, the name elsewhere."""
    return problem(
        "invalid", errors=[_error(*one["loc"], said=one["msg"].removeprefix("Value error, ")) for one in errors]
    )


def wrong_at(place: str, name: str, said: str) -> HttpResponse:
    """One thing that is wrong: ``place`` is body, query, path or header."""
    return problem("invalid", errors=[_error(place, name, said=said)])


def _error(place: str, *names: str | int, said: str) -> dict[str, str]:
    if place == "body":
        inside = names[1:]  # the first is the name of our own argument
        return {"in": place, "pointer": "#" + "".join(f"/{_escaped(name)}" for name in inside), "detail": said}
    return {"in": place, "parameter": str(names[-1]) if names else "", "detail": said}


def _escaped(name: str | int) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
