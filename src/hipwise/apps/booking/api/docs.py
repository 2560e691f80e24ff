"""The API described for people, from the same description that programs read."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.apps.booking.api.openapi import description
from hipwise.apps.booking.api.problems import KINDS, SAID
from hipwise.apps.booking.links import absolute
from hipwise.apps.booking.views.embed import snippet
from hipwise.apps.booking.words import CHANGED, WORDS
from hipwise.kit.doors import anyone, door

METHODS = ("get", "post", "delete")


@door(anyone)
def docs(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = {
        "origin": absolute(""),
        "operations": [_operation(path, method) for path, method in _operations()],
        "problems": _problems(),
        "limits": _limits(),
        "snippet": snippet(),
    }
    return render(request, "booking/api/docs.html", context)


def _operations() -> list[tuple[str, str]]:
    return [(path, method) for path, found in description()["paths"].items() for method in METHODS if method in found]


def _operation(path: str, method: str) -> dict[str, Any]:
    found = description()["paths"][path][method]
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    good = next(status for status in found["responses"] if int(status) < 400)
    answer = found["responses"][good].get("content", {}).get("application/json", {}).get("schema")
    return {
        "method": method.upper(),
        "path": path,
        "name": found["operationId"],
        "summary": found["summary"],
        "words": found["description"],
        "asked": [_parameter(one) for one in found.get("parameters", ())] + _members(body),
        "good": f"{good} {HTTPStatus(int(good)).phrase}",
        "is_list": bool(answer and answer.get("type") == "array"),
        "answered": _members(answer["items"] if answer and answer.get("type") == "array" else answer),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    words = one.get("description") or one["schema"].get("description", "")
    return {"name": one["name"], "where": one["in"], "must": one.get("required", False), "words": words, "kind": ""}


def _members(schema: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The members of an object that is asked or answered."""
    if not schema:
        return []
    found = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    must = found.get("required", ())
    return [
        {"name": name, "where": "body", "must": name in must, "words": one.get("description", ""), "kind": _kind(one)}
        for name, one in found["properties"].items()
    ]


def _kind(one: dict[str, Any]) -> str:
    """What a member is, in a word or two."""
    kinds = [part.get("type", "") for part in one.get("anyOf", [one])]
    if one.get("format") == "date-time":
        return "date and time"
    if one.get("type") == "array":
        return "list"
    return " or ".join(kind for kind in kinds if kind and kind != "null") or "object"


def _problems() -> list[dict[str, Any]]:
    """By status, then code: what each problem means."""
    said = {**WORDS, CHANGED.code: CHANGED.words, **SAID}
    by_status: dict[int, list[dict[str, str]]] = defaultdict(list)
    for code, kind in KINDS.items():
        by_status[kind.status].append({"code": code, "title": kind.title, "words": said.get(code, "")})
    return [{"status": status, "codes": codes} for status, codes in sorted(by_status.items())]


def _limits() -> list[dict[str, Any]]:
    words = {
        "api.read": "reading, from one computer address",
        "api.hold": "holding and letting go, from one computer address",
        "api.book": "booking, from one computer address",
        "api.cancel": "cancelling, from one computer address",
        "api.email": "visits for one e-mail address",
    }
    return [{"most": settings.RATE_LIMITS[name][0], "span": _span(name), "what": what} for name, what in words.items()]


def _span(name: str) -> str:
    minutes = settings.RATE_LIMITS[name][1] // 60
    return {1: "a minute", 60: "an hour", 1440: "a day"}.get(minutes, f"in {minutes} minutes")
