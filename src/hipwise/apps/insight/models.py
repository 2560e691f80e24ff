"""The engine's last answer for a person, kept so that a page need not ask again."""

from __future__ import annotations

from django.db import models

from hipwise.apps.people.models import Patient
from hipwise.kit.sealed import SealedJSON


class Answer(models.Model):
    """One person's last exploration, with all it takes to make it again to the byte: panel digest, engine, seed."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="answer")
    digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=32)
    seed = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    exploration = SealedJSON()

    def __str__(self) -> str:
        return f"answer of {self.made_at:%Y-%m-%d}"
