"""Files as they are read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from hipwise.apps.frontdesk.models import Attachment, Message
from hipwise.apps.frontdesk.selectors.rooms import Audience


def file(uid: uuid.UUID, audience: Audience, *, small: bool) -> Attachment | None:
    """A file that this audience may see in its conversation, with what will be shown of it; None when there is none."""
    rows = Attachment.objects.filter(uid=uid, message__isnull=False).select_related("conversation")
    if audience == "visitor":
        rows = rows.exclude(message__kind__in=Message.FOR_STAFF)
    return rows.defer("content" if small else "preview").first()


def unsent(conversation: uuid.UUID, side: str, numbers: Iterable[uuid.UUID]) -> list[Attachment]:
    """Those of these files that wait for a message of this side."""
    rows = Attachment.objects.filter(conversation__uid=conversation, side=side, message=None, uid__in=numbers)
    return list(rows.defer("content", "preview").order_by("pk"))
