"""Where a practitioner's other calendar is."""

from __future__ import annotations

from django import forms


class OutsideForm(forms.Form):
    """The address of a calendar; ``webcal:`` is https by another name."""

    address = forms.CharField(
        label="Address of the calendar",
        help_text="Your calendar program calls it “secret address”, “iCal address” or “public calendar”. "
        "It begins with https:// or webcal://.",
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": "Please paste the address here."},
    )

    def clean_address(self) -> str:
        """The address as we fetch it."""
        typed = str(self.cleaned_data["address"])
        scheme, _, rest = typed.partition("://")
        if scheme.lower() in ("webcal", "webcals"):
            scheme = "https"
        if scheme.lower() not in ("http", "https") or not rest or not typed.isascii() or " " in typed:
            raise forms.ValidationError("This is not the address of a calendar. It begins with https:// or webcal://.")
        if "@" in rest.partition("/")[0]:
            raise forms.ValidationError("Please use an address without a user name and password in it.")
        return f"{scheme.lower()}://{rest}"
