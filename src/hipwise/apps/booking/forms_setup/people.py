"""Practitioners as booking knows them, and the days on which they are more or less there."""

from __future__ import annotations

from typing import Any

from django import forms

from hipwise.apps.booking.models import Practitioner, Service


class PractitionerForm(forms.ModelForm[Practitioner]):
    """What somebody is, how much they see in a day, and what they offer."""

    daily_cap = forms.IntegerField(
        label="Most visits a day",
        required=False,
        min_value=1,
        max_value=100,
        help_text="Leave it empty for no limit. Staff can go beyond it with a reason.",
    )
    services = forms.ModelMultipleChoiceField(
        label="What they offer", queryset=Service.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Practitioner
        fields = ["title", "daily_cap", "services", "is_open"]
        labels = {"title": "What they are", "is_open": "Takes bookings"}
        help_texts = {
            "title": "Shown beside the name, such as “Physiotherapist”.",
            "is_open": "Untick it and nobody can book them any more. Visits that are booked stay.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("services", [one.pk for one in self.instance.services.all()])
        if not Service.objects.exists():
            del self.fields["services"]

    def save(self, commit: bool = True) -> Practitioner:
        """The row, and what they offer."""
        practitioner = super().save(commit)
        if "services" in self.fields:
            practitioner.services.set(self.cleaned_data["services"])
        return practitioner
