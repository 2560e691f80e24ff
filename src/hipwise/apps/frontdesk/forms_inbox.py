"""What staff type into a conversation, and how long they put it away for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from hipwise.apps.frontdesk.fields import Lines
from hipwise.apps.frontdesk.selectors.inbox import colleagues
from hipwise.apps.frontdesk.services.core import LONGEST
from hipwise.apps.people.models import User
from hipwise.apps.people.selectors import clinic_zone

MORNING = time(8)
"""When something that was put away until a day comes back, by the clinic's clock."""
FURTHEST = timedelta(days=366)
LONGEST_WORDS = 2000
"""Letters of what goes along when a conversation is handed over."""


class SayForm(forms.Form):
    """An answer or a note. ``seen`` is the last message on the screen, ``client`` this message's own number."""

    mode = forms.ChoiceField(choices=(("answer", "Answer"), ("note", "Note for colleagues")))
    body = Lines(required=False, widget=forms.Textarea, strip=False)
    client = forms.UUIDField()
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def clean_body(self) -> str:
        """The text, if it is not too long to be one message."""
        body: str = self.cleaned_data["body"]
        if len(body) > LONGEST:
            raise forms.ValidationError(f"This is longer than {LONGEST} letters. Please send it in parts.")
        return body


class HandOverForm(forms.Form):
    """To whom, and what they should know. What somebody holds can also be given back to everybody."""

    to = forms.ModelChoiceField(User.objects.none(), label="To", required=False)
    words = Lines(
        label="What they should know",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only colleagues read this.",
        error_messages={"max_length": f"This is longer than {LONGEST_WORDS} letters. Please make it shorter."},
    )

    def __init__(self, *args: Any, is_held: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].empty_label = "Everybody" if is_held else None  # type: ignore[attr-defined]
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = User.get_full_name  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Until when."""

    UNTIL = (("hour", "In an hour"), ("tomorrow", "Tomorrow morning"), ("monday", "Next Monday"), ("day", "On a day"))

    until = forms.ChoiceField(choices=UNTIL)
    day = forms.DateField(
        label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """A day is needed where one is asked for, and not one years away."""
        said = super().clean() or {}
        today = self.now.astimezone(clinic_zone()).date()
        day = said.get("day")
        if said.get("until") == "day" and "day" not in self.errors:
            if day is None:
                self.add_error("day", "Please choose a day.")
            elif not today < day <= today + FURTHEST:
                self.add_error("day", "Please choose a day after today, within a year.")
        return said

    def moment(self) -> datetime:
        """The moment at which it comes back."""
        until = self.cleaned_data["until"]
        if until == "hour":
            return self.now + timedelta(hours=1)
        today = self.now.astimezone(clinic_zone()).date()
        days: dict[str, date] = {
            "tomorrow": today + timedelta(days=1),
            "monday": today + timedelta(days=7 - today.weekday()),
        }
        return datetime.combine(days.get(until) or self.cleaned_data["day"], MORNING, clinic_zone())
