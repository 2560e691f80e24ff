"""The waiting list, proposals to move visits, and answers kept for callers who ask twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hipwise.apps.booking.models.clinic import Location, Practitioner, Room, Service
from hipwise.apps.booking.models.visits import Appointment, Contact
from hipwise.apps.people.models import User
from hipwise.kit.sealed import SealedJSON


class Wish(models.Model):
    """What somebody on the waiting list could come for, and when. ``weekdays`` is a list of 0 (Monday) to 6.

    While a freed time is offered, ``offer`` is the held visit; an offer that runs out goes on to the next.
    ``passed`` holds the numbers of visits whose offer they let go, as starts, so that no time is offered twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        OFFERED = "offered", "A time is offered"
        BOOKED = "booked", "Booked"
        LEFT = "left", "Left the list"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="wishes")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    weekdays = models.JSONField(default=list)
    earliest = models.TimeField("not before")
    latest = models.TimeField("starting at the latest")
    since = models.DateField("from day")
    until = models.DateField("to day")
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    offer = models.OneToOneField(Appointment, null=True, on_delete=models.SET_NULL, related_name="wish")
    passed = models.JSONField(default=list)
    made = models.DateTimeField()

    class Meta:
        ordering = ["made", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latest__gte=F("earliest"), until__gte=F("since")), name="wish_runs_forward"
            )
        ]
        indexes = [models.Index(fields=["state", "made"], name="wish_in_line")]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Reslot(models.Model):
    """A proposal to move visits, because somebody fell ill: front desk looks it over, then confirms or drops it."""

    class State(models.TextChoices):
        OPEN = "open", "To be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        DROPPED = "dropped", "Dropped"

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    made = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made", "-pk"]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ReslotLine(models.Model):
    """One visit of a proposal and where it would go; nowhere (``start`` None) means that a person must look."""

    reslot = models.ForeignKey(Reslot, on_delete=models.CASCADE, related_name="lines")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    start = models.DateTimeField(null=True)
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, null=True, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reslot", "appointment"], name="one_line_a_visit")]

    def __str__(self) -> str:
        return f"line {self.pk}"


class KeptAnswer(models.Model):
    """What the API answered to one Idempotency-Key, so that asking twice does nothing twice.

    ``asked`` is a keyed digest of what was asked: the same key with other content is refused.
    """

    key = models.CharField(max_length=64, unique=True, help_text="a keyed digest of the Idempotency-Key")
    asked = models.CharField(max_length=64)
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.CASCADE, related_name="+")
    status = models.PositiveSmallIntegerField(null=True)
    answer = SealedJSON(null=True)
    made = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"answer {self.pk}"
