"""A week as a page of lines: for each weekday from and to, and for a practitioner where.

What was typed is kept as it was typed through every button of the page; only Save reads it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from django import forms

from hipwise.apps.booking.forms_setup.fields import Clock, Day
from hipwise.apps.booking.models import Location, Practitioner
from hipwise.domain.scheduling.clinic import Weekly
from hipwise.domain.scheduling.weeks import clash

L = TypeVar("L", bound="LineForm")
MOST_LINES = 8
DAYS = tuple(calendar.day_name)
Raw = dict[str, str]
COMMON = ((time(9), time(12)), (time(13), time(17)))
"""A week to begin with, Monday to Friday; nobody's hours until it is saved."""


class LineForm(forms.Form):
    """From and to; an empty line is no line."""

    opens = Clock(label="From", required=False)
    closes = Clock(label="To", required=False)

    def __init__(self, data: Any, *, day: str, number: int, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        for name in self.fields:
            words = f"{day}, line {number}: {str(self.fields[name].label).lower()}"
            self.fields[name].widget.attrs["aria-label"] = words

    def clean(self) -> dict[str, Any]:
        """Both or neither, and forwards."""
        cleaned = super().clean() or {}
        if {"opens", "closes"} & set(self.errors):
            return cleaned
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if (opens is None) != (closes is None):
            self.add_error("closes" if closes is None else "opens", "Please give both times, or neither.")
        elif opens and closes and not runs_forward(opens, closes):
            self.add_error("closes", "This is before it begins. 00:00 as an end means midnight.")
        return cleaned

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything here."""
        return self.cleaned_data.get("opens") is None and self.cleaned_data.get("closes") is None


class PlaceLineForm(LineForm):
    """From and to at a place."""

    location = forms.TypedChoiceField(label="Place", coerce=int)

    def __init__(self, data: Any, *, places: list[Location], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        where = self.fields["location"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [(place.pk, place.name) for place in places]
        if len(places) == 1:
            widget = forms.HiddenInput(where.widget.attrs)
            where.widget = widget


def runs_forward(opens: time, closes: time) -> bool:
    """The rule of the tables: an end at 00:00 is the end of the day."""
    return closes > opens or closes == time()


@dataclass
class DayLines(Generic[L]):
    """One weekday's lines. ``clash`` says which of them overlap."""

    weekday: int
    lines: list[L] = field(default_factory=list)
    clash: str = ""

    @property
    def name(self) -> str:
        """Monday, Tuesday…"""
        return DAYS[self.weekday]

    @property
    def is_full(self) -> bool:
        """Whether no more lines fit."""
        return len(self.lines) >= MOST_LINES

    def open_here(self) -> None:
        """Have the page open at the last line, which a button has just added: it stands far down, as the button did."""
        self.lines[-1].fields["opens"].widget.attrs["autofocus"] = True


class WeekForm(forms.Form):
    """From which day on which hours hold."""

    since = Day(label="These hours hold from")

    def __init__(
        self, raw: list[list[Raw]], places: list[Location], since: str, today: date, *, read: bool = False
    ) -> None:
        super().__init__({"since": since} if read else None, initial={"since": since}, use_required_attribute=False)
        self.today, self.places = today, places
        self.days = [
            DayLines(weekday, [self._line(weekday, number, line, read) for number, line in enumerate(lines)])
            for weekday, lines in enumerate(raw)
        ]

    def _line(self, weekday: int, number: int, raw: Raw, read: bool) -> PlaceLineForm:
        prefix = f"d{weekday}-{number}"
        data = {f"{prefix}-{name}": value for name, value in raw.items()} if read else None
        return PlaceLineForm(
            data,
            initial=None if read else raw,
            prefix=prefix,
            places=self.places,
            day=DAYS[weekday],
            number=number + 1,
        )

    def clean_since(self) -> date:
        """What was, was."""
        since: date = self.cleaned_data["since"]
        if since < self.today:
            raise forms.ValidationError("This day is over, and what was stays as it was. Choose today or later.")
        return since

    def clean(self) -> dict[str, Any]:
        """Every line, then whether two of them share time."""
        cleaned = super().clean() or {}
        wrong = [line for day in self.days for line in day.lines if not line.is_valid()]
        if wrong:
            self.add_error(None, "Some of the lines below need another look.")
        elif "since" in cleaned:
            self._apart(cleaned["since"])
        return cleaned

    def _apart(self, since: date) -> None:
        zones = {place.pk: ZoneInfo(place.time_zone) for place in self.places}
        pair = clash(self.week(0), zones, since)
        if pair:
            one, other = map(self._said, pair)
            self.days[pair[0].weekday].clash = f"{one} and {other} overlap. Nobody can be in both."
            self.add_error(None, f"{DAYS[pair[0].weekday]}: {one} and {other} overlap.")

    def _said(self, line: Weekly) -> str:
        place = next(place for place in self.places if place.pk == line.location)
        where = f" at {place.name}" if len(self.places) > 1 else ""
        return f"{line.opens:%H:%M} to {line.closes:%H:%M}{where}"

    def week(self, practitioner: int) -> list[Weekly]:
        """The lines as values, once they were found good."""
        return [
            Weekly(
                practitioner,
                line.cleaned_data["location"],
                day.weekday,
                line.cleaned_data["opens"],
                line.cleaned_data["closes"],
            )
            for day in self.days
            for line in day.lines
            if not line.is_blank
        ]


# Lines as they were typed


def raw_of(week: Iterable[Weekly], place: int) -> list[list[Raw]]:
    """A week as it stands, with an empty line on free days; ``place`` is where empty lines are."""
    found: list[list[Raw]] = [[] for _ in DAYS]
    for line in sorted(week, key=lambda line: (line.weekday, line.opens)):
        found[line.weekday].append(_raw(line.opens, line.closes, line.location))
    return [lines or [empty(place)] for lines in found]


def common(place: int) -> list[list[Raw]]:
    """The week to begin with."""
    return [
        [_raw(opens, closes, place) for opens, closes in COMMON] if weekday < 5 else [empty(place)]
        for weekday in range(7)
    ]


def typed(data: Mapping[str, Any], blank: Raw) -> list[list[Raw]]:
    """The lines that came back with the form; ``blank`` is a line in which nothing was typed."""
    found = []
    for weekday in range(7):
        prefixes = [f"d{weekday}-{number}-" for number in range(MOST_LINES) if f"d{weekday}-{number}-opens" in data]
        lines = [{name: str(data.get(prefix + name, ""))[:40] for name in blank} for prefix in prefixes]
        found.append(lines or [dict(blank)])
    return found


def day_of(act: str) -> int | None:
    """The weekday on which a button (``more-3``) adds a line; None for other buttons."""
    asked = re.fullmatch(r"more-([0-6])", act)
    return int(asked[1]) if asked else None


def with_line(raw: list[list[Raw]], weekday: int, blank: Raw) -> list[list[Raw]]:
    """One more empty line on a day."""
    return [
        [*lines, dict(blank)] if day == weekday and len(lines) < MOST_LINES else lines for day, lines in enumerate(raw)
    ]


def with_copies(raw: list[list[Raw]], source: int, targets: Iterable[int]) -> list[list[Raw]]:
    """One day's lines on other days too."""
    onto = set(targets)
    return [[dict(line) for line in raw[source]] if day in onto else lines for day, lines in enumerate(raw)]


def _raw(opens: time, closes: time, place: int) -> Raw:
    return {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}", "location": str(place)}


def empty(place: int) -> Raw:
    """A line in which nothing was typed, at a place."""
    return {"opens": "", "closes": "", "location": str(place)}


class CopyForm(forms.Form):
    """Which day's lines go onto which days, or whose week to take over."""

    day = forms.TypedChoiceField(label="Copy the lines of", choices=[*enumerate(DAYS)], coerce=int)
    onto = forms.TypedMultipleChoiceField(
        label="to",
        choices=[*enumerate(DAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    person = forms.ModelChoiceField(
        label="Or take over the week of", queryset=Practitioner.objects.none(), required=False, empty_label="Nobody"
    )

    def __init__(self, data: Any, *, others: Iterable[Practitioner]) -> None:
        super().__init__(data, prefix="copy", use_required_attribute=False)
        who = self.fields["person"]
        assert isinstance(who, forms.ModelChoiceField)
        people = list(others)
        who.queryset = Practitioner.objects.filter(pk__in=[one.pk for one in people])
        who.choices = [("", "Nobody"), *((one.pk, str(one)) for one in people)]
        if not people:
            del self.fields["person"]
