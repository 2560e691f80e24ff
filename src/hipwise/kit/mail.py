"""Mail that is written down first and sent by a background job, so that a dead mail server loses nothing.

A letter is sealed while it waits and deleted once the server has taken it. It is tried for about five days, as mail
servers do among themselves, but never after the moment in its ``Expires`` header: a reminder of what is over is none.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from hipwise.kit import clock
from hipwise.kit.jobs import job
from hipwise.kit.models import Letter


class Backend(BaseEmailBackend):
    """Django's mail interface onto the queue (``EMAIL_BACKEND``); ``MAIL_CARRIER`` names the backend that sends."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters down as part of the transaction under way; how many."""
        with transaction.atomic():
            for message in email_messages:
                letter = Letter.objects.create(content=_packed(message))
                send_letter.enqueue(letter.pk)
        return len(email_messages)


class MailNotSent(Exception):
    """The mail server did not take a letter. Says what kind of error it was and nothing about the letter."""


@job(queue="mail", tries=30)
def send_letter(number: int) -> None:
    """Send one letter and forget it; nothing happens if it has gone out already."""
    letter = Letter.objects.filter(pk=number).first()
    if letter is None:
        return
    until = letter.content.get("until")
    if until and parsedate_to_datetime(until) <= clock.now():
        letter.delete()
        return
    try:
        get_connection(settings.MAIL_CARRIER).send_messages([_Kept(letter.content)])
    except (SMTPException, OSError) as wrong:
        raise MailNotSent(type(wrong).__name__) from None
    letter.delete()


def forget(address: str) -> int:
    """Drop the letters that wait for one address; how many."""
    waiting = [letter for letter in Letter.objects.all() if address.lower() in map(str.lower, letter.content["to"])]
    return sum(letter.delete()[0] for letter in waiting)


def take_back(message_ids: Collection[str]) -> int:
    """Drop the letters that wait under these Message-IDs; how many."""
    found = [letter for letter in Letter.objects.all() if _message_id(letter) in message_ids] if message_ids else []
    return sum(letter.delete()[0] for letter in found)


def _message_id(letter: Letter) -> str:
    parsed = message_from_bytes(b64decode(letter.content["raw"]), policy=default)
    return str(parsed.get("Message-ID", "")).strip()


def _packed(message: EmailMessage) -> dict[str, Any]:
    raw = message.message().as_bytes()
    until = message.extra_headers.get("Expires", "")
    sealed = {"from": message.from_email, "to": message.recipients(), "raw": b64encode(raw).decode()}
    return sealed | {"until": until} if until else sealed


class _Kept(EmailMessage):
    """A letter as it was written, with the date and the Message-ID it got then."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(from_email=content["from"], to=content["to"])
        self.raw = b64decode(content["raw"])

    def message(self, **_: Any) -> Any:
        return self

    def as_bytes(self, linesep: str = "\n") -> bytes:
        """The finished letter."""
        return self.raw.replace(b"\n", linesep.encode())

    def get_charset(self) -> None:
        """For Django's console and file backends: the bytes say it themselves."""
