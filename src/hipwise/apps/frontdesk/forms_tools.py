"""What staff type and tap with the desk's tools."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from hipwise.apps.booking.forms import wanted_in
from hipwise.apps.booking.forms_setup import week
from hipwise.apps.booking.forms_setup.fields import Day
from hipwise.apps.booking.models import Practitioner, Service
from hipwise.apps.booking.selectors import times
from hipwise.apps.frontdesk.fields import Lines
from hipwise.apps.frontdesk.models import ChatHours, DeskSettings, SavedReply
from hipwise.apps.frontdesk.selectors.offers import services_offered
from hipwise.apps.frontdesk.selectors.replies import VARIABLES, unknown_in

# Offers


class WhichForm(forms.Form):
    """Which visit, with whom, from which day on. It only looks, so what makes no sense is left out."""

    service = forms.ModelChoiceField(Service.objects.none(), label="Visit", required=False, empty_label=None)
    practitioner = forms.ModelChoiceField(
        Practitioner.objects.none(), label="With", required=False, empty_label="Whoever is free"
    )
    since = Day(label="From", required=False)

    def __init__(self, asked: Mapping[str, Any]) -> None:
        offered = services_offered()
        self.usual = next((one for one in offered if one.for_new), offered[0] if offered else None)
        data = {name: asked.get(name, "") for name in ("service", "practitioner", "since")}
        super().__init__(
            data | {"service": data["service"] or (self.usual.pk if self.usual else "")}, auto_id="which_%s"
        )
        rows = Service.objects.filter(pk__in=[one.pk for one in offered])
        self.fields["service"].queryset = rows  # type: ignore[attr-defined]
        self.fields["practitioner"].queryset = Practitioner.objects.filter(services__in=rows).distinct()  # type: ignore[attr-defined]

    def chosen(self, today: date) -> tuple[times.Ask | None, date]:
        """What to look for, and from when on."""
        self.is_valid()
        said = self.cleaned_data
        service = said.get("service") or self.usual
        who = said.get("practitioner")
        if service is None:
            return None, today
        offers = who is not None and service.practitioners.filter(pk=who.pk).exists()
        return times.Ask(service, who.pk if who and offers else None), max(said.get("since") or today, today)


class OfferForm(forms.Form):
    """One tap on a time: which, for how long it is kept, and what was on the screen."""

    LASTS = (("live", "Two hours"), ("mail", "Until tomorrow evening"))

    service = forms.ModelChoiceField(Service.objects.filter(is_open=True))
    time = forms.CharField(max_length=60)
    lasts = forms.ChoiceField(label="Keep it for", choices=LASTS, widget=forms.RadioSelect)
    client = forms.UUIDField(initial=uuid.uuid4)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        """The time that the button stands for."""
        said = super().clean() or {}
        if "service" in said and "time" in said:
            said["wanted"] = wanted_in(said["time"], said["service"])
            if said["wanted"] is None:
                self.add_error(None, "Please choose one of the times shown.")
        return said


# Saved replies


class ReplyForm(forms.ModelForm[SavedReply]):
    """A reply and its name in the list."""

    class Meta:
        model = SavedReply
        fields = ("title", "body")
        labels = {"title": "Name in the list", "body": "What it says"}
        field_classes = {"body": Lines}
        widgets = {"body": forms.Textarea(attrs={"rows": 7})}
        error_messages = {
            "title": {"required": "Please give it a name.", "unique": "There is a reply of this name already."},
            "body": {
                "required": "Please write what it says.",
                "max_length": "This is longer than 2000 letters. Please make it shorter.",
            },
        }

    def clean_body(self) -> str:
        """Only gaps that we know how to fill."""
        body: str = self.cleaned_data["body"]
        unknown = unknown_in(body)
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in VARIABLES)
            said = ", ".join(unknown)
            raise forms.ValidationError(f"We don’t know how to fill in {said}. These can be filled in: {known}.")
        return body


# Hours and promises


MONTHS = "Please give a number of months between 1 and 120."


class DeskForm(forms.ModelForm[DeskSettings]):
    """What the owner sets about writing to the clinic."""

    class Meta:
        model = DeskSettings
        fields = ("chat_on", "promise", "mail_to", "keep_months")
        labels = {
            "chat_on": "Visitors can chat with us",
            "promise": "When an answer comes",
            "mail_to": "New messages are announced to",
            "keep_months": "Months that closed conversations are kept",
        }
        help_texts = {
            "promise": "Ends the sentence “You get an answer …”, such as “on the next working day”.",
            "mail_to": "The letter says that somebody wrote, not what. Left empty, the owners get it.",
            "keep_months": "After that they are erased. 1 to 120.",
        }
        error_messages = {
            "promise": {"required": "Please say when an answer comes."},
            "mail_to": {"invalid": "This does not look like an e-mail address."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = forms.IntegerField(min_value=1, max_value=120, label=self.fields["keep_months"].label)
        months.error_messages |= {"invalid": MONTHS}
        months.validators = [MinValueValidator(1, MONTHS), MaxValueValidator(120, MONTHS)]
        months.help_text = self.fields["keep_months"].help_text
        self.fields["keep_months"] = months

    def clean_promise(self) -> str:
        """It is put into a sentence."""
        promise: str = self.cleaned_data["promise"]
        return promise.strip().rstrip(".")


BLANK: week.Raw = {"opens": "", "closes": ""}


class HoursForm:
    """The chat's week: for each weekday from and to, several times if need be."""

    def __init__(self, raw: list[list[week.Raw]], *, read: bool = False) -> None:
        self.days = [
            week.DayLines(weekday, [self._line(weekday, number, line, read) for number, line in enumerate(lines)])
            for weekday, lines in enumerate(raw)
        ]

    def _line(self, weekday: int, number: int, raw: week.Raw, read: bool) -> week.LineForm:
        prefix, day = f"d{weekday}-{number}", week.DAYS[weekday]
        data = {f"{prefix}-{name}": value for name, value in raw.items()} if read else None
        return week.LineForm(data, initial=None if read else raw, prefix=prefix, day=day, number=number + 1)

    def is_valid(self) -> bool:
        """Whether every line makes sense, and no two of a day overlap."""
        good = [line.is_valid() for day in self.days for line in day.lines]
        clashes = [self._overlaps(day) for day in self.days]
        return all(good) and not any(clashes)

    def _overlaps(self, day: week.DayLines[week.LineForm]) -> bool:
        spans = sorted((opens, closes) for weekday, opens, closes in self.hours() if weekday == day.weekday)
        for (opens, closes), (later, _) in pairwise(spans):
            if later < closes or closes == time():
                day.clash = f"The hours from {opens:%H:%M} and from {later:%H:%M} overlap."
        return bool(day.clash)

    def hours(self) -> list[tuple[int, time, time]]:
        """Weekday, from, to, once they were found good."""
        return [
            (day.weekday, line.cleaned_data["opens"], line.cleaned_data["closes"])
            for day in self.days
            for line in day.lines
            if line.cleaned_data.get("opens") is not None and line.cleaned_data.get("closes") is not None
        ]


def raw_of(hours: list[ChatHours]) -> list[list[week.Raw]]:
    """The week as it stands, with an empty line on days without hours."""
    found: list[list[week.Raw]] = [[] for _ in week.DAYS]
    for row in hours:
        found[row.weekday].append({"opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"})
    return [lines or [BLANK] for lines in found]


def typed(data: Mapping[str, Any]) -> list[list[week.Raw]]:
    """The lines that came back with the page."""
    return week.typed(data, BLANK)


def with_line(raw: list[list[week.Raw]], act: str) -> HoursForm:
    """The week with one more empty line where a button adds one, open at it."""
    day = week.day_of(act)
    if day is None:
        return HoursForm(raw)
    form = HoursForm(week.with_line(raw, day, BLANK))
    form.days[day].open_here()
    return form
