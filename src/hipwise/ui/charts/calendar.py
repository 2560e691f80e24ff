"""Days along a chart's foot, and how a run of days is smoothed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hipwise.ui.charts.figure import Anchor, line, text
from hipwise.ui.curves import Point, spline

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LETTER = 6.4  # width of a figure of 12 px text, a little generous
GAP = 3  # so many days without a note break the line
REACH = 3  # days either side that the smoothed line looks at; more where a chart holds many months


def day_words(day: date) -> str:
    """28 Jul 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Days:
    """`count` days from `start` on, spread from x = `left` to `right`."""

    start: date
    count: int
    left: float
    right: float

    def x(self, i: int) -> float:
        """Where day `i` stands."""
        return self.left + (self.right - self.left) * (i / (self.count - 1) if self.count > 1 else 0.5)

    def ticks(self) -> list[tuple[int, str]]:
        """Days worth naming, earliest first: (index, words)."""
        days = [self.start + timedelta(i) for i in range(self.count)]
        if self.count <= 62:
            step = 1 if self.count <= 8 else 7 if self.count <= 35 else 14
            return [(i, f"{days[i].day} {MONTHS[days[i].month - 1]}") for i in range(0, self.count, step)]
        months = 1 if self.count <= 220 else 3 if self.count <= 800 else 12
        firsts = [i for i, day in enumerate(days) if day.day == 1 and (day.month - 1) % months == 0]
        named = [(i, str(days[i].year) if days[i].month == 1 else MONTHS[days[i].month - 1]) for i in firsts]
        month = MONTHS[days[0].month - 1]
        begin = f"{month} {days[0].year}" if months > 1 else f"{days[0].day} {month}"
        return [(0, begin), *((i, words) for i, words in named if i)]

    def axis(self, tick_y: float, text_y: float) -> list[str]:
        """The ticks and as many of their names as fit beside one another."""
        drawn: list[str] = []
        free = -1e9
        for i, words in self.ticks():
            x, wide = self.x(i), len(words) * LETTER
            anchor: Anchor = "start" if i == 0 else "end" if x + wide / 2 > self.right + 8 else "middle"
            begin = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
            if begin > free:
                drawn += [line("ch-tick", x, tick_y, x, tick_y + 5), text(x, text_y, words, anchor)]
                free = begin + wide + 8
        return drawn


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """Indices of noted days, in stretches that no gap of `GAP` days or more breaks."""
    found: list[list[int]] = []
    for i, value in enumerate(values):
        if value is None:
            continue
        if found and i - found[-1][-1] <= GAP:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def smooth(values: Sequence[float | None], run: Sequence[int]) -> list[tuple[int, float]]:
    """The mean of the noted days around each day of one run: `REACH` either side, or a sixtieth of a long chart."""
    noted = {i: value for i in run if (value := values[i]) is not None}
    reach = max(REACH, len(values) // 60)
    result = []
    for i in noted:
        near = [noted[j] for j in range(i - reach, i + reach + 1) if j in noted]
        result.append((i, sum(near) / len(near)))
    return result


def curve(points: Sequence[Point]) -> str:
    """Path data through some of the points and the last: calm enough for a line, true enough for the eye."""
    step = max(2, len(points) // 60)
    kept = list(points[::step])
    if kept[-1] != points[-1]:
        kept.append(points[-1])
    return spline(kept, closed=False)
