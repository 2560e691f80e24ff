"""Seven days in a row: {% include "ui/week.html" with week=days did="noted" rest="no note" %}."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its short name, whether something was done or noted, and whether it is today."""

    label: str
    did: bool = False
    now: bool = False
