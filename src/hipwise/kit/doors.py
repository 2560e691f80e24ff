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
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from hipwise.kit import kept
from hipwise.kit.actor import Actor, actor_of

P = ParamSpec("P")
Policy = Callable[[Actor], bool]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def anyone(actor: Actor) -> bool:
    """Policy of public pages."""
    return actor is not None


def turn_away(request: HttpRequest) -> HttpResponse:
    """What a refused person meets: a visitor the sign-in page, somebody who owes a step that step, others a 403.

    Raises:
        PermissionDenied: when nothing the person could do would open the door.
    """
    actor = actor_of(request)
    if actor.user_id is None:
        kept.keep(request)
        return redirect_to_login(request.get_full_path())
    if actor.step:
        return redirect_to_login(request.get_full_path(), login_url=actor.step)
    raise PermissionDenied


def door(policy: Policy) -> Callable[[View[P]], View[P]]:
    """Guard a view with a policy; who is refused is turned away."""

    def guard(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if policy(actor_of(request)):
                return view(request, *args, **kwargs)
            return turn_away(request)

        guarded.hipwise_policy = policy  # type: ignore[attr-defined]
        return login_not_required(guarded)

    return guard
