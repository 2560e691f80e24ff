"""Jobs that leave a mark in a file, so that what ran can be counted from outside."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from hipwise.kit.jobs import job


def _mark(place: str, word: str) -> None:
    with Path(place).open("a") as file:
        file.write(word + "\n")


@job()
def note(place: str, word: str) -> None:
    time.sleep(0.01)
    _mark(place, word)


@job(tries=3)
def fail(place: str) -> None:
    _mark(place, "tried")
    raise ValueError("Ana said that her hip hurts")


@job(tries=2)
def linger(place: str, seconds: float) -> None:
    """Only the first time: a second try is quick."""
    first = not Path(place).exists()
    _mark(place, "began")
    if first:
        time.sleep(seconds)
    _mark(place, "ended")


@job(every=timedelta(minutes=10))
def come_round() -> None:
    """Nothing to do."""
