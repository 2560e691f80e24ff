"""What a visitor has typed for a time that is kept for them, until their address has answered."""

from __future__ import annotations

import uuid

from django.db import models

from hipwise.apps.booking.models.clinic import Location, Practitioner, Service
from hipwise.apps.booking.models.visits import Appointment
from hipwise.apps.people.models import Patient
from hipwise.kit.sealed import SealedText


class Draft(models.Model):
    """One booking under way on the clinic's pages. It lives for a day at most.

    ``uid`` stands in its addresses and cannot be guessed; the session that began it is asked for as well. ``hold`` is
    the kept time, and the visit once it is booked; None when the time was lost, while ``start`` and its neighbours
    still say which it was. ``code`` is a keyed digest. ``proved`` is when the address ``email`` answered.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hold = models.OneToOneField(Appointment, null=True, on_delete=models.SET_NULL, related_name="draft")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    start = models.DateTimeField()
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE, related_name="+")
    name = SealedText(default="")
    email = SealedText(default="")
    phone = SealedText(default="")
    reason = SealedText(default="")
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    agreed_to = models.CharField("version of the words", max_length=16, blank=True)
    agreed = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    letters = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    proved = models.DateTimeField(null=True)
    made = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"
