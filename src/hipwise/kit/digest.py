"""Keyed digests: how something sealed, such as an address, can be found again without being readable."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def digest(text: str, salt: str) -> str:
    """64 hex letters of HMAC-SHA-256 under the installation's secret key; ``salt`` keeps uses apart."""
    return salted_hmac(f"hipwise.{salt}", text, algorithm="sha256").hexdigest()


def address_digest(email: str) -> str:
    """The digest of an e-mail address, whatever its case."""
    return digest(email.strip().lower(), "address")
