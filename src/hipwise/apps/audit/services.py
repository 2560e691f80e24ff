"""Writing in the log."""

from __future__ import annotations

import re

from django.db import models

from hipwise.apps.audit.models import Event
from hipwise.kit.actor import Actor

PLAIN = re.compile(r"[a-z][a-z0-9_. -]{0,63}")


def record(actor: Actor, what: str, *, about: int | None = None, subject: models.Model | None = None) -> Event:
    """Write one line: ``what`` is a verb and a noun ("read journal"), ``about`` the account it concerns.

    A reading begins with "read ". Names, addresses and anything a person typed do not belong here: the
    line can never be removed.

    Raises:
        ValueError: when ``what`` is not a few plain lower-case words.
    """
    if not PLAIN.fullmatch(what):
        raise ValueError("the log takes a verb and a noun in plain lower-case words")
    named = f"{subject._meta.label_lower}:{subject.pk}" if subject is not None else ""
    return Event.objects.create(who_id=actor.user_id, about_id=about, what=what, subject=named)
