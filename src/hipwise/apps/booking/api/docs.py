"""The API described for people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.apps.booking.api.problems import KINDS, SAID
from hipwise.apps.booking.words import WORDS
from hipwise.kit.doors import anyone, door


@door(anyone)
def docs(request: HttpRequest) -> HttpResponse:
    """The page."""
    problems = [
        {"code": code, "kind": kind, "words": SAID.get(code) or WORDS.get(code, "")} for code, kind in KINDS.items()
    ]
    return render(request, "booking/api/docs.html", {"problems": problems})
