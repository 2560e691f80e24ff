"""What staff type about visits and blocked time. Times are what the clock at the place shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from hipwise.apps.booking.models import Location, Practitioner, Room, Service
from hipwise.apps.booking.selectors.diary import bookable
from hipwise.apps.booking.services.core import BENDABLE, Plan
from hipwise.domain.scheduling.clinic import GRAIN, Wanted
from hipwise.domain.scheduling.wall import end_of, moment
from hipwise.kit.refusal import Refusal

LONGEST = 8 * 60
TELL = "Write to them about it"
NO_SUCH_TIME = "The clocks are put forward at this hour: there is no such time on that day."


def instant(zone: ZoneInfo, day: date, at: time, again: bool = False) -> datetime | None:
    """The moment at which the clock shows a time, for the second time where asked; None where it never does."""
    local = datetime.combine(day, at, zone).replace(fold=int(again))
    found = local.astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def on_the_grain(at: time) -> bool:
    """Whether the calendar can hold it."""
    return at.minute % GRAIN == 0 and at.second == 0


class WhenForm(forms.Form):
    """Where a visit is to be: with whom, where, when, how long, in which room."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label="With")
    place = forms.ModelChoiceField(Location.objects.filter(is_open=True), label="Place", empty_label=None)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(
        label="Time", widget=forms.TimeInput(attrs={"type": "time", "step": GRAIN * 60}, format="%H:%M")
    )
    again = forms.BooleanField(label="The second time the clock shows it", required=False, widget=forms.HiddenInput)
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=GRAIN,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"step": GRAIN, "placeholder": "as usual"}),
    )
    room = forms.ModelChoiceField(
        Room.objects.none(), label="Room", required=False, empty_label="Any that fits and is free"
    )
    overlap_reason = forms.CharField(
        label="Let them overlap on purpose, because",
        required=False,
        max_length=200,
        help_text="Colleagues can read this, and it goes into the clinic’s log that you did so.",
    )
    tell = forms.BooleanField(label=TELL, required=False, initial=True)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        people = Practitioner.objects.filter(bookable()).distinct().select_related("user")
        self._set_choices("practitioner", people)
        self._set_choices("room", Room.objects.filter(is_open=True).select_related("location"))
        self.fields["room"].label_from_instance = lambda room: f"{room.name} ({room.location.name})"  # type: ignore[attr-defined]
        self.may_overlap = bool(self.data.get("overlap_reason"))

    def _set_choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_at(self) -> time:
        """A time that the calendar can hold."""
        at: time = self.cleaned_data["at"]
        if not on_the_grain(at):
            raise forms.ValidationError("Visits begin at full five minutes, such as 9:05.")
        return at

    def clean_minutes(self) -> int | None:
        """A length that the calendar can hold."""
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes and minutes % GRAIN:
            raise forms.ValidationError("A length is a whole number of five minutes, such as 45.")
        return minutes

    def clean(self) -> dict[str, Any]:
        """The moment meant."""
        said = super().clean() or {}
        if {"place", "day", "at"} <= said.keys():
            said["start"] = instant(ZoneInfo(said["place"].time_zone), said["day"], said["at"], said["again"])
            if said["start"] is None:
                self.add_error("at", NO_SUCH_TIME)
        return said

    def plan(self, service: Service) -> Plan:
        """What is asked of the services."""
        said = self.cleaned_data
        room = said["room"].pk if said["room"] else None
        wanted = Wanted(service.pk, said["practitioner"].pk, said["place"].pk, said["start"], room)
        return Plan(wanted, said["minutes"], said["overlap_reason"])

    def refuse(self, refusal: Refusal) -> None:
        """Say why not; where staff may overrule it, ask for a reason."""
        self.may_overlap = self.may_overlap or refusal.code in BENDABLE
        more = " If you want it all the same, say why below." if refusal.code in BENDABLE else ""
        self.add_error(None, refusal.words + more)

    def when_fields(self) -> list[forms.BoundField]:
        """The fields of place and time, in order."""
        return [self[name] for name in ("day", "at", "minutes", "practitioner", "place", "room")]


class NewVisitForm(WhenForm):
    """A visit for a patient who was searched for, or for somebody new."""

    service = forms.ModelChoiceField(Service.objects.all(), label="Service", empty_label="Choose one")
    patient = forms.IntegerField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label="Search a patient",
        required=False,
        max_length=120,
        help_text="Part of the name, or the whole e-mail address.",
    )
    name = forms.CharField(label="Name", required=False, max_length=120)
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    phone = forms.CharField(label="Phone", required=False, max_length=32)
    reason = forms.CharField(
        label="What it is about",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only clinicians can read this once it is saved.",
    )

    def clean(self) -> dict[str, Any]:
        """Somebody must come, and be reachable."""
        said = super().clean()
        if not said.get("patient"):
            if not said.get("name"):
                self.add_error("name", "Please choose a patient above, or write a name here.")
            elif not said.get("email") and not said.get("phone") and "email" not in self.errors:
                self.add_error("phone", "Please write an e-mail address or a phone number.")
        return said


class CancelForm(forms.Form):
    """Calling a visit off."""

    reason = forms.CharField(
        label="Why", required=False, max_length=200, help_text="For the clinic’s own notes; no letter says it."
    )
    tell = forms.BooleanField(label=TELL, required=False, initial=True)


class BlockForm(forms.Form):
    """Time in which somebody takes no visits."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label="Who")
    place = forms.ModelChoiceField(Location.objects.all(), label="By the clock of", empty_label=None)
    first = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    opens = forms.TimeField(
        label="From, time", widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"), initial=time(0)
    )
    last = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes = forms.TimeField(
        label="To, time",
        widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"),
        required=False,
        help_text="Empty: the end of that day.",
    )
    words = forms.CharField(
        label="What for", required=False, max_length=120, help_text="Everybody who works here can read it."
    )

    def __init__(self, data: Any = None, *, people: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["practitioner"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two moments meant."""
        said = super().clean() or {}
        if not {"place", "first", "last", "opens"} <= said.keys() or "closes" in self.errors:
            return said
        zone = ZoneInfo(said["place"].time_zone)
        said["start"] = moment(zone, said["first"], said["opens"])
        said["end"] = end_of(zone, said["last"], said["closes"] or time.min)
        if said["end"] <= said["start"]:
            self.add_error("last", "This is before the beginning.")
        return said
