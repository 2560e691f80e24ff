"""What somebody types who would like a time that is not free yet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS

from hipwise.apps.booking.models import Contact, Location, Practitioner, Service, Wish
from hipwise.apps.booking.selectors import waiting
from hipwise.kit.digest import address_digest
from hipwise.kit.refusal import Refusal
from hipwise.ui.widgets import ChipSet

DAYS_AHEAD = 28


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class WishForm(forms.Form):
    """When, with whom and where somebody could come."""

    practitioner = forms.ModelChoiceField(
        label="With", queryset=Practitioner.objects.none(), required=False, empty_label="Whoever is free"
    )
    location = forms.ModelChoiceField(
        label="At", queryset=Location.objects.none(), required=False, empty_label="Any place"
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="On",
        help_text="Leave all of them out if any day is fine.",
        choices=tuple(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=ChipSet,
    )
    earliest = forms.TimeField(label="Not before", initial=time(7), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    latest = forms.TimeField(
        label="Starting at the latest", initial=time(20), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    since = forms.DateField(label="From", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label="Up to and including", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, service: Service, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.today = service, today
        offer(self, "practitioner", waiting.practitioners_for(service))
        places = Location.objects.filter(is_open=True)
        offer(self, "location", places)
        if len(places) < 2:
            del self.fields["location"]
        self.fields["since"].initial = today
        self.fields["until"].initial = min(today + timedelta(days=DAYS_AHEAD), self.furthest)

    @property
    def furthest(self) -> date:
        """The last day that can be booked."""
        return self.today + timedelta(days=self.service.horizon_days)

    def clean(self) -> dict[str, Any]:
        """Both ends in the right order, and within what can be booked."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if said.get("earliest") and said.get("latest") and said["latest"] < said["earliest"]:
            self.add_error("latest", "This is before the earliest time above.")
        if since and since < self.today:
            said["since"] = self.today
        if since and until and until < max(since, self.today):
            self.add_error("until", "This day is before the first one.")
        elif until and until > self.furthest:
            self.add_error("until", f"We can plan up to {self.furthest:%d %B %Y}. Please choose a day before that.")
        return said

    def wish(self) -> Wish:
        """What was typed, not saved."""
        said = self.cleaned_data
        return Wish(
            service=self.service,
            practitioner=said["practitioner"],
            location=said.get("location"),
            weekdays=sorted(said["weekdays"]),
            earliest=said["earliest"],
            latest=said["latest"],
            since=said["since"],
            until=said["until"],
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show why it did not happen, with everything typed still there."""
        self.add_error(None, refusal.words)


class WithContact(forms.Form):
    """Who waits. For staff there is nothing to agree to."""

    name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )

    def typed(self) -> tuple[str, str, str]:
        """Name, e-mail address and phone number."""
        said = self.cleaned_data
        return said["name"].strip(), said["email"].strip(), said["phone"].strip()

    def contact(self, now: datetime) -> Contact:
        """Who it is, not saved, their address not proved."""
        name, email, phone = self.typed()
        return Contact(name=name, email=email, phone=phone, digest=address_digest(email), made=now)


class VisitorWishForm(WishForm, WithContact):
    """A visitor's wish: also who they are, and their consent."""

    consent = forms.BooleanField(
        label="Yes, keep these details while I wait, and write to me when a time is free.",
        error_messages={"required": "Please tick this box: without it we may not keep your place."},
    )
    field_order = ["practitioner", "location", "weekdays", "earliest", "latest", "since", "until", "name"]


class StaffWishForm(WishForm, WithContact):
    """A wish that somebody told by phone."""

    field_order = ["name", "email", "phone", "practitioner", "location", "weekdays"]
