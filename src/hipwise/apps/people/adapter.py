"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.apps.people import selectors
from hipwise.apps.people.backend import is_locked_out
from hipwise.apps.people.models import User
from hipwise.kit.sealed import box

MINUTES = settings.SIGN_IN_PAUSE // 60
TOO_MANY = f"Too many tries. Wait {MINUTES} minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with our words and rules."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account can't be used.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "email_taken": "There is already an account with this e-mail address.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds; please try the next one.",
        "incorrect_password": "That password is not right.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; past the limit answer 429 and say when to come back.

        Raises:
            ImmediateHttpResponse: with that answer.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            answer = render(request, "people/wait.html", {"minutes": MINUTES}, status=429)
            answer["Retry-After"] = str(settings.SIGN_IN_PAUSE)
            raise ImmediateHttpResponse(answer) from None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn demo accounts away outside the demo, whichever way they came (passkey, reset link)."""
        if is_locked_out(user):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the clinic's name."""
        super().send_mail(template_prefix, email, {"sender": selectors.clinic_name(), **context})


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, with their secrets sealed at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "Please confirm your e-mail address first; then set up the second step.",
        "add_email_blocked": "Confirm your present e-mail address first.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret; ``manage reseal`` renews it."""
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """The name beside the codes in the authenticator app."""
        return selectors.clinic_name()

    def _get_site_name(self) -> str:
        return selectors.clinic_name()

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: ARG002
        """What a new passkey is called until the person names it."""
        return "My passkey"
