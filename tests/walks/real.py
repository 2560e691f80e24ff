"""A real clinic, set up by flags."""

from __future__ import annotations

GOOD = {
    "name": "Casa Clara",
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "emergency_number": "112",
    "crisis_number": "213 544 545",
    "owner_email": "ines@example.org",
    "owner_name": "Inês Matos",
}
PASSWORD = "three quiet herons"


def flags(**changed: str | None) -> list[str]:
    """The command line that gives these answers."""
    answers = {**GOOD, **changed}
    return [
        word for name, said in answers.items() if said is not None for word in (f"--{name.replace('_', '-')}", said)
    ]
