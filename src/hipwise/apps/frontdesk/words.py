"""What the contact form says about waiting."""

from __future__ import annotations


def wait_in_words(seconds: int) -> str:
    """When to come back: "in one minute", "in 12 minutes", "in 3 hours", "tomorrow". Rounded up."""
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return "in one minute" if minutes <= 1 else f"in {minutes} minutes"
    hours = -(-minutes // 60)
    return f"in {hours} hours" if hours <= 12 else "tomorrow"
