"""What is true of each written factor of a world, and so what an answer may call it.

A link that goes only through something unwritten can't be told from an own effect by anyone who reads the journal
alone. It is therefore neither counted as a false link nor as an own effect found: it has a name of its own.
"""

from __future__ import annotations

from typing import Literal

from hipwise.domain.insight.world.kinds import Habit, World

Truth = Literal["own", "after_pain", "shared", "through", "none"]
"""``own``: it moves pain. ``after_pain``: pain moves it. ``shared``: something unwritten moves both. ``through``: it is
linked only through another written factor. ``none``: no link at all (a weekday or a season in common is none)."""


def truths(world: World) -> dict[str, Truth]:
    """The truth about each written habit."""
    lines = _lines(world.habits)
    after = touched(world.habits)
    causes = {cause.factor for cause in world.causes if cause.effect}
    hidden = {habit.name for habit in world.habits if habit.hidden}
    return {name: _truth(name, lines, causes, hidden, after) for name in lines if name not in hidden}


def touched(habits: tuple[Habit, ...]) -> set[str]:
    """Names of the habits that pain moves, itself or through the one they follow."""
    found: set[str] = set()
    for habit in habits:
        if habit.after_pain or (habit.follows is not None and habit.follows[0] in found):
            found.add(habit.name)
    return found


def _truth(name: str, lines: dict[str, list[str]], causes: set[str], hidden: set[str], after: set[str]) -> Truth:
    if name in causes:
        return "own"
    if name in after:
        return "after_pain"
    paths = [path for cause in causes if (path := _path(lines[name], lines[cause]))]
    if any(set(path[1:]) <= hidden for path in paths):
        return "shared"
    return "through" if paths else "none"


def _lines(habits: tuple[Habit, ...]) -> dict[str, list[str]]:
    """Each habit with those it follows, nearest first."""
    lines: dict[str, list[str]] = {}
    for habit in habits:
        lines[habit.name] = [habit.name, *(lines[habit.follows[0]] if habit.follows else ())]
    return lines


def _path(start: list[str], end: list[str]) -> list[str]:
    """The habits from the first of one line to the first of the other, both included; none where they never meet."""
    meet = next((name for name in start if name in end), None)
    if meet is None:
        return []
    return [*start[: start.index(meet) + 1], *reversed(end[: end.index(meet)])]
