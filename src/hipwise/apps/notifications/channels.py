"""The ways by which people are told. Today e-mail; web push and SMS join by registering a channel of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from hipwise.apps.notifications.kinds import Message


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person by one channel. ``key`` is the same however often it is tried."""

    key: str
    address: str
    person: int | None
    message: Message
    expires: datetime


class Channel(Protocol):
    """A way to reach somebody.

    ``put`` only writes into the channel's own queue, inside the transaction that marks the notice as sent: both
    happen or neither. Whoever empties that queue tries again until it worked, with the same ``key``.
    """

    name: str
    label: str

    def reaches(self, address: str, person: int | None) -> bool:
        """Whether this person can be reached so."""
        ...

    def put(self, delivery: Delivery) -> None:
        """Queue a delivery."""
        ...


class Email:
    """E-mail, by the queue of ``kit.mail``: a letter waits there, sealed, until the mail server has taken it."""

    name = "email"
    label = "E-mail"

    def reaches(self, address: str, person: int | None) -> bool:  # noqa: ARG002
        """Whoever has an address."""
        return bool(address)

    def put(self, delivery: Delivery) -> None:
        """Write the letter down. Its Message-ID comes from the key, so that mail programs know a second copy."""
        write_letter(delivery.address, delivery.message, delivery.key, delivery.expires)


def write_letter(address: str, message: Message, key: str, expires: datetime) -> None:
    """Put one letter into the queue of ``kit.mail``, as part of the transaction under way."""
    letter = EmailMessage(
        message.title,
        message.text,
        to=[address],
        headers={
            "Message-ID": message_id(key),
            "Auto-Submitted": "auto-generated",
            "Expires": format_datetime(expires),
        },
    )
    for file in message.attachments:
        letter.attach(file.name, file.content, file.type)
    letter.send()


def message_id(key: str) -> str:
    """The Message-ID of the letter with this key, which tells nothing of the key."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Add a channel; a second one of the same name takes its place."""
    _channels[channel.name] = channel


def every() -> list[Channel]:
    """All channels, in the order in which they were registered."""
    return list(_channels.values())


register(Email())
