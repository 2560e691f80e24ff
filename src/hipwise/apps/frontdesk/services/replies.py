"""Saved replies: keeping them, and counting how often one is used."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.models import SavedReply
from hipwise.kit.actor import Actor


@transaction.atomic
def save_reply(actor: Actor, reply: SavedReply) -> SavedReply:
    """Add a reply, or change one; how often it was used is not touched."""
    new = reply.pk is None
    reply.save(update_fields=None if new else ["title", "body"])
    record(actor, "added saved reply" if new else "changed saved reply", subject=reply)
    return reply


@transaction.atomic
def remove_reply(actor: Actor, reply: SavedReply) -> None:
    """Take a reply off the list. What was said with it stays said."""
    record(actor, "removed saved reply", subject=reply)
    reply.delete()


def count_use(number: int) -> None:
    """Note that a reply was put into an answer."""
    SavedReply.objects.filter(pk=number).update(used=F("used") + 1)
