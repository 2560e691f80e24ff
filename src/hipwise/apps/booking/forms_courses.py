"""What staff type for a course of visits, and for a practitioner who is out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS

from hipwise.apps.booking.forms_waiting import WithContact, offer
from hipwise.apps.booking.models import Location, Practitioner, Service
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.selectors.courses import CourseAsk
from hipwise.apps.people.models import Patient
from hipwise.domain.scheduling.wall import end_of, moment
from hipwise.ui.widgets import Segment

MOST = 12
NEW = "new"


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, "%H:%M")


class CourseForm(forms.Form):
    """Which course, and the usual time if somebody wishes for one."""

    service = forms.ModelChoiceField(label="Visit", queryset=Service.objects.all(), empty_label=None)
    sessions = forms.IntegerField(label="How many, one a week", min_value=1, max_value=MOST, initial=6)
    since = forms.DateField(label="From", widget=_day())
    location = forms.ModelChoiceField(label="At", queryset=Location.objects.filter(is_open=True), empty_label=None)
    practitioner = forms.ModelChoiceField(
        label="With", queryset=Practitioner.objects.none(), required=False, empty_label="Whoever makes it most regular"
    )
    weekday = forms.TypedChoiceField(
        label="Best on", choices=[("", "Any day"), *WEEKDAYS.items()], coerce=int, empty_value=None, required=False
    )
    at = forms.TimeField(label="Best at", required=False, widget=_time())
    who = forms.CharField(
        label="Patient", help_text="A part of the name, or the whole e-mail address.", max_length=120, required=False
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = Practitioner.objects.filter(diary.bookable()).select_related("user").distinct()
        offer(self, "practitioner", people)
        self.fields["since"].initial = today + timedelta(days=1)

    def clean_since(self) -> date:
        """Not in the past."""
        since: date = self.cleaned_data["since"]
        return max(since, self.today)

    def ask(self) -> CourseAsk:
        """What was typed."""
        said = self.cleaned_data
        return CourseAsk(
            service=said["service"].pk,
            sessions=said["sessions"],
            since=said["since"],
            location=said["location"].pk,
            practitioner=said["practitioner"].pk if said["practitioner"] else None,
            weekday=said["weekday"],
            at=said["at"],
        )


class CourseContactForm(WithContact):
    """Whose course it is: a patient who was found, or somebody new."""

    field_order = ["whose", "name", "email", "phone"]

    def __init__(self, found: list[Patient], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"patient-{one.pk}": one for one in found}
        if self.found:
            choices = [
                (key, f"{one.name or one.user} · {one.user.email}") for key, one in self.found.items() if one.user
            ]
            only = choices[0][0] if len(choices) == 1 else None  # of several, a person must choose
            self.fields["whose"] = forms.ChoiceField(
                label="Who", choices=[*choices, (NEW, "Somebody else")], initial=only, widget=forms.RadioSelect
            )
            for name in ("name", "email"):
                self.fields[name].required = False
            self.order_fields(self.field_order)

    @property
    def patient(self) -> Patient | None:
        """The patient chosen; None for somebody new."""
        return self.found.get(self.cleaned_data.get("whose", NEW))

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name and an address."""
        said = super().clean() or {}
        if self.found and said.get("whose") == NEW:
            for name in ("name", "email"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, "Please fill this in for somebody new.")
        return said


class AbsenceForm(forms.Form):
    """Who is out, from when until when."""

    practitioner = forms.ModelChoiceField(label="Who is out?", queryset=Practitioner.objects.none(), empty_label=None)
    since = forms.DateField(label="First day", widget=_day())
    begins = forms.TimeField(label="From what time that day", required=False, widget=_time())
    until = forms.DateField(label="Last day", widget=_day())
    whole = forms.ChoiceField(
        label="If a visit belongs to a course, look for new times for",
        choices=[("yes", "the rest of the course"), ("no", "only visits in these days")],
        initial="yes",
        widget=Segment,
    )

    def __init__(self, zone: ZoneInfo, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        offer(self, "practitioner", Practitioner.objects.filter(user__isnull=False).select_related("user"))
        self.fields["since"].initial = self.fields["until"].initial = now.astimezone(zone).date()

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first, and is not over."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", "This day is before the first one.")
        elif until and until < self.now.astimezone(self.zone).date():
            self.add_error("until", "This day is over.")
        return said

    def span(self) -> tuple[datetime, datetime]:
        """From and to, as instants."""
        said = self.cleaned_data
        begins = said["begins"] or time()
        return moment(self.zone, said["since"], begins), end_of(self.zone, said["until"], time())
