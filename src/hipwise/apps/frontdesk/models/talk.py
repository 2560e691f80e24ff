"""Conversations: who speaks, what was said in which order, and what lies beside it."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from hipwise.apps.booking.models import Appointment
from hipwise.apps.people.models import Patient, User
from hipwise.kit.sealed import SealedBytes, SealedJSON, SealedText


class Conversation(models.Model):
    """What one visitor and the clinic say to each other, whichever way it came in.

    ``uid`` cannot be guessed; signed, it is the visitor's key (``frontdesk.keys``). ``user`` is the account that may
    read it: somebody who was signed in, or signed in later. ``patient`` is whom staff take it to be about, and opens
    nothing to anybody. ``last_seq`` numbers its messages, and ``version`` grows with everything that somebody who
    looks at it or at the inbox should see; both change only while the row is locked.

    ``waiting_since`` is when the first word came that nobody has answered. ``got`` and ``read`` are the last message
    that reached a side, and that it has seen. ``raised`` never falls by itself: only a named person takes it on.
    """

    class Source(models.TextChoices):
        CHAT = "chat", "Chat"
        FORM = "form", "Contact form"
        BOOKING = "booking", "Booking note"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SNOOZED = "snoozed", "Snoozed"
        CLOSED = "closed", "Closed"

    class Raised(models.IntegerChoices):
        NO = 0, "no"
        RED_FLAG = 1, "words of a red flag"
        CRISIS = 2, "words of crisis"

    class Topic(models.TextChoices):
        BOOKING = "booking", "Booking a visit"
        TREATMENT = "treatment", "What we treat, and how"
        COSTS = "costs", "Costs and insurance"
        RECORDS = "records", "My data or my account"
        OTHER = "other", "Something else"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=8, choices=Source)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    spam = models.BooleanField(default=False)
    spam_why = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=12, choices=Topic, blank=True)

    name = SealedText(default="", blank=True)
    email = SealedText(default="", blank=True)
    phone = SealedText(default="", blank=True)
    digest = models.CharField("of the address", max_length=64, blank=True, db_index=True)
    proved = models.DateTimeField("when the address answered", null=True, blank=True)
    agreed = models.DateTimeField(null=True, blank=True)
    agreed_to = models.CharField("version of the words", max_length=16, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="conversations")
    patient = models.ForeignKey(Patient, null=True, blank=True, on_delete=models.PROTECT, related_name="conversations")
    visit = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="conversation"
    )
    assigned = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    last_seq = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField()
    visitor_got = models.PositiveIntegerField(default=0)
    visitor_read = models.PositiveIntegerField(default=0)
    clinic_got = models.PositiveIntegerField(default=0)
    clinic_read = models.PositiveIntegerField(default=0)

    raised = models.PositiveSmallIntegerField(choices=Raised, default=Raised.NO)
    raised_at = models.DateTimeField(null=True, blank=True)
    taken_on_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_on_at = models.DateTimeField(null=True, blank=True)
    made = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    as_locked: dict[str, Any] | None = None
    """What stood in the row when it was locked (``services.core``)."""

    class Meta:
        indexes = [
            models.Index(fields=["spam", "state", "-last_at"], name="inbox_by_state"),
            models.Index(fields=["-last_at"], name="inbox_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="snoozed", snoozed_until__isnull=False)
                | (~Q(state="snoozed") & Q(snoozed_until=None)),
                name="only_snoozed_wakes",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(raised=0, raised_at=None) | (Q(raised__gt=0) & Q(raised_at__isnull=False)),
                name="raised_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Message(models.Model):
    """One thing said. ``seq`` orders a conversation without a hole, whatever the clocks do; ``at`` only tells the time.

    ``client`` is the sender's own number for it: sending it again changes nothing. A NOTE and an EVENT are for staff's
    eyes alone. A BOOKING has no body: its words are the visit's and live there. ``flags`` are the patterns of
    ``domain.triage`` found in it, each with what they matched.
    """

    class Side(models.TextChoices):
        VISITOR = "visitor", "Visitor"
        CLINIC = "clinic", "Clinic"
        HOUSE = "house", "Hipwise"

    class Kind(models.TextChoices):
        TEXT = "text", "Message"
        NOTE = "note", "Note for colleagues"
        EVENT = "event", "Event"
        OFFER = "offer", "Offered time"
        BOOKING = "booking", "Booking note"

    FOR_STAFF = (Kind.NOTE, Kind.EVENT)

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    client = models.UUIDField(default=uuid.uuid4)
    side = models.CharField(max_length=8, choices=Side)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    body = SealedText(default="", blank=True)
    flags = SealedJSON(default=list)
    visit = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_message_a_number"),
            models.UniqueConstraint(fields=["conversation", "client"], name="said_once"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @cached_property
    def files(self) -> list[Attachment]:
        """What it carries, without the content. ``selectors.rooms`` asks once for many messages."""
        return list(self.attachments.defer(*Attachment.CONTENT).order_by("pk"))


class Attachment(models.Model):
    """A picture or a PDF, sealed in the database: it goes where its conversation goes.

    ``message`` is None until the message that carries it is sent; after a day without one it is dropped.
    ``width`` and ``height`` are a picture's in pixels and 0 for a PDF; ``preview`` is the picture made small enough to
    stand in a conversation.
    """

    CONTENT = ("content", "preview")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    side = models.CharField(max_length=8, choices=Message.Side)
    name = SealedText()
    type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("bytes")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    preview = SealedBytes(default=b"")
    content = SealedBytes()
    made = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"attachment {self.pk}"
