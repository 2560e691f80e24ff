"""Single days: closed ones, extra hours, time off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from hipwise.apps.booking.forms_setup.fields import Clock, Day
from hipwise.apps.booking.forms_setup.week import runs_forward
from hipwise.apps.booking.models import Closure, ExtraHours, Location, Practitioner, Room, TimeOff
from hipwise.apps.booking.selectors.setup import hours_on
from hipwise.domain.scheduling.wall import end_of, moment

LONGEST = timedelta(days=3 * 366)
OVER = "This day is over already."
BACKWARDS = "The last day comes before the first."


class _Stretch(forms.Form):
    """A first and a last day."""

    first = Day(label="First day")
    last = Day(label="Last day", required=False, help_text="Leave it empty for one day.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """In order, not over, and not for ever."""
        cleaned = super().clean() or {}
        first = cleaned.get("first")
        if first is None or "last" in self.errors:
            return cleaned
        last = cleaned["last"] = cleaned.get("last") or first
        if last < first:
            self.add_error("last", BACKWARDS)
        elif last < self.today:
            self.add_error("first" if last == first else "last", OVER)
        elif last - first > LONGEST:
            self.add_error("last", "This is longer than three years. To close for good, untick “takes bookings”.")
        return cleaned


class ClosureForm(_Stretch):
    """Days on which the clinic, a place or a room is closed."""

    what = forms.ChoiceField(label="What is closed")
    name = forms.CharField(
        label="What for", max_length=80, required=False, help_text="For you and your team, such as “summer break”."
    )
    field_order = ["what", "first", "last", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(Location.objects.prefetch_related("rooms"))
        self.places = {f"place-{place.pk}": place for place in places}
        self.rooms = {f"room-{room.pk}": room for place in places for room in place.rooms.all()}
        rooms = [(key, f"{room.name}, {room.location.name}") for key, room in self.rooms.items()]
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [
            ("clinic", "The whole clinic"),
            ("A place", [(key, place.name) for key, place in self.places.items()]),
            ("A room", rooms),
        ]

    def closure(self) -> Closure:
        """What was asked for."""
        said = self.cleaned_data
        what: str = said["what"]
        place: Location | None = self.places.get(what)
        room: Room | None = self.rooms.get(what)
        return Closure(location=place, room=room, first=said["first"], last=said["last"], name=said["name"].strip())


class _Where(forms.Form):
    """On whose clock the times are read."""

    location = forms.ModelChoiceField(label="Place", queryset=Location.objects.none(), empty_label=None)

    def __init__(self, *args: Any, places: list[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = self.fields["location"]
        assert isinstance(where, forms.ModelChoiceField)
        where.queryset = Location.objects.filter(pk__in=[place.pk for place in places])
        where.choices = [(place.pk, place.name) for place in places]
        if places:
            where.initial = places[0].pk
        if len(places) == 1:
            where.widget = forms.HiddenInput()


class ExtraForm(_Where):
    """Hours on one day only."""

    day = Day(label="Day")
    opens = Clock(label="From")
    closes = Clock(label="To", help_text="00:00 means midnight.")
    field_order = ["day", "opens", "closes", "location"]

    def __init__(self, *args: Any, practitioner: Practitioner, today: date, **kwargs: Any) -> None:
        super().__init__(*args, prefix="extra", use_required_attribute=False, **kwargs)
        self.practitioner, self.today = practitioner, today

    def clean(self) -> dict[str, Any]:
        """Forwards, to come, and not at a time that is open anyway."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["day"] < self.today:
            self.add_error("day", OVER)
        elif not runs_forward(cleaned["opens"], cleaned["closes"]):
            self.add_error("closes", "This is before it begins. 00:00 as an end means midnight.")
        else:
            self._apart(cleaned)
        return cleaned

    def _apart(self, said: dict[str, Any]) -> None:
        zone, day = ZoneInfo(said["location"].time_zone), said["day"]
        start, end = moment(zone, day, said["opens"]), end_of(zone, day, said["closes"])
        for line in hours_on(self.practitioner, day):
            there = ZoneInfo(line.location.time_zone)
            if start < end_of(there, day, line.closes) and moment(there, day, line.opens) < end:
                words = f"{line.opens:%H:%M} to {line.closes:%H:%M} at {line.location} is open already, and overlaps."
                self.add_error("opens", words)
                return

    def extra(self) -> ExtraHours:
        """What was asked for."""
        said = self.cleaned_data
        return ExtraHours(
            practitioner=self.practitioner,
            location=said["location"],
            day=said["day"],
            opens=said["opens"],
            closes=said["closes"],
        )


class TimeOffForm(_Stretch, _Where):
    """Whole days, or from an hour on one day to an hour on another."""

    opens = Clock(label="From", required=False, help_text="Leave it empty for the whole day.")
    closes = Clock(label="Until", required=False, help_text="Leave it empty for the whole day.")
    words = forms.CharField(label="What for", max_length=120, required=False, help_text="Only staff see this.")
    field_order = ["first", "opens", "last", "closes", "location", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="off", **kwargs)
        zones = {place.time_zone for place in self.fields["location"].queryset}  # type: ignore[attr-defined]
        self.fields["location"].label = "On the clock of"
        if len(zones) == 1:
            self.fields["location"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A stretch that takes time."""
        cleaned = super().clean() or {}
        if not self.errors:
            start, end = self.span()
            if start >= end:
                self.add_error("closes", "This is before it begins.")
        return cleaned

    def span(self) -> tuple[datetime, datetime]:
        """The two instants, in UTC."""
        said = self.cleaned_data
        zone = ZoneInfo(said["location"].time_zone)
        start = moment(zone, said["first"], said.get("opens") or time())
        return start.astimezone(UTC), end_of(zone, said["last"], said.get("closes") or time()).astimezone(UTC)

    def time_off(self, practitioner: Practitioner) -> TimeOff:
        """What was asked for."""
        start, end = self.span()
        return TimeOff(practitioner=practitioner, start=start, end=end, words=self.cleaned_data["words"].strip())
