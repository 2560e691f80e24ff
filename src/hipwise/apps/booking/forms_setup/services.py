"""What can be booked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from hipwise.apps.booking.forms_setup.fields import Minutes
from hipwise.apps.booking.models import Practitioner, Room, Service
from hipwise.apps.booking.services.setup import free_slug
from hipwise.domain.scheduling.clinic import Service as Offer

ONLINE, NOWHERE = "online", "none"
YEAR = 24 * 365

SUGGESTIONS: dict[str, dict[str, Any]] = {
    "first-visit": {
        "name": "First visit",
        "words": "We listen, look at how you move, and plan together what comes next.",
        "minutes": 45,
        "after": 15,
        "for_new": True,
        "room": Room.Kind.TREATMENT,
    },
    "treatment": {"name": "Treatment", "minutes": 30, "after": 10, "room": Room.Kind.TREATMENT},
    "talk": {
        "name": "A talk",
        "words": "Time to talk about what weighs on you.",
        "minutes": 50,
        "after": 10,
        "room": Room.Kind.TALK,
    },
    "video": {"name": "Follow-up by video", "minutes": 25, "after": 5, "room": ONLINE},
}
"""What a clinic usually begins with; every value can be changed before it is saved."""


RULES = ("step", "lead_hours", "horizon_days", "free_until_hours")
"""Fields that most clinics leave as they are."""


class ServiceForm(forms.ModelForm[Service]):
    """A service, in plain words. Where it happens is one question: a kind of room, by video, or neither."""

    minutes = Minutes(label="How long it takes, in minutes", least=5)
    before = Minutes(label="Minutes kept free before", least=0, help_text="To get the room ready, for example.")
    after = Minutes(label="Minutes kept free after", least=0, help_text="For notes, and to air the room.")
    step = Minutes(
        label="Can start every … minutes", least=5, help_text="15 means 9:00, 9:15, 9:30 and so on, where it is free."
    )
    room = forms.ChoiceField(
        label="Where",
        choices=[*Room.Kind.choices, (ONLINE, "By video, no room needed"), (NOWHERE, "At the place, no room needed")],
        widget=forms.RadioSelect,
    )
    lead_hours = forms.IntegerField(label="Can be booked until … hours before", min_value=0, max_value=YEAR)
    horizon_days = forms.IntegerField(label="Can be booked … days ahead", min_value=0, max_value=730)
    free_until_hours = forms.IntegerField(
        label="Can be cancelled freely until … hours before",
        min_value=0,
        max_value=YEAR,
        help_text="Later it is still possible; it is noted as late.",
    )

    class Meta:
        model = Service
        fields = [
            "name", "words", "for_new", "minutes", "before", "after", "room", "practitioners",
            "price", "step", "lead_hours", "horizon_days", "free_until_hours", "is_open",
        ]  # fmt: skip
        labels = {
            "name": "Name",
            "words": "What it is",
            "for_new": "For people who come for the first time",
            "practitioners": "Who offers it",
            "price": "What it costs",
            "is_open": "Can be booked",
        }
        help_texts = {
            "name": "Its address on the web is made from this once, and stays.",
            "words": "One or two sentences for people who have never been here.",
            "price": "In your own words, such as “80 €” or “paid by your insurance”.",
            "is_open": "Untick it to retire the service. Visits that are booked stay.",
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 3}), "practitioners": forms.CheckboxSelectMultiple}
        error_messages = {"name": {"unique": "Another service has this name already."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Service())  # its defaults are the form's
        super().__init__(*args, **kwargs)
        people = self.fields["practitioners"]
        assert isinstance(people, forms.ModelMultipleChoiceField)
        people.queryset = Practitioner.objects.exclude(user=None).select_related("user")
        if not people.queryset.exists():
            del self.fields["practitioners"]
        if self.instance.pk:
            here = ONLINE if self.instance.online else self.instance.room_kind or NOWHERE
            self.initial.setdefault("room", here)

    def main(self) -> list[forms.BoundField]:
        """What every owner looks at."""
        return [field for field in self.visible_fields() if field.name not in RULES]

    def rules(self) -> list[forms.BoundField]:
        """The rest."""
        return [self[name] for name in RULES]

    def wrong_rules(self) -> bool:
        """Whether the rest needs a look."""
        return any(name in self.errors for name in RULES)

    def clean(self) -> dict[str, Any]:
        """Ask the rule that the calendar asks."""
        cleaned = super().clean() or {}
        if not self.errors:
            room = cleaned["room"]
            self.instance.online = room == ONLINE
            self.instance.room_kind = room if room in Room.Kind.values else ""
            try:
                offer_of(cleaned)
            except ValueError as wrong:
                raise forms.ValidationError("These lengths don't work together.", code="domain") from wrong
        return cleaned

    def save(self, commit: bool = True) -> Service:
        """With an address of its own from the first time on, and last in the list."""
        if not self.instance.pk:
            self.instance.slug = free_slug(self.instance.name)
            self.instance.place = Service.objects.count()
        return super().save(commit)


def offer_of(cleaned: dict[str, Any]) -> Offer:
    """The same as the rules of booking see it.

    Raises:
        ValueError: when they would not take it.
    """
    return Offer(
        key=0,
        practitioners=frozenset(),
        minutes=cleaned["minutes"],
        before=cleaned["before"],
        after=cleaned["after"],
        step=cleaned["step"],
        lead=timedelta(hours=cleaned["lead_hours"]),
        horizon=cleaned["horizon_days"],
    )
