"""The kit's own tables."""

from __future__ import annotations

from django.db import models

from hipwise.kit.sealed import SealedJSON


class Turn(models.Model):
    """When a periodic job is due next. A worker takes a turn by moving ``due``; only one of several can."""

    name = models.CharField(max_length=200, unique=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A mail that has not left yet. It is deleted once the mail server has taken it."""

    content = SealedJSON()
    written = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Count(models.Model):
    """How often something was asked for in the window that ``ends`` then (seconds since 1970); see ``kit.limits``.

    ``key`` is a keyed digest of what is limited and who asked.
    """

    key = models.CharField(max_length=64, unique=True)
    ends = models.BigIntegerField(db_index=True)
    asked = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"count {self.pk}"
