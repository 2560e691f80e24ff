"""What was promised, and whether a figure keeps it.

A mark stands behind each figure that has a goal: ✓ the goal is met, ~ it is missed by less than two Monte-Carlo errors
(so chance may have done it), ✗ it is missed. How far chance may have
helped where it is met, the error says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["met", "within error", "not met"]
SIGNS: dict[Mark, str] = {"met": "✓", "within error": "~", "not met": "✗"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure is to lie between ``low`` and ``high``, both included. ``digits`` behind the point, as printed."""

    low: float = float("-inf")
    high: float = float("inf")
    digits: int = 3

    def __str__(self) -> str:
        """As it is printed: ``≤ .060``."""
        if self.low == float("-inf"):
            return f"≤ {_short(self.high, self.digits)}"
        if self.high == float("inf"):
            return f"≥ {_short(self.low, self.digits)}"
        return f"{_short(self.low, self.digits)} to {_short(self.high, self.digits)}"

    def mark(self, value: float, error: float = 0.0) -> Mark:
        """Whether ``value``, known to within ``error``, keeps it."""
        miss = max(value - self.high, self.low - value)
        if miss <= 1e-12:
            return "met"
        return "within error" if miss < 2.0 * error else "not met"


@dataclass(slots=True)
class Verdicts:
    """All marks given in a run, for the list at its end."""

    given: list[tuple[str, str, Mark]] = field(default_factory=list)

    def sign(self, what: str, figure: tuple[float, float], goal: Goal) -> str:
        """Note down and return the sign of a figure with its error."""
        mark = goal.mark(*figure)
        shown = f"{_short(figure[0], goal.digits)} ±{_short(figure[1], goal.digits)}, goal {goal}"
        self.given.append((what, shown, mark))
        return SIGNS[mark]

    def text(self) -> str:
        """How many goals were met, and which were missed by more than chance."""
        count = {mark: sum(one[2] == mark for one in self.given) for mark in SIGNS}
        lines = [f"\nGoals: {', '.join(f'{SIGNS[mark]} {many} {mark}' for mark, many in count.items())}"]
        lines += [f"  {SIGNS[mark]} {what}: {shown}" for what, shown, mark in self.given if mark == "not met"]
        return "\n".join(lines)


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
