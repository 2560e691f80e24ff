"""Who can sign in at all."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from hipwise.apps.people.models import User


def is_locked_out(user: User) -> bool:
    """Demo accounts have a password that everyone knows: outside the demo they are dead, open sessions too."""
    return user.is_demo and not settings.DEMO


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in by e-mail, without demo accounts where this is not the demo."""

    def user_can_authenticate(self, user: User) -> bool:
        """Asked at sign-in and again at every request of a session."""
        return bool(super().user_can_authenticate(user)) and not is_locked_out(user)
