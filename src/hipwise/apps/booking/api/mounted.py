"""The operations behind their gates."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from hipwise.apps.booking.api.gate import broken, gate
from hipwise.apps.booking.api.operations import router
from hipwise.apps.booking.api.problems import invalid, problem


class StrictParser(Parser):
    """JSON as its standard has it: no NaN, and no member named twice."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body; whatever is raised becomes a 400."""
        found: dict[str, Any] = json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_once)
        return found


def _refuse(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is named twice")
    return found


def _unreadable(_: HttpRequest, __: HttpError | type[HttpError]) -> HttpResponse:
    return problem("malformed")


def _not_right(_: HttpRequest, wrong: ValidationError | type[ValidationError]) -> HttpResponse:
    return invalid(getattr(wrong, "errors", ()))


class Api(NinjaAPI):
    """Ninja's, with operations named as our functions are."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name that links of the description go by."""
        return operation.view_func.__name__


api = Api(
    title="Hipwise booking",
    version="1",
    description="Free times of the clinic, and how to book one of them from another website.",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
api.add_router("", router)
api.add_exception_handler(HttpError, _unreadable)
api.add_exception_handler(ValidationError, _not_right)
api.add_exception_handler(Exception, broken)


def guarded() -> list[URLPattern]:
    """Every operation's address, gated."""
    operations = {one.url_name: one.operations for one in router.path_operations.values()}
    return [
        path(str(found.pattern), gate(found.callback, operations[found.name]), name=found.name)
        for found in api.urls[0]
        if isinstance(found, URLPattern) and found.name in operations
    ]
