"""A conversation's key: its signed number. Whoever holds it speaks as the visitor, so it stands in a cookie, in a
page of theirs, in the link of a letter to them, and nowhere else.

A key that names an account opens only together with that account's session.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

SALT = "frontdesk.key"
LASTS = timedelta(days=90)
COOKIE = "chat"
HEADER = "X-Chat-Key"


@dataclass(frozen=True, slots=True)
class Key:
    """A conversation's number, and the account it belongs to; None while the visitor is nobody we know."""

    uid: uuid.UUID
    user_id: int | None = None


def new_key(user_id: int | None = None) -> Key:
    """A key to a conversation that does not exist until something is said."""
    return Key(uuid.uuid4(), user_id)


def written(key: Key) -> str:
    """The key as text."""
    return signing.dumps([key.uid.hex, key.user_id or 0], salt=SALT, compress=False)


def read_key(text: str) -> Key | None:
    """The key in a text; None when it is made up or too old."""
    try:
        uid, user_id = signing.loads(text, salt=SALT, max_age=LASTS)
        return Key(uuid.UUID(uid), user_id or None)
    except (signing.BadSignature, ValueError, TypeError):
        return None
