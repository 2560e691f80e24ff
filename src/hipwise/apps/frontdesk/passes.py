"""What opens one file for one audience for a while. Every bubble is drawn with fresh ones.

A pass alone opens a file of a nameless visitor's conversation, as their key would. Files of a conversation that an
account has claimed ask for that account's session too, and staff's passes for a session of staff.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import cast, get_args

from django.core import signing

from hipwise.apps.frontdesk.selectors.rooms import Audience

SALT = "frontdesk.file"
LASTS = timedelta(hours=12)


def new_pass(uid: uuid.UUID, audience: Audience) -> str:
    """A pass for one file."""
    return signing.dumps([uid.hex, audience], salt=SALT, compress=False)


def read_pass(text: str) -> tuple[uuid.UUID, Audience] | None:
    """The file and the audience of a pass; None when it is made up or over."""
    try:
        uid, audience = signing.loads(text, salt=SALT, max_age=LASTS)
        return (uuid.UUID(uid), cast(Audience, audience)) if audience in get_args(Audience) else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
