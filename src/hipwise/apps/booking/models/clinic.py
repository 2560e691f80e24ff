"""What the clinic has and offers: places, rooms, practitioners, services, hours, closed days."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hipwise.apps.people.models import User
from hipwise.domain.scheduling.clinic import GRAIN
from hipwise.kit.sealed import SealedText


class Location(models.Model):
    """A place where visits happen, with its own time zone and public holidays."""

    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, help_text="IANA name")
    country = models.CharField("public holidays of", max_length=2, blank=True, help_text="ISO 3166-1; empty: none")
    subdivision = models.CharField("region", max_length=8, blank=True, help_text="ISO 3166-2, without the country")
    is_open = models.BooleanField("takes bookings", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room. Services ask for a kind of room, never for one by name."""

    class Kind(models.TextChoices):
        TREATMENT = "treatment", "Treatment room"
        GYM = "gym", "Exercise room"
        TALK = "talk", "Room to talk"

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind)
    is_open = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["location", "name"]
        constraints = [models.UniqueConstraint(fields=["location", "name"], name="one_room_a_name")]

    def __str__(self) -> str:
        return self.name


class Practitioner(models.Model):
    """Somebody who sees people, as the booking pages show them.

    ``user`` is None once their account is erased; visits that were keep the row, without a name.
    """

    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="practitioner")
    title = models.CharField("what they are", max_length=80, blank=True)
    daily_cap = models.PositiveSmallIntegerField("most visits a day", null=True, blank=True)
    is_open = models.BooleanField("takes bookings", default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.user.get_full_name() if self.user else "A former practitioner"


def _whole(name: str) -> models.CheckConstraint:
    """Minutes that the database can guard: whole slices."""
    rest = models.ExpressionWrapper(F(name) % GRAIN, output_field=models.IntegerField())
    return models.CheckConstraint(condition=models.lookups.Exact(rest, 0), name=f"service_{name}_whole")


class Service(models.Model):
    """Something a person can book."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField("in addresses", max_length=60, unique=True)
    words = models.TextField("what it is, for visitors", max_length=400, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    before = models.PositiveSmallIntegerField("minutes kept free before", default=0)
    after = models.PositiveSmallIntegerField("minutes kept free after", default=0)
    step = models.PositiveSmallIntegerField("starts every … minutes", default=15)
    online = models.BooleanField("by video, no room needed", default=False)
    room_kind = models.CharField("needs", max_length=16, choices=Room.Kind, blank=True)
    practitioners = models.ManyToManyField(Practitioner, related_name="services", blank=True)
    lead_hours = models.PositiveSmallIntegerField("can be booked until … hours before", default=12)
    horizon_days = models.PositiveSmallIntegerField("can be booked … days ahead", default=90)
    free_until_hours = models.PositiveSmallIntegerField("can be cancelled freely until … hours before", default=24)
    price = models.CharField("what it costs, in words", max_length=60, blank=True)
    for_new = models.BooleanField("for a first visit", default=False)
    is_open = models.BooleanField("can be booked online", default=True)
    place = models.PositiveSmallIntegerField("place in the list", default=0)

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            *map(_whole, ("minutes", "before", "after", "step")),
            models.CheckConstraint(condition=Q(minutes__gt=0, step__gt=0), name="service_takes_time"),
            models.CheckConstraint(condition=Q(online=False) | Q(room_kind=""), name="online_needs_no_room"),
        ]

    def __str__(self) -> str:
        return self.name


class WeeklyHours(models.Model):
    """Usual hours on a weekday (Monday is 0), wall-clock at the location, both dates included."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="weekly_hours")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField("from")
    closes = models.TimeField("to")
    since = models.DateField("first day")
    until = models.DateField("last day", null=True, blank=True)

    class Meta:
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_seven"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="weekly_hours_run_forward"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="weekly_dates_run_forward"),
        ]

    def __str__(self) -> str:
        return f"hours {self.pk}"


class ExtraHours(models.Model):
    """Hours on one day only, on top of the usual ones; they hold on closed days too."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="extra_hours")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    opens = models.TimeField("from")
    closes = models.TimeField("to")

    class Meta:
        ordering = ["day", "opens", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="extra_hours_run_forward"
            )
        ]

    def __str__(self) -> str:
        return f"extra hours {self.pk}"


class Closure(models.Model):
    """Days, both included, on which a location, or the whole clinic, or one room, is closed.

    ``works`` turns it round: a public holiday on which the clinic is open after all.
    """

    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    first = models.DateField("first day")
    last = models.DateField("last day")
    name = models.CharField("what for", max_length=80, blank=True)
    works = models.BooleanField("open although it is a public holiday", default=False)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="closure_runs_forward")]

    def __str__(self) -> str:
        return self.name or f"closure {self.pk}"


class TimeOff(models.Model):
    """Time a practitioner is not there, or time blocked in the calendar: an hour or three weeks."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="time_off")
    start = models.DateTimeField("from")
    end = models.DateTimeField("to")
    words = SealedText("what for", default="", blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="time_off_runs_forward")]
        indexes = [models.Index(fields=["practitioner", "end"], name="time_off_by_end")]

    def __str__(self) -> str:
        return f"time off {self.pk}"
