"""A check as text: a number used once and a moment, signed.

What it is for and whose browser it was made for are part of the signature and stand nowhere in the text, so that a
check solved elsewhere is no check here. The sum does not stand in it either (``sums``).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

LASTS = timedelta(minutes=30)
LONGEST = 200
"""Letters of anything that may be a check; what is longer is not looked at."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to one browser. ``nonce`` is 32 hex letters."""

    nonce: str
    made: datetime

    @property
    def expires(self) -> datetime:
        """From when on no answer counts."""
        return self.made + LASTS


def new_check(now: datetime) -> Check:
    """A check that nobody has seen yet."""
    return Check(secrets.token_hex(16), now.astimezone(UTC))


def written(check: Check, purpose: str, bound_to: str) -> str:
    """The check as text, for a form. ``bound_to`` is something that only this browser shows."""
    return _signer(purpose, bound_to).sign(f"{check.nonce}.{int(check.made.timestamp() * 1000)}")


def read(text: str | None, purpose: str, bound_to: str, now: datetime) -> Check | None:
    """The check in a text; None when it is made up, too old, or for another purpose or browser."""
    if not text or len(text) > LONGEST or not text.isascii() or not bound_to:
        return None
    try:
        nonce, _, moment = _signer(purpose, bound_to).unsign(text).partition(".")
    except signing.BadSignature:
        return None
    check = Check(nonce, datetime.fromtimestamp(int(moment) / 1000, UTC))
    return check if now < check.expires else None


def _signer(purpose: str, bound_to: str) -> signing.Signer:
    return signing.Signer(salt=f"frontdesk.check\n{purpose}\n{bound_to}")
