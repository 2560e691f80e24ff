"""What allauth does to accounts, written in the log; connected once, when the app is ready."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from hipwise.apps.audit.services import record
from hipwise.apps.people.models import User
from hipwise.kit.actor import Actor

DEEDS = {
    "signed in": account.user_logged_in,
    "changed password": account.password_changed,
    "reset password": account.password_reset,
    "changed address": account.email_changed,
    "removed second factor": mfa.authenticator_removed,
}


def connect() -> None:
    """Listen from now on."""
    for what, signal in DEEDS.items():
        signal.connect(_writes(what), weak=False, dispatch_uid=f"people.watch {what}")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="people.watch added second factor")


def _writes(what: str) -> Any:
    def write(user: User, **_: Any) -> None:
        record(Actor(user_id=user.pk), what, about=user.pk)

    return write


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Setting up a first factor shows it and uses it, so the session that did counts as one that used it.

    Not so with a further one: a session that never showed the first must not let itself in by adding another.
    """
    record(Actor(user_id=user.pk), "added second factor", about=user.pk)
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if list(factors) == [authenticator]:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
