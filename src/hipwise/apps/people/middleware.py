"""Puts the actor on the request and the clinic's time zone on the thread; keeps the page editor to staff."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hipwise.apps.people import policies, selectors
from hipwise.kit.doors import turn_away

EDITOR = "/cms/"
"""Wagtail asks only who the account is. That this session used a second factor is asked here."""


class ActorMiddleware:
    """Runs after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, with its actor, in the clinic's time."""
        actor = selectors.actor_for(request)
        request.actor = actor  # type: ignore[attr-defined]
        with timezone.override(selectors.clinic_zone()):
            if request.path_info.startswith(EDITOR) and not policies.may_work_here(actor):
                return turn_away(request)
            response = self.get_response(request)
        if actor.user_id is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # on a shared computer, "back" must not show a journal
        return response
