"""An answer as one picture: each finding with its range, what can't be told, and how it was come to."""

from __future__ import annotations

from html import escape

from hipwise import __version__
from hipwise.domain.insight.finding import Finding, Silence
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report import ink
from hipwise.project.insights.report.days import span_of
from hipwise.project.insights.report.pictures import Album
from hipwise.ui.charts.interval import Kind
from hipwise.ui.curves import num
from hipwise.ui.words import insight, numbers, tables

WIDTH, EDGE = 900.0, 40.0
LEFT, RIGHT = 560.0, WIDTH - EDGE
"""Where the bars run."""

WAITS = 390.0
"""Where the waits of open questions begin."""

_INKS: dict[Kind, str] = {"more": "clay", "less": "moss", "out": "sky", "open": "line-strong"}


def answer_svg(answer: Answer) -> str:
    """The picture, a file of its own; ends with a line break."""
    sheet = _Sheet(answer)
    sheet.head()
    sheet.findings()
    sheet.shifted()
    sheet.silences()
    sheet.foot()
    return sheet.drawn()


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._voice, self._said = answer, answer.voice, answer.exploration
        self._album = Album(answer, ())
        self._title = f"What your notes show about {self._voice.outcome}"
        self._parts: list[str] = []
        self._y = EDGE
        ends = [abs(end) for one in self._said.findings for end in (one.low, one.high)]
        shift = self._said.shift
        ends += [abs(shift.low), abs(shift.high)] if shift else []
        self._reach = max([1.5, *(1.1 * end for end in ends)])

    def drawn(self) -> str:
        """The whole as SVG."""
        height = num(self._y + EDGE / 2)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(WIDTH)}" height="{height}" '
            f'viewBox="0 0 {num(WIDTH)} {height}" role="img" aria-labelledby="t">'
            f'<title id="t">{escape(self._title)}</title>'
            f"{ink.rect(0, 0, WIDTH, self._y + EDGE / 2, 'paper')}{''.join(self._parts)}</svg>\n"
        )

    def head(self) -> None:
        """What it is about."""
        for words in ink.wrapped(self._title, WIDTH - 2 * EDGE, 26):
            self._y += 30
            self._parts.append(ink.text(EDGE, self._y - 8, words, 26, face=ink.SERIF))
        span = span_of(self._answer.panel)
        first, last = insight.date_words(span.start), insight.date_words(span.end)
        self._lines(f"{first} to {last}, {insight.days(self._said.days)} with {self._voice.outcome} written down.")
        if self._answer.stillness:
            self._lines(self._answer.stillness)

    def findings(self) -> None:
        """Each finding: its sentence on the left, its range on the right."""
        found = self._said.findings
        if not found:
            self._heading("Nothing stands out yet")
            self._lines(f"No link with {self._voice.outcome} is clear enough to speak of. That is an answer too.")
        for tier, heading in (("clear", "Clear"), ("early", "Early signs")):
            if of_tier := [one for one in found if one.tier == tier]:
                self._heading(heading)
                top = self._y + 6
                for one in of_tier:
                    self._finding(one)
                self._scale(top)

    def _finding(self, one: Finding) -> None:
        kind = self._album.tone(one.effect)
        top = self._beside(insight.sentence(one, self._voice), 60 if one.change else 24)
        self._bar(top + 8, one.low, one.high, kind, one.effect)
        if one.change:
            for at, (name, (effect, low, high)) in enumerate(
                (("early on", one.change.first), ("lately", one.change.last))
            ):
                y = top + 28 + 16 * at
                self._parts.append(ink.text(LEFT - 8, y + 4, name, 11, ink="ink-2", anchor="end"))
                self._bar(y, low, high, kind, effect, thin=True)

    def shifted(self) -> None:
        """The time since something began."""
        if not self._answer.shifted:
            return
        self._heading("Before and after")
        found, top = self._said.shift, self._y + 6
        middle = self._beside(self._answer.shifted) + 8
        if found:
            self._bar(middle, found.low, found.high, self._album.tone(found.effect), found.effect)
            self._scale(top)

    def silences(self) -> None:
        """What can't be told, by reason."""
        for reason, heading in insight.REASONS.items():
            silent = [one for one in self._said.silences if one.reason == reason]
            if not silent:
                continue
            self._heading(heading)
            ranged = [one for one in silent if one.low is not None and one.high is not None]
            if reason in {"not_clear", "ruled_out"} and len(ranged) == len(silent):
                top = self._y + 6
                for one in ranged:
                    self._silence(one)
                self._scale(top)
            else:
                each = reason in {"not_clear", "ruled_out"}
                voice = self._voice
                told = [insight.sentence(one, voice) for one in silent] if each else insight.together(silent, voice)
                for words in told:
                    self._lines(words)

    def _silence(self, one: Silence) -> None:
        self._y += 24
        name = self._album.named(one)
        shown = name if len(name) <= 40 else name[:39] + "…"
        self._parts.append(ink.text(EDGE, self._y, shown, 13, bold=True))
        if one.more_days:
            self._parts.append(ink.text(WAITS - 60, self._y, numbers.wait(one.more_days), 12, ink="ink-2"))
        self._bar(self._y - 4, one.low or 0.0, one.high or 0.0, "out" if one.reason == "ruled_out" else "open")

    def foot(self) -> None:
        """What no picture of this kind can tell, and how it was come to."""
        self._y += 14
        self._parts.append(ink.line(EDGE, self._y, WIDTH - EDGE, self._y))
        cause, given = insight.reservations(self._voice)
        undirected = insight.undirected(self._said.findings, self._voice)
        told = [f"What this can’t tell: {cause}", undirected, given, self._answer.writing, *self._answer.beforehand]
        self._lines(" ".join(words for words in told if words))
        said, name = self._said, tables.safe(self._answer.path.name)
        self._lines(
            f"From {name}. Engine {said.engine}, Hipwise {__version__}, seed {said.seed}, "
            f"at most {100 * said.fdr:g} in 100 clear findings false. Data {said.digest[:16]}. "
            "Not a diagnosis. The shaded zone is under half a point: too small to matter much."
        )

    def _heading(self, words: str) -> None:
        self._y += 40
        self._parts.append(ink.text(EDGE, self._y, words, 18, ink="pine", face=ink.SERIF))

    def _lines(self, words: str) -> None:
        """A paragraph over the whole width."""
        self._y += 6
        for line in ink.wrapped(words, WIDTH - 2 * EDGE, 13):
            self._y += 18
            self._parts.append(ink.text(EDGE, self._y, line, 13, ink="ink-2"))

    def _beside(self, words: str, least: float = 24) -> float:
        """A paragraph on the left of bars that are ``least`` high; where its first line begins."""
        self._y += 12
        top = self._y
        for line in ink.wrapped(words, LEFT - EDGE - 70, 14):
            self._y += 19
            self._parts.append(ink.text(EDGE, self._y - 4, line, 14))
        self._y = max(self._y, top + least)
        return top

    def _bar(
        self, y: float, low: float, high: float, kind: Kind, middle: float | None = None, *, thin: bool = False
    ) -> None:
        def x(value: float) -> float:
            held = max(-self._reach, min(self._reach, value))
            return LEFT + (RIGHT - LEFT) * (held + self._reach) / (2 * self._reach)

        tall = 5.0 if thin else 10.0
        wide = max(x(high) - x(low), 2.0)
        self._parts.append(ink.rect(x(low), y - tall / 2, wide, tall, _INKS[kind], round_by=tall / 2, light=True))
        self._parts += [ink.tip(LEFT - 2, y, -5)] if low < -self._reach else []
        self._parts += [ink.tip(RIGHT + 2, y, 5)] if high > self._reach else []
        if middle is not None:
            self._parts.append(ink.disc(x(middle), y, 3.5 if thin else 6.0, _INKS[kind]))

    def _scale(self, top: float) -> None:
        """The zone that does not matter, no change and the names of both sides, behind and below the bars."""
        middle = (LEFT + RIGHT) / 2
        zone = insight.SMALL / self._reach * (RIGHT - LEFT) / 2
        foot = self._y + 10
        behind = [
            ink.rect(middle - zone, top, 2 * zone, foot - top, "range"),
            ink.line(middle, top, middle, foot, "ink-2", dashed=True),
            ink.line(LEFT, foot, RIGHT, foot),
        ]
        self._parts[0:0] = behind
        self._parts += [
            ink.text(LEFT, foot + 15, self._album.side("less"), 11, ink="ink-2"),
            ink.text(RIGHT, foot + 15, self._album.side("more"), 11, ink="ink-2", anchor="end"),
        ]
        self._parts.append(ink.text(middle, foot + 15, "no change", 11, ink="ink-2", anchor="middle"))
        self._y = foot + 16
