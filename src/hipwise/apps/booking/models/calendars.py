"""Calendars that leave the clinic, and those that come in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hipwise.apps.booking.models.clinic import Practitioner, Room
from hipwise.apps.people.models import Patient
from hipwise.kit.sealed import SealedText


class Feed(models.Model):
    """A private address from which a calendar program reads one practitioner's, patient's or room's visits.

    ``secret`` is what the address ends in; it is found by ``digest`` and shown again to its owner alone.
    """

    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.CASCADE, related_name="feeds")
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE, related_name="feeds")
    room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    secret = SealedText()
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    last_read = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made"]
        constraints = [
            models.CheckConstraint(
                condition=Q(practitioner__isnull=False, patient=None, room=None)
                | Q(practitioner=None, patient__isnull=False, room=None)
                | Q(practitioner=None, patient=None, room__isnull=False),
                name="feed_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class OutsideCalendar(models.Model):
    """A practitioner's calendar elsewhere, read to keep its busy times free of visits. ``fault`` is why it fails."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="outside_calendars")
    address = SealedText()
    made = models.DateTimeField()
    tried = models.DateTimeField(null=True)
    read = models.DateTimeField("last read well", null=True)
    fault = models.CharField(max_length=200, blank=True)
    etag = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"outside calendar {self.pk}"


class OutsideBusy(models.Model):
    """A stretch in which an outside calendar says busy. Not what for."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="busy")
    start = models.DateTimeField()
    end = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="outside_busy_runs_forward")]

    def __str__(self) -> str:
        return f"busy {self.pk}"
