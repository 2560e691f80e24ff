"""Checks that have been answered."""

from __future__ import annotations

from django.db import models


class SpentCheck(models.Model):
    """The nonce of a check that somebody answered. UNIQUE is what makes a check good for one message only."""

    nonce = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"spent check {self.pk}"
