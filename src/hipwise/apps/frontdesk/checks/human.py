"""The verdict: was this check made by us, for this browser and purpose, not long ago, and answered rightly?

Whether it was used before is asked where something is stored (``spending``), in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hipwise.apps.frontdesk.checks import sums, tokens, work
from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.kit.refusal import Refusal

OVER = Refusal("check_over", "This sum is no longer good. Here is a new one, and what you wrote is still here.")
OVER_UNASKED = Refusal(
    "check_over", "This page was open for so long that it could not be sent. Please send it once more."
)
"""``OVER`` for those who see no sum, since their browser does the work."""
EMPTY = Refusal("check_empty", "Please write the number that is missing.")
WRONG = Refusal("check_wrong", "This does not add up. Here is another sum.")


@dataclass(frozen=True, slots=True)
class Given:
    """What a form sent back; None for what it did not have."""

    check: str | None
    number: str | None
    work: str | None = None


def judge(given: Given, purpose: str, bound_to: str, now: datetime) -> Check | Refusal:
    """The check that was answered, or what to say instead."""
    check = tokens.read(given.check, purpose, bound_to, now)
    if check is None:
        return OVER
    if sums.is_right(check, given.number) or work.is_done(check, given.work):
        return check
    return WRONG if (given.number or "").strip() else EMPTY
