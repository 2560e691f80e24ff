"""What a person typed in a check-in, and how it becomes :class:`Content`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from hipwise.apps.journal.content import OWN_A_CHECK_IN, OWN_LENGTH, Content
from hipwise.apps.journal.models import Review
from hipwise.apps.journal.vocabulary import Activity, HowGood, HowMuch, Place, Quality, Strength
from hipwise.kit.refusal import Refusal
from hipwise.ui.forms import TagsField
from hipwise.ui.pictures import emotions
from hipwise.ui.widgets import BodyMap, ChipSet, EmotionWheel, PainScale, Segment

NOTE_LENGTH = 4000
FIELD_OF = {"ahead": "day", "too_old": "day", "too_many_tags": "happened"}
FOLDED = {
    "body": ("qualities", "places"),
    "night": ("sleep_hours", "sleep_quality", "fatigue", "headache"),
    "note": ("note",),
    "when": ("day", "hour"),
}
TYPED = {label.casefold(): value for value, label in Activity.choices}
"""Somebody who types "walk" in their own words means the walk that is offered."""
UNKNOWN = {"invalid_choice": "Please choose from what is offered here."}


def _scale(label: str, words: Iterable[tuple[int, str]], **more: Any) -> forms.TypedChoiceField:
    """A row of words, of which one may be chosen, and a way to leave it out."""
    choices = [("", "Skip"), *((str(value), word) for value, word in words)]
    return forms.TypedChoiceField(
        label=label, choices=choices, required=False, coerce=int, empty_value=None, widget=Segment,
        error_messages=UNKNOWN, **more,
    )  # fmt: skip


class CheckInForm(forms.Form):
    """One check-in. Everything may be left out, but not everything at once (the service says so)."""

    pain = forms.TypedChoiceField(
        label="How sore is the hip now?",
        help_text="You can leave this out.",
        choices=[("", "leave out"), *((str(number), str(number)) for number in range(11))],
        required=False,
        coerce=int,
        empty_value=None,
        widget=PainScale,
        error_messages=UNKNOWN,
    )
    happened = TagsField(
        label="What happened before?",
        help_text="Any, several, or none.",
        required=False,
        longest=OWN_LENGTH,
        widget=ChipSet(own="Your own words, with commas between"),
        error_messages={"invalid_choice": f"Please keep each of your own words to {OWN_LENGTH} letters."},
    )
    stress = _scale("How much stress?", HowMuch.choices)
    mood = _scale("How is your mood?", HowGood.choices)
    feelings = forms.MultipleChoiceField(
        label="What do you feel?",
        help_text="Any, several, or none.",
        required=False,
        choices=emotions.CHOICES,
        widget=EmotionWheel,
        error_messages=UNKNOWN,
    )
    strength = _scale("How strong is that?", Strength.choices)
    qualities = forms.MultipleChoiceField(
        label="What is it like?",
        required=False,
        choices=Quality.choices,
        widget=ChipSet(two=True),
        error_messages=UNKNOWN,
    )
    places = forms.MultipleChoiceField(
        label="Where?",
        help_text="Tap the picture, as many places as you like.",
        required=False,
        choices=Place.choices,
        widget=BodyMap,
        error_messages=UNKNOWN,
    )
    sleep_hours = forms.FloatField(
        label="Hours of sleep last night",
        required=False,
        min_value=0,
        max_value=24,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        error_messages={
            "invalid": "Please write the hours as a number, such as 7 or 7.5.",
            "min_value": "Hours of sleep lie between 0 and 24.",
            "max_value": "Hours of sleep lie between 0 and 24.",
        },
    )
    sleep_quality = _scale("How was the night?", HowGood.choices)
    fatigue = _scale("How tired are you?", HowMuch.choices)
    headache = _scale("A headache?", HowMuch.choices)
    note = forms.CharField(
        label="Anything to note?",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": "This note has %(show_value)d letters and we keep up to %(limit_value)d. Please shorten it."
        },
    )
    day = forms.DateField(
        label="Which day?",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Please say which day this is about.",
            "invalid": "Please write the day like 2026-03-31.",
        },
    )
    hour = forms.TimeField(
        label="About what time?",
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Please say about what time.",
            "invalid": "Please write the time like 18:30.",
        },
    )
    client_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, own: Iterable[str] = (), now: datetime, entry: Content | None = None
    ) -> None:
        """``own``: the person's own tags by name; ``entry``: what is there already, when editing."""
        super().__init__(data, initial=_initial(entry) if entry else _fresh(now))
        self.entry = entry
        self.fields["happened"].choices = [*Activity.choices, *((name, name) for name in own)]  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["max"] = f"{timezone.localdate(now):%Y-%m-%d}"

    def clean_happened(self) -> list[str]:
        """At most so many own words at once, whatever is pasted."""
        said: list[str] = self.cleaned_data["happened"]
        if len(set(said) - set(Activity.values)) > OWN_A_CHECK_IN:
            raise forms.ValidationError(f"Please keep to {OWN_A_CHECK_IN} words of your own in one check-in.")
        return said

    def clean_client_id(self) -> uuid.UUID:
        """The form's own number; a new one where a browser sent none that can be read."""
        try:
            return uuid.UUID(self.cleaned_data["client_id"])
        except ValueError:
            return uuid.uuid4()

    def clean_day(self) -> date:
        """A day that calendars and time zones can carry."""
        day: date = self.cleaned_data["day"]
        if not 1900 <= day.year <= 2200:
            raise forms.ValidationError("Please check the year.")
        return day

    def content(self) -> Content:
        """The check-in, once the form is valid."""
        said = self.cleaned_data
        happened = dict.fromkeys(TYPED.get(word.casefold(), word) for word in said["happened"])
        return Content(
            at=self._moment(said["day"], said["hour"]),
            pain=said["pain"],
            qualities=tuple(said["qualities"]),
            places=tuple(said["places"]),
            stress=said["stress"],
            mood=said["mood"],
            sleep_hours=said["sleep_hours"],
            sleep_quality=said["sleep_quality"],
            fatigue=said["fatigue"],
            headache=said["headache"],
            activities=tuple(word for word in happened if word in Activity.values),
            own=tuple(word for word in happened if word not in Activity.values),
            emotions=self._strengths(said["feelings"], said["strength"]),
            note=said["note"],
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a service's no beside the field that it is about."""
        self.add_error(FIELD_OF.get(refusal.code), refusal.words)

    @property
    def opened(self) -> dict[str, bool]:
        """Which folded parts stand open: those with something in them, or something wrong."""
        return {part: any(map(self._shows, names)) for part, names in FOLDED.items()}

    def _shows(self, name: str) -> bool:
        filled_by_hand = name not in FOLDED["when"] and self[name].value() not in (None, "", [])
        return filled_by_hand or name in self.errors

    def _moment(self, day: date, hour: time) -> datetime:
        """The chosen minute in the clinic's zone; the exact moment of before when neither was touched."""
        moment = datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())
        if self.entry is not None:
            before = timezone.localtime(self.entry.at)
            if moment == before.replace(second=moment.second, microsecond=moment.microsecond):
                return self.entry.at
        return moment

    def _strengths(self, feelings: list[str], strength: int | None) -> dict[str, int]:
        """One answer for all feelings; what had a strength of its own keeps it while that answer is untouched."""
        before = dict(self.entry.emotions) if self.entry else {}
        said = Strength.SOME if strength is None else strength
        if before and said == max(before.values()):
            return {feeling: before.get(feeling, said) for feeling in feelings}
        return dict.fromkeys(feelings, int(said))


class ReviewForm(forms.Form):
    """Whether to go on with the journal, and how."""

    choice = forms.ChoiceField(
        label="How would you like to go on?",
        choices=Review.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose one.", **UNKNOWN},
    )


def _fresh(now: datetime) -> dict[str, Any]:
    local = timezone.localtime(now)
    return {"day": local.date(), "hour": local.time(), "client_id": uuid.uuid4()}


def _initial(entry: Content) -> dict[str, Any]:
    local = timezone.localtime(entry.at)
    return {
        "day": local.date(),
        "hour": local.time(),
        "pain": entry.pain,
        "happened": [*entry.activities, *entry.own],
        "stress": entry.stress,
        "mood": entry.mood,
        "feelings": list(entry.emotions),
        "strength": max(entry.emotions.values()) if entry.emotions else None,
        "qualities": list(entry.qualities),
        "places": list(entry.places),
        "sleep_hours": entry.sleep_hours,
        "sleep_quality": entry.sleep_quality,
        "fatigue": entry.fatigue,
        "headache": entry.headache,
        "note": entry.note,
    }
