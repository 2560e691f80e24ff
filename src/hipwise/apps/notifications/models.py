"""What is to be told to whom and when, and what people want to be told."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models

from hipwise.kit.sealed import SealedText

QUIET_FROM, QUIET_UNTIL = time(21), time(8)


class Notice(models.Model):
    """One thing to tell one person once. ``key`` says which thing it is; the database holds it to once.

    It goes to an account's own address, or to ``address`` where there is no account. What it says is put
    together when it is sent, from ``kind`` and ``subject`` (the number of a row that the kind knows).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        DROPPED = "dropped", "dropped"

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = SealedText(default="", blank=True)
    address_digest = models.CharField(max_length=64, blank=True, db_index=True)
    zone = models.CharField(max_length=64, help_text="IANA name: whose night is kept")
    due = models.DateTimeField()
    expires = models.DateTimeField(help_text="later than this it is dropped and not told")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    settled = models.DateTimeField(null=True, blank=True, help_text="when it was sent or dropped")

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=models.Q(state="waiting"), name="notices_waiting"),
            models.Index(fields=["kind", "subject"], name="notices_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(address_digest=""), name="an_account_or_an_address"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(settled__isnull=False), name="settled_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class QuietHours(models.Model):
    """From when until when somebody wants to be left alone, by the clock on their wall. Equal times: never."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begin = models.TimeField(default=QUIET_FROM)
    end = models.TimeField(default=QUIET_UNTIL)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M} to {self.end:%H:%M}"


class Muted(models.Model):
    """A kind of notice that somebody does not want by a channel. No row: they get it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}"
