"""What a person says before and beside the results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from hipwise.apps.insight.services import TOO_MANY, UNKNOWN
from hipwise.domain.insight.weights import MOST_SUSPECTS
from hipwise.kit.refusal import Refusal
from hipwise.ui.widgets import ChipSet

SKIP = "skip"
LABEL_LENGTH = 60


class SuspectsForm(forms.Form):
    """Up to three things to suspect, or none: the button pressed says which was meant."""

    suspects = forms.MultipleChoiceField(
        label="Choose up to three",
        required=False,
        widget=ChipSet,
        error_messages={"invalid_choice": UNKNOWN.words},
    )

    def __init__(self, data: Any = None, *, offered: Iterable[tuple[str, str]]) -> None:
        """``offered``: the factors of the journal, each with what it is called."""
        super().__init__(data)
        self.fields["suspects"].choices = list(offered)  # type: ignore[attr-defined]

    def clean_suspects(self) -> list[str]:
        """What was ticked; the answer is for good, so it must be plain what is meant."""
        named: list[str] = self.cleaned_data["suspects"]
        skips = self.data.get("answer") == SKIP
        if skips and named:
            raise forms.ValidationError("You chose some and also “I don’t know”. Which of the two do you mean?")
        if not skips and not named:
            raise forms.ValidationError("Please choose at least one, or press “I don’t know”.")
        if len(named) > MOST_SUSPECTS:
            raise forms.ValidationError(TOO_MANY.words)
        return named


class BeginningForm(forms.Form):
    """A day, and what began on it."""

    label = forms.CharField(
        label="What began?",
        help_text="In your own words, such as “new exercises” or “another chair”.",
        max_length=LABEL_LENGTH,
        error_messages={
            "required": "Please say in a few words what began.",
            "max_length": "Please keep it to %(limit_value)d letters.",
        },
    )
    day = forms.DateField(
        label="On which day?",
        help_text="The first day with it, from your calendar: not a day picked from the chart.",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Please say on which day it began.",
            "invalid": "Please write the day like 2026-03-31.",
        },
    )

    def __init__(self, data: Any = None, *, initial: Any = None, first: date, last: date) -> None:
        """``first`` and ``last``: the days between which it must lie."""
        super().__init__(data, initial=initial)
        self.fields["day"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def refuse(self, refusal: Refusal) -> None:
        """Show a service's no beside the day."""
        self.add_error("day", refusal.words)
