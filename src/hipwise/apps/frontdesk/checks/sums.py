"""The sum of a check: two small numbers that follow from its nonce and the installation's secret."""

from __future__ import annotations

from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.kit.digest import digest

LONGEST = 12
"""Letters of an answer, blanks included."""


def numbers(check: Check) -> tuple[int, int]:
    """What is to be added: 2 to 12, and 1 to 9."""
    drawn = int(digest(check.nonce, "check.sum")[:12], 16)
    return 2 + drawn % 11, 1 + drawn // 11 % 9


def question(check: Check) -> str:
    """As it is read, aloud too: "10 + 5 ="."""
    first, second = numbers(check)
    return f"{first} + {second} ="


def number_in(text: str | None) -> int | None:
    """The whole number that somebody typed, in the digits of any script; None for anything else."""
    if text is None or len(text) > LONGEST:
        return None
    bare = text.strip()
    return int(bare) if bare.isdecimal() else None


def is_right(check: Check, text: str | None) -> bool:
    """Whether this is the sum."""
    return number_in(text) == sum(numbers(check))
