"""Places and rooms."""

from __future__ import annotations

import functools
from typing import Any

import holidays
import pycountry
from django import forms

from hipwise.apps.booking.forms_setup.fields import Zone
from hipwise.apps.booking.models import Location, Room


@functools.cache
def countries() -> list[tuple[str, str]]:
    """Countries whose public holidays are known, by name."""
    known = holidays.list_supported_countries(include_aliases=False)
    found = [(code, pycountry.countries.get(alpha_2=code)) for code in known]
    return sorted(((code, country.name) for code, country in found if country), key=lambda pair: pair[1])


@functools.cache
def regions(country: str) -> list[tuple[str, str]]:
    """Regions of a country that have public holidays of their own, by name."""
    known = holidays.list_supported_countries(include_aliases=False).get(country, [])
    longest = Location._meta.get_field("subdivision").max_length or 0
    find: Any = pycountry.subdivisions.get
    named = ((code, find(code=f"{country}-{code}")) for code in known if len(code) <= longest)
    return sorted(((code, region.name if region else code) for code, region in named), key=lambda pair: pair[1])


class PlaceForm(forms.ModelForm[Location]):
    """A place. Its region can be chosen once its country is."""

    time_zone = Zone(
        label="Time zone",
        help_text="Type a city, such as Lisbon, and choose. All hours of this place are read on its own clock; "
        "when the clocks change, there is nothing for you to do.",
    )
    country = forms.ChoiceField(
        label="Public holidays of",
        required=False,
        help_text="On these days the place is closed by itself. You can open single ones after all.",
    )
    subdivision = forms.ChoiceField(
        label="Region", required=False, help_text="Some regions have holidays of their own."
    )

    class Meta:
        model = Location
        fields = ["name", "address", "time_zone", "country", "subdivision", "is_open"]
        labels = {"name": "Name", "address": "Address", "is_open": "Takes bookings"}
        help_texts = {
            "name": "What people read when they choose a time, such as “Linden Street”.",
            "is_open": "Untick it and nobody can book here any more. Nothing is deleted.",
        }
        error_messages = {"name": {"unique": "Another place has this name already."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = str(self.data.get(self.add_prefix("country"), "") if self.is_bound else self.instance.country)
        self._choices("country", [("", "No public holidays"), *countries()])
        here = regions(country)
        self._choices("subdivision", [("", "The whole country"), *here])
        if not here:
            del self.fields["subdivision"]
        elif self.is_bound and self.data.get(self.add_prefix("subdivision")) not in dict(here):
            # the country was changed in this very form, so its old region means nothing any more
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed[self.add_prefix("subdivision")] = ""

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A country without regions has none."""
        cleaned = super().clean() or {}
        if "subdivision" not in self.fields:
            self.instance.subdivision = ""
        return cleaned


class RoomForm(forms.ModelForm[Room]):
    """A room."""

    class Meta:
        model = Room
        fields = ["location", "name", "kind", "is_open"]
        labels = {"location": "Place", "name": "Name", "kind": "What it is", "is_open": "In use"}
        help_texts = {
            "kind": "Services ask for a kind of room, and take whichever is free.",
            "is_open": "Untick it and no visit is put in it any more. For a few days only, use a closed day instead.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["location"]
        assert isinstance(place, forms.ModelChoiceField)
        place.empty_label = None
        if self.instance.pk:
            del self.fields["location"]  # visits are booked in it, at this place

    def clean_name(self) -> str:
        """Once at a place."""
        name = str(self.cleaned_data["name"]).strip()
        place = self.cleaned_data.get("location") or (self.instance.location if self.instance.pk else None)
        if place and Room.objects.filter(location=place, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another room there has this name already.", code="unique")
        return name
