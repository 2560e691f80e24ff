"""Who of the staff has a conversation open right now. Kept for under a minute, in the cache: it is a courtesy."""

from __future__ import annotations

from django.core.cache import cache

from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.selectors.inbox import colleagues
from hipwise.apps.people.models import User

LASTS = 40
"""Seconds for which an open page counts; it says so again well before that."""


def come(talk: Conversation, who: User) -> list[str]:
    """Note that somebody has it open; the first names of the others who do."""
    cache.set(_key(talk, who.pk), who.get_short_name(), LASTS)
    others = [_key(talk, number) for number in colleagues().values_list("pk", flat=True) if number != who.pk]
    return sorted(cache.get_many(others).values())


def leave(talk: Conversation, who: User) -> None:
    """Note that somebody has closed it."""
    cache.delete(_key(talk, who.pk))


def _key(talk: Conversation, number: int) -> str:
    return f"frontdesk.beside.{talk.pk}.{number}"
