"""What a person said before and beside the engine, and the engine's last answer, so that a page need not ask again."""

from __future__ import annotations

from django.db import models

from hipwise.apps.people.models import Patient
from hipwise.kit.sealed import SealedJSON, SealedText


class Answer(models.Model):
    """One person's last exploration, with all it takes to make it again to the byte: panel digest, engine, seed.

    What else was asked (rates, suspects, the day something began) stands in the exploration itself, sealed.
    """

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="answer")
    digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=32)
    seed = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    exploration = SealedJSON()

    def __str__(self) -> str:
        return f"answer of {self.made_at:%Y-%m-%d}"


class Hunch(models.Model):
    """What a person suspected before they saw a first result: one row a person, written once, never changed.

    ``suspects`` holds the names of up to three factors; none when the person would not say, or was never asked
    because results had been shown before there was a question (docs/adr/0009).
    """

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="hunch")
    suspects = SealedJSON()
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hunch of {self.answered_at:%Y-%m-%d}"


class Beginning(models.Model):
    """The day on which something began, in the person's own words: the page compares before and after."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="beginning")
    day = models.DateField()
    label = SealedText()

    def __str__(self) -> str:
        return f"beginning of {self.day:%Y-%m-%d}"
