"""The signed link in a letter, by which somebody comes back to their conversation."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from hipwise.apps.booking.links import absolute
from hipwise.apps.frontdesk.models import Conversation

SALT = "frontdesk.back"
LASTS = timedelta(days=30)


def back_link(conversation: Conversation) -> str:
    """The full address of a page whose button opens the conversation. It is good for 30 days."""
    token = signing.dumps([conversation.uid.hex, conversation.digest], salt=SALT)
    return absolute(reverse("frontdesk:back", args=[token]))


def conversation_of(token: str) -> Conversation | None:
    """The conversation a link leads to; None when the link is made up or too old, or its address is another now."""
    try:
        uid, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return Conversation.objects.filter(uid=uuid.UUID(uid), digest=mark).first()


def staff_link(conversation: Conversation) -> str:
    """The full address of a conversation in the staff's inbox."""
    return absolute(reverse("frontdesk:talk", args=[conversation.pk]))
