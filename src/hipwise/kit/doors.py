"""Every view names its policy, and nothing opens without one.

The door test walks all addresses and fails on a view that carries no policy and stands on no
reviewed list, so that a forgotten decorator is a red build and not an open door.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from hipwise.kit.actor import Actor, actor_of

P = ParamSpec("P")
Policy = Callable[[Actor], bool]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def anyone(actor: Actor) -> bool:
    """Policy of public pages."""
    return actor is not None


def door(policy: Policy) -> Callable[[View[P]], View[P]]:
    """Guard a view: a visitor refused is sent to sign in, a signed-in person refused gets 403."""

    def guard(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of(request)
            if policy(actor):
                return view(request, *args, **kwargs)
            if actor.user_id is None:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        guarded.hipwise_policy = policy  # type: ignore[attr-defined]
        return login_not_required(guarded)

    return guard
