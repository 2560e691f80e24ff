"""One row a deed or a reading; the database itself refuses to change or remove one (migration 0002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """Who did or read what about whom, when. No health detail: ``what`` is a verb and a noun."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    what = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, blank=True, help_text="model and number, such as journal.entry:12")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
