"""What is said about times and about why one cannot be had."""

from __future__ import annotations

from hipwise.domain.scheduling.clinic import Why
from hipwise.kit.refusal import Refusal

WORDS: dict[Why, str] = {
    "unknown": "This can't be booked here any more. Please choose again.",
    "not_offered": "This person doesn't offer that visit. Please choose somebody else.",
    "no_such_time": "Visits don't start at this time. Please choose one of the times shown.",
    "too_soon": "This time is too close now to book it here. Please choose a later one, or call us.",
    "too_far": "This is further ahead than we can book. Please choose an earlier day.",
    "closed": "The clinic is closed on this day.",
    "outside_hours": "There is nobody to see you at this time.",
    "away": "This person is not there at this time.",
    "day_full": "This person's day is full.",
    "taken": "This time has just been taken.",
    "no_room": "There is no room free at this time.",
}

STAFF_WORDS: dict[Why, str] = WORDS | {
    "not_offered": "This practitioner does not offer this service.",
    "away": "The practitioner is away or blocked at this time.",
    "day_full": "The practitioner has the most visits for this day.",
    "taken": "The practitioner has another visit at this time.",
    "no_room": "No fitting room is free at this time.",
}

CHANGED = Refusal("changed", "Somebody else has just changed this visit. Please look at it again.")
GONE = Refusal("gone", "This visit is no longer there, or it is over.")
HOLD_OVER = Refusal("hold_over", "The time was kept for ten minutes and is free for others again.")


def refused(why: Why, *, staff: bool = False) -> Refusal:
    """A reason of the rules as a refusal; its code is the reason."""
    return Refusal(why, (STAFF_WORDS if staff else WORDS)[why])
