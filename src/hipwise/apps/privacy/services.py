"""Leaving with everything, and leaving for good."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.people.models import StaffSeat, User
from hipwise.apps.privacy.claims import Content, Subject, registered
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

IN_MEMORY = 8 * 2**20
"""A download larger than this many bytes is written to a file that nobody else can open."""

READ_ME = """Your data, as of {now:%d %B %Y, %H:%M}.

Each folder is one part of Hipwise. The .json files open in any text editor; the .csv files open in any
spreadsheet. journal/journal.csv can be read by the program `hipwise insights`, also without this clinic.
"""


def subject_of(user: User) -> Subject:
    """The person behind an account, as claims know them."""
    patient = getattr(user, "patient", None)
    return Subject(user.pk, patient.pk if patient else None, user.email)


def pack_data(actor: Actor, user: User, now: datetime) -> IO[bytes]:
    """Everything kept about a person as one zip, open at its beginning; the caller closes it."""
    packed = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it once it is sent
    subject = subject_of(user)
    with transaction.atomic(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("READ ME.txt", READ_ME.format(now=now))
        for claim in registered():
            for name, content in claim.export(subject).items():
                archive.writestr(f"{claim.name}/{name}", _written(content))
        record(actor, "downloaded everything", about=user.pk)
    packed.seek(0)
    return packed


def _written(content: Content) -> str | bytes:
    if isinstance(content, str | bytes):
        return content
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


@transaction.atomic
def erase_account(actor: Actor, user: User) -> Refusal | None:
    """Remove a person and every row about them, all or nothing. Somebody who works here leaves their place first."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if StaffSeat.objects.filter(user=user, until=None).exists():
        return Refusal("still_seated", "You work here. Ask the owner to end your place first, then erase your account.")
    record(actor, "erased account", about=user.pk)
    subject = subject_of(user)
    for claim in registered():
        claim.erase(subject)
    return None
