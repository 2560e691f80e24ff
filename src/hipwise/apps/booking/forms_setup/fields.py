"""Fields for hours, minutes and time zones."""

from __future__ import annotations

import difflib
from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

from django import forms

from hipwise.domain.scheduling.clinic import GRAIN

FIRST, LAST = date(2000, 1, 1), date(2200, 12, 31)
"""Days that a clinic can mean; anything else is a slip of the hand."""


class Clock(forms.TimeField):
    """A time on the wall, as ``time``. 24:00 is 00:00, which as an end means midnight."""

    default_error_messages = {"invalid": "Please give a time such as 9:00 or 17:30."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": GRAIN * 60})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

    def to_python(self, value: Any) -> time | None:
        """As typed."""
        if isinstance(value, str) and value.strip() in {"24:00", "24.00"}:
            return time()
        found = super().to_python(value)
        if found and (found.second or found.microsecond):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Day(forms.DateField):
    """A date, by the browser's own picker where there is one."""

    default_error_messages = {"invalid": "Please give a day such as 2027-03-01."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        """As typed; years that no clinic means are refused."""
        found = super().to_python(value)
        if found and not FIRST <= found <= LAST:
            raise forms.ValidationError("Please look at the year again.", code="year")
        return found


class Minutes(forms.IntegerField):
    """Whole minutes in steps of the grain."""

    def __init__(self, *, least: int, most: int = 24 * 60, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=most, step_size=GRAIN, **kwargs)
        self.error_messages |= {
            "invalid": "Please give whole minutes, such as 45.",
            "step_size": f"Please give minutes in steps of {GRAIN}, such as 45.",
        }

    def to_python(self, value: Any) -> int | None:
        """As typed; the validator of steps works in floats and breaks on what no clock could show."""
        if len(str(value).strip()) > 9:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Zone(forms.CharField):
    """An IANA time zone by its name, or by the city alone where only one fits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=64, widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}), **kwargs
        )

    def clean(self, value: Any) -> str:
        """The zone's proper name."""
        typed = str(super().clean(value)).strip().replace(" ", "_")
        zones = available_timezones()
        if typed in zones:
            return typed
        same = [zone for zone in zones if typed.casefold() in {zone.casefold(), zone.rpartition("/")[2].casefold()}]
        if len(same) == 1:
            return same[0]
        near = same or difflib.get_close_matches(typed, zones, n=2, cutoff=0.6)
        hint = f" Did you mean {' or '.join(sorted(near))}?" if near else ""
        raise forms.ValidationError(f"This is not a time zone we know.{hint}", code="zone")
