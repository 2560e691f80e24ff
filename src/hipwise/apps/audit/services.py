"""Writing in the log."""

from __future__ import annotations

from django.db import models

from hipwise.apps.audit.models import Event
from hipwise.kit.actor import Actor


def record(actor: Actor, what: str, *, about: int | None = None, subject: models.Model | None = None) -> Event:
    """Write one line: ``what`` is a verb and a noun ("read journal"), ``about`` the account it concerns."""
    named = f"{subject._meta.label_lower}:{subject.pk}" if subject is not None else ""
    return Event.objects.create(who_id=actor.user_id, about_id=about, what=what, subject=named)
