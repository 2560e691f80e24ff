"""Whole numbers as they come in addresses, headers and forms that only look."""

from __future__ import annotations

DIGITS = 9
"""More than the number of any row has here, and less than what a column holds."""


def whole(written: str | None) -> int | None:
    """The number that plain digits write; None for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) <= DIGITS else None
