"""The API described for programs (OpenAPI 3.1), from the same schemas that read what is asked."""

from __future__ import annotations

import functools
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from hipwise.apps.booking.api.gate import public
from hipwise.apps.booking.api.mounted import api
from hipwise.apps.booking.api.operations import router
from hipwise.apps.booking.api.problems import MEDIA_TYPE
from hipwise.apps.booking.api.schemas import Problem
from hipwise.kit.doors import anyone

PREFIX = "api/v1/"
ANYWHERE = (400, 413, 422, 429, 500)
"""Statuses with which every operation may answer; its own ones it names itself (``gate.opened``)."""
LINKS: dict[tuple[str, str, str], dict[str, Any]] = {
    ("/services", "get", "200"): {
        "FreeTimes": {
            "operationId": "list_slots",
            "parameters": {
                "service": "$response.body#/0/slug",
                "practitioner": "$response.body#/0/practitioners/0/id",
                "location": "$response.body#/0/locations/0/id",
                "from": "",
                "to": "",
            },
        }
    },
    ("/slots", "get", "200"): {
        "KeepTheFirst": {
            "operationId": "hold_time",
            "requestBody": {
                "service": "$request.query.service",
                "practitioner": "$response.body#/0/practitioner",
                "location": "$response.body#/0/location",
                "start": "$response.body#/0/start",
            },
        }
    },
    ("/holds", "post", "201"): {
        "Book": {
            "operationId": "book_visit",
            "requestBody": {"hold": "$response.body#/id", "name": "Ana", "email": "ana@example.org", "consent": True},
        },
        "LetGo": {"operationId": "drop_hold", "parameters": {"hold": "$response.body#/id"}},
    },
    ("/appointments", "post", "201"): {
        "LookFirst": {"operationId": "show_cancelling", "parameters": {"token": "$response.body#/cancel_token"}},
        "Cancel": {"operationId": "cancel_visit", "parameters": {"token": "$response.body#/cancel_token"}},
    },
}
"""Which answer leads where, so that a program can walk from the services to a visit and back."""
REF = "#/components/schemas/{model}"


@public(anyone)
def described(request: HttpRequest) -> HttpResponse:
    """The description."""
    return JsonResponse(description())


@functools.cache
def description() -> dict[str, Any]:
    """The description as plain values; do not change them."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    problem = Problem.model_json_schema(by_alias=True, ref_template=REF, mode="serialization")
    found["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
    for route, view in router.path_operations.items():
        for one in view.operations:
            for method in one.methods:
                answers = found["paths"][f"/{PREFIX}{route.lstrip('/')}"][method.lower()]["responses"]
                for status in sorted({*ANYWHERE, *getattr(one.view_func, "hipwise_problems", ())}):
                    answers[status] = _answer(status)
    for (route, method, good), links in LINKS.items():
        found["paths"][f"/{PREFIX}{route.lstrip('/')}"][method]["responses"][int(good)]["links"] = links
    return found


def _answer(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        words = "seconds after which to ask again"
        answer["headers"] = {"Retry-After": {"description": words, "schema": {"type": "integer", "minimum": 1}}}
    return answer
