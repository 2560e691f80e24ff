"""The pictures of a report: days with marks, likely ranges, and all questions at one glance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hipwise.domain.insight.finding import Change, Finding, Shift, Silence
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report.days import marks, outcome_by_day, scale_for, span_of
from hipwise.project.insights.report.forest import Bar, Forest, forest
from hipwise.ui.charts.figure import Figure, Table
from hipwise.ui.charts.interval import Interval, Kind, interval
from hipwise.ui.charts.strip import Strip, strip
from hipwise.ui.words import insight, numbers
from hipwise.ui.words.names import Name, words
from hipwise.ui.words.when import after, day

_PAIN = re.compile(r"pain|ache|nprs|stiff|tight|tender|cramp|sore", re.IGNORECASE)
_NO_TABLE = Table("", (), ())


@dataclass(frozen=True, slots=True)
class Album:
    """Draws the pictures of one answer; ``values`` holds the outcome day by day."""

    answer: Answer
    values: Sequence[float | None]

    @classmethod
    def of(cls, answer: Answer) -> Album:
        """The album of an answer."""
        return cls(answer, outcome_by_day(answer.panel))

    @property
    def hurts(self) -> bool:
        """Whether more of the outcome is worse, as far as its name tells."""
        return bool(_PAIN.search(self.answer.panel.outcome.name))

    def tone(self, effect: float) -> Kind:
        """Clay for more pain, moss for less; neither for an outcome that may be good or bad."""
        if not self.hurts:
            return "out"
        return "more" if effect > 0 else "less"

    def days(self) -> Figure:
        """The outcome over all days, without marks."""
        outcome = self.answer.voice.outcome
        title = f"{_first_up(outcome)}, day by day"
        return self._strip("days", title, f"Each dot is one day’s {outcome}; gaps are days without a note.", (), "")

    def marked(self, at: int, finding: Finding) -> Figure:
        """The outcome over all days, with the days marked that a finding speaks of."""
        voice = self.answer.voice
        mark = mark_words(finding, voice.name(finding.factor))
        several = " (the average where it holds several notes)" if self.answer.panel.timed and at == 0 else ""
        sentence = f"Each mark is one day’s {voice.outcome}{several}; a diamond is {mark}."
        title = f"{_first_up(voice.outcome)}, day by day; marked is {mark}"
        return self._strip(f"days-{at}", title, sentence, marks(self.answer.panel, finding), mark)

    def _strip(self, ident: str, title: str, sentence: str, marked: Sequence[bool | None], mark: str) -> Figure:
        low, high = scale_for(self.values, pain=self.hurts)
        spec = Strip(
            ident=ident,
            title=title,
            sentence=sentence,
            start=span_of(self.answer.panel).start,
            values=self.values,
            marked=marked,
            mark_words=mark,
            rest_words="other days",
            low=low,
            high=high,
        )
        drawn = strip(spec)
        # Told once: the first picture explains the band, later ones only their marks.
        legend = drawn.legend if ident in {"days", "days-0"} else drawn.legend[:2]
        return Figure(drawn.svg, drawn.sentence, _NO_TABLE, legend)

    def range(self, at: int, finding: Finding) -> Figure:
        """The likely range of a finding."""
        explained = " The shaded part is under half a point: too small to matter much." if at == 0 else ""
        return self._range(f"range-{at}", finding.low, finding.high, finding.effect, explained)

    def _range(self, ident: str, low: float, high: float, effect: float, explained: str = "") -> Figure:
        span = numbers.between(low, high, numbers.decimals(low, high))
        spec = Interval(
            ident=ident,
            title=f"Likely range: {span}",
            sentence=f"The true difference most likely lies somewhere from {span}.{explained}",
            low=low,
            high=high,
            middle=effect,
            kind=self.tone(effect),
            small=insight.SMALL,
            less_words=self.side("less"),
            more_words=self.side("more"),
        )
        return replace(interval(spec), table=_NO_TABLE)

    def change(self, at: int, link: Change) -> Figure:
        """A link early on and lately, as two ranges on one scale."""
        bars = [
            Bar(name, low, high, self.tone(effect), middle=effect)
            for name, (effect, low, high) in (("Early on", link.first), ("Lately", link.last))
        ]
        title = "Likely ranges early on and lately, in points"
        spec = Forest(
            f"change-{at}", title, insight.changed(link), bars, insight.SMALL, self.side("less"), self.side("more")
        )
        return replace(forest(spec), table=_NO_TABLE)

    def since(self, shift: Shift) -> Figure:
        """The outcome over all days, those since something began marked."""
        outcome, start = self.answer.voice.outcome, span_of(self.answer.panel).first
        when = f"since {insight.date_words(day(shift.began))}"
        sentence = f"Each mark is one day’s {outcome}; a diamond is a day {when}."
        marked = [start + at >= shift.began for at in range(len(self.values))]
        return self._strip("days-since", f"{_first_up(outcome)}, day by day; marked {when}", sentence, marked, when)

    def shift_range(self, shift: Shift) -> Figure:
        """The likely range of the difference between after and before."""
        return self._range("range-since", shift.low, shift.high, shift.effect)

    def side(self, which: str) -> str:
        """What an end of a scale is called."""
        outcome = self.answer.voice.outcome
        return f"{which} {outcome}" if self.hurts and len(outcome) <= 16 else {"less": "lower", "more": "higher"}[which]

    def glance(self, ident: str, silences: Sequence[Silence], sentence: str, kind: Kind) -> Figure:
        """The likely ranges of many silences on one scale; those without a range are left out."""
        bars = [
            Bar(self.named(one), one.low, one.high, kind, after=numbers.wait(one.more_days) if one.more_days else "")
            for one in silences
            if one.low is not None and one.high is not None
        ]
        return forest(
            Forest(
                ident, "Likely ranges in points", sentence, bars, insight.SMALL, self.side("less"), self.side("more")
            )
        )

    def named(self, said: Finding | Silence) -> str:
        """A factor with its lag where that is a later day."""
        return words(said.factor) + (f", {insight.lag_words(said.lag, timed=False)}" if said.lag != "same" else "")


def mark_words(finding: Finding, name: Name) -> str:
    """What a marked day is called."""
    if finding.unit == insight.EVENT:
        thing = f"a day with {name.event}"
    elif finding.above is not None:
        thing = f"a day with {name.noun} above {numbers.mark(finding.above)}"
    else:
        thing = f"a day with {name.noun} well up"
    return f"{after(finding.lag)} {thing}".strip()


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
