"""What a person says before leaving."""

from __future__ import annotations

from django import forms


class EraseForm(forms.Form):
    """A yes that nobody gives by accident."""

    sure = forms.BooleanField(
        label="Yes, erase my account and everything I wrote. It can't be brought back.",
        error_messages={"required": "Please tick the box if you want this."},
    )
