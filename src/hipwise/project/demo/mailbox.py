"""The demo's letter box: a demo sends no mail, so the letters it would have sent can be read on a page of its own.

Mounted in the demo alone, which listens on this machine alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.kit.doors import anyone, door

SHOWN = 30
RULE = b"-" * 79
"""What Django's file backend writes between two letters."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its reader sees it."""

    to: str
    subject: str
    text: str
    files: tuple[str, ...]


@door(anyone)
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest letters, newest first."""
    return render(request, "ui/mailbox.html", {"letters": letters(Path(settings.EMAIL_FILE_PATH))})


def letters(folder: Path) -> list[Letter]:
    """The newest letters in a folder of Django's file backend; none where nothing was sent yet."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    found = [part for file in files for part in reversed(file.read_bytes().split(RULE)) if part.strip()]
    return [_letter(message_from_bytes(raw.strip(), policy=policy.default)) for raw in found[:SHOWN]]


def _letter(mail: EmailMessage) -> Letter:
    body = mail.get_body(("plain",))
    files = tuple(part.get_filename() or "" for part in mail.iter_attachments())
    return Letter(str(mail["To"]), str(mail["Subject"]), str(body.get_content()) if body else "", files)
