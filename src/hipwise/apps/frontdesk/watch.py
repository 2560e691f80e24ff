"""What the front desk listens to."""

from __future__ import annotations


def connect() -> None:
    """Listen from now on."""
