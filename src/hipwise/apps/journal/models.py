"""What a person wrote: check-ins, their own tags, and how they want to go on."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from hipwise.apps.journal.vocabulary import HowGood, HowMuch
from hipwise.apps.people.models import Patient
from hipwise.kit.sealed import SealedText


class Tag(models.Model):
    """A word of the person's own, offered in their next check-in. Its name is theirs alone, so it is sealed."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="tags")
    name = SealedText()

    def __str__(self) -> str:
        return str(self.name)


def _within(name: str, low: int, high: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{name: None}) | Q(**{f"{name}__gte": low, f"{name}__lte": high}), name=f"entry_{name}_on_scale"
    )


class Entry(models.Model):
    """One check-in. Every earlier wording is kept in ``history`` until the entry is removed, then goes with it.

    ``day`` is the local day the check-in is about, fixed when it is written, so that a clinic that
    moves to another time zone does not move old days. ``tags`` holds numbers of :class:`Tag`.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="entries")
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField("when")
    day = models.DateField()
    pain = models.PositiveSmallIntegerField("pain", null=True)
    qualities = models.JSONField("what it is like", default=list)
    places = models.JSONField("where", default=list)
    stress = models.PositiveSmallIntegerField("stress", null=True, choices=HowMuch)
    mood = models.PositiveSmallIntegerField("mood", null=True, choices=HowGood)
    sleep_hours = models.FloatField("hours of sleep", null=True)
    sleep_quality = models.PositiveSmallIntegerField("the night", null=True, choices=HowGood)
    fatigue = models.PositiveSmallIntegerField("tiredness", null=True, choices=HowMuch)
    headache = models.PositiveSmallIntegerField("headache", null=True, choices=HowMuch)
    activities = models.JSONField("what happened", default=list)
    tags = models.JSONField("your own tags", default=list)
    emotions = models.JSONField("feelings", default=dict)
    note = SealedText("note", default="")
    made = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(cascade_delete_history=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="one_entry_a_client_id"),
            _within("pain", 0, 10),
            _within("stress", 0, 4),
            _within("mood", 0, 4),
            _within("sleep_hours", 0, 24),
            _within("sleep_quality", 0, 4),
            _within("fatigue", 0, 4),
            _within("headache", 0, 4),
        ]
        indexes = [models.Index(fields=["patient", "-day", "-at"], name="entry_by_day")]

    def __str__(self) -> str:
        return f"check-in {self.pk} of {self.day:%Y-%m-%d}"


class Review(models.Model):
    """What the person decided when asked, after some weeks, whether keeping the journal still helps them."""

    class Choice(models.TextChoices):
        GO_ON = "go_on", "Keep going as it is"
        NO_SCORE = "no_score", "Keep going, without the pain score up front"
        REST = "rest", "Take two weeks off"

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="reviews")
    day = models.DateField()
    choice = models.CharField(max_length=16, choices=Choice)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_choice_display()} ({self.day:%Y-%m-%d})"
