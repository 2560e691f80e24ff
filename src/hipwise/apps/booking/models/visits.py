"""Visits, the time they take, and who comes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from hipwise.apps.booking.models.clinic import Location, Practitioner, Room, Service
from hipwise.apps.people.models import Patient, User
from hipwise.kit.sealed import SealedText


class Contact(models.Model):
    """Whom to write to about a visit. A visitor without an account is one of these and nothing more.

    ``digest`` is a keyed digest of the address (``kit.digest``), so that what is kept about an address can be
    found though the address itself is sealed. ``proved`` is when the address answered. ``agreed`` is when a visitor
    said yes to the words of version ``agreed_to`` (``booking.agreement``); those with an account agreed there.
    """

    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="contacts")
    name = SealedText()
    email = SealedText()
    phone = SealedText(default="")
    digest = models.CharField(max_length=64, db_index=True)
    proved = models.DateTimeField(null=True)
    agreed_to = models.CharField("version of the words", max_length=16, blank=True)
    agreed = models.DateTimeField(null=True)
    made = models.DateTimeField()

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Course(models.Model):
    """Visits that were booked together and belong together, such as six weekly sessions."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="courses")
    made = models.DateTimeField()

    def __str__(self) -> str:
        return f"course {self.pk}"


class Appointment(models.Model):
    """A visit: held while its details are typed, then booked, then over, one way or another.

    ``start`` and ``end`` are the visit; ``taken_from`` and ``taken_until`` add the buffers, and are what its slices
    cover while it stands. ``version`` grows with every change (who edits an old one is told), ``sequence`` with
    every change that calendars must learn. ``lane`` above 0 means that staff let it overlap on purpose.
    """

    class State(models.TextChoices):
        HELD = "held", "Held"
        BOOKED = "booked", "Booked"
        ARRIVED = "arrived", "Arrived"
        COMPLETED = "completed", "Completed"
        NO_SHOW = "no_show", "Did not come"
        CANCELLED = "cancelled", "Cancelled"

    STANDING = (State.HELD, State.BOOKED, State.ARRIVED, State.COMPLETED, State.NO_SHOW)
    """States that take time. A completed or missed visit keeps its hour: nothing else happened in it."""

    class Way(models.TextChoices):
        SITE = "site", "Clinic's pages"
        API = "api", "Another website"
        STAFF = "staff", "Clinic"
        WAITING = "waiting", "Waiting list"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, choices=State)
    way = models.CharField(max_length=16, choices=Way)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="appointments")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="appointments")
    course = models.ForeignKey(Course, null=True, on_delete=models.SET_NULL, related_name="appointments")
    start = models.DateTimeField()
    end = models.DateTimeField()
    taken_from = models.DateTimeField()
    taken_until = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    reason = SealedText("what it is about", default="")
    lane = models.PositiveSmallIntegerField(default=0)
    overlap_reason = SealedText(default="")
    cancelled = models.DateTimeField(null=True)
    cancelled_by_clinic = models.BooleanField(default=False)
    cancelled_late = models.BooleanField(default=False)
    cancel_reason = SealedText(default="")
    moved_late = models.BooleanField(default=False)
    made = models.DateTimeField()
    changed = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_from__lte=F("start"), start__lt=F("end"), end__lte=F("taken_until")),
                name="visit_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | (~Q(state="held") & Q(held_until=None)),
                name="only_held_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled__isnull=False) | (~Q(state="cancelled") & Q(cancelled=None)),
                name="cancelled_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["practitioner", "taken_until"], name="visit_by_practitioner"),
            models.Index(fields=["taken_until"], name="visit_by_end"),
            models.Index(fields=["state", "held_until"], name="visit_held"),
            models.Index(fields=["changed"], name="visit_by_change"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Slice(models.Model):
    """Five minutes of one practitioner, or of one room, that belong to one visit and to no other.

    Two UNIQUE constraints are the guard against double booking, on every database (docs/methods/booking.md).
    ``at`` is the slice's start, ``lane`` its visit's.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="slices")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lane = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "at", "lane"], name="one_visit_a_practitioner"),
            models.UniqueConstraint(fields=["room", "at", "lane"], name="one_visit_a_room"),
            models.CheckConstraint(
                condition=Q(practitioner=None, room__isnull=False) | Q(practitioner__isnull=False, room=None),
                name="slice_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"slice {self.pk}"
