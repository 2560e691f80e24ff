"""Puts the actor on the request and the clinic's time zone on the thread."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hipwise.apps.people import selectors


class ActorMiddleware:
    """Runs after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, with its actor, in the clinic's time."""
        request.actor = selectors.actor_for(request)  # type: ignore[attr-defined]
        with timezone.override(selectors.clinic_zone()):
            return self.get_response(request)
