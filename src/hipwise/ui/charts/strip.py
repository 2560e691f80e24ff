"""One outcome over days: a mark a day, a calm line, the usual band, and days that had something marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hipwise.ui.charts.calendar import Days, curve, day_words, runs, smooth
from hipwise.ui.charts.figure import Figure, Mark, Table, diamond, dot, frame, line, plain, text
from hipwise.ui.curves import num


@dataclass(frozen=True, slots=True)
class Strip:
    """`values[i]` belongs to the day `start` + i; None is a gap. `marked[i]` says whether that day had `mark_words`
    (leave it empty for a strip without marks). `low` to `high` is the scale."""

    ident: str
    title: str
    sentence: str
    start: date
    values: Sequence[float | None]
    marked: Sequence[bool | None] = ()
    mark_words: str = ""
    rest_words: str = ""
    value_words: str = "Pain"
    low: float = 0
    high: float = 10


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One size of the drawing."""

    kind: str
    width: float
    height: float
    dot: float
    diamond: float


SMALL = _Sheet("chart-s", 304, 196, 1.8, 4.2)
LARGE = _Sheet("chart-l", 640, 300, 2.4, 5.4)
LEFT, RIGHT, TOP, FOOT = 26, 8, 12, 46
FEW = (0.25, 40)  # up to this share and number of marked days, a thread ties each mark to the foot


def strip(spec: Strip) -> Figure:
    """The strip in two sizes; the style sheet shows the one that fits."""
    svg = "".join(_draw(spec, sheet) for sheet in (SMALL, LARGE))
    return Figure(svg, spec.sentence, _table(spec), _legend(spec))


def usual(values: Sequence[float | None]) -> tuple[float, float] | None:
    """The middle half of the noted values; None when fewer than eight days are noted."""
    noted = sorted(v for v in values if v is not None)
    if len(noted) < 8:
        return None
    return noted[len(noted) // 4], noted[3 * len(noted) // 4]


def _has_mark(spec: Strip, i: int) -> bool:
    return i < len(spec.marked) and bool(spec.marked[i])


def _draw(spec: Strip, sheet: _Sheet) -> str:
    days = Days(spec.start, len(spec.values), LEFT, sheet.width - RIGHT)
    floor = sheet.height - FOOT

    def y(value: float) -> float:
        return TOP + (floor - TOP) * (1 - (value - spec.low) / (spec.high - spec.low))

    body: list[str] = []
    if band := usual(spec.values):
        top, tall = y(band[1]), max(y(band[0]) - y(band[1]), 1)
        body.append(
            f'<rect class="ch-band" x="{LEFT}" y="{num(top)}" width="{num(days.right - LEFT)}" height="{num(tall)}"/>'
        )
    for value in (spec.low, (spec.low + spec.high) / 2, spec.high):
        body += [
            line("ch-grid", LEFT, y(value), days.right, y(value)),
            text(LEFT - 7, y(value) + 4, plain(value), "end"),
        ]
    body += days.axis(floor + 22, sheet.height - 6)
    for run in runs(spec.values):
        if len(run) > 2:
            points = [(days.x(i), y(mean)) for i, mean in smooth(spec.values, run)]
            body.append(f'<path class="ch-line" d="{curve(points)}"/>')
    noted = [(i, value) for i, value in enumerate(spec.values) if value is not None]
    shrink = min(1.0, 200 / max(len(spec.values), 1) + 0.4)
    body += [dot("ch-dot", days.x(i), y(v), sheet.dot * shrink) for i, v in noted if not _has_mark(spec, i)]
    few = sum(map(bool, spec.marked)) <= min(FEW[0] * len(noted), FEW[1])
    for i, value in noted:
        if _has_mark(spec, i):
            x, size = days.x(i), sheet.diamond * shrink
            body += [line("ch-drop", x, y(value) + size, x, floor + 8)] if few else []
            body.append(diamond(x, y(value), size))
            body.append(
                f'<rect class="ch-tickc" x="{num(x - 1.2)}" y="{num(floor + 8)}" width="2.4" height="9" rx="1.2"/>'
            )
    return frame(sheet.kind, f"{spec.ident}-{sheet.kind}", (sheet.width, sheet.height), spec.title, body)


def _table(spec: Strip) -> Table:
    marks = bool(spec.marked)
    head = ("Day", spec.value_words, spec.mark_words.capitalize()) if marks else ("Day", spec.value_words)
    rows: list[tuple[str, ...]] = []
    for i, value in enumerate(spec.values):
        if value is None:
            continue
        cells = (day_words(spec.start + timedelta(i)), plain(value))
        rows.append((*cells, "yes" if _has_mark(spec, i) else "no") if marks else cells)
    return Table(spec.title, head, tuple(rows))


def _legend(spec: Strip) -> tuple[tuple[Mark, str], ...]:
    found: list[tuple[Mark, str]] = []
    if spec.marked:
        found = [("mark", spec.mark_words), ("dot", spec.rest_words or f"no {spec.mark_words}")]
    if usual(spec.values):
        found.append(("band", "your usual range"))
    return tuple(found)
