"""Signing in joins the conversation of this browser to the account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Words
from hipwise.apps.people.models import Patient, StaffSeat, User
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest


def join_conversation(user: User, key: Key, now: datetime) -> bool:
    """Make a nameless visitor's conversation this account's; whether that happened.

    From then on its key alone opens nothing. Whoever works here is no visitor and joins nothing; what is somebody's
    already stays theirs, and so does what was written by somebody else for certain: another address answered for it.
    """
    if StaffSeat.objects.filter(user=user, until=None).exists():
        return False
    found = rooms.conversation(key.uid)
    if found is None:
        return False
    with transaction.atomic():
        mine = core.locked(found.pk)
        if mine.user_id is not None or _is_anothers(mine, user):
            return False
        patient_id = Patient.objects.filter(user=user).values_list("pk", flat=True).first()
        mine.user, mine.name, mine.email = user, mine.name or user.get_full_name(), mine.email or user.email
        mine.digest = mine.digest or address_digest(user.email)
        mine.patient_id = mine.patient_id or patient_id
        core.settle(mine)
        core.say(mine, Words(Message.Side.HOUSE, "The visitor signed in.", Message.Kind.EVENT), now)
        record(Actor(user.pk, patient_id), "joined conversation", about=user.pk, subject=mine)
    return True


def _is_anothers(mine: Conversation, user: User) -> bool:
    return mine.proved is not None and mine.digest != address_digest(user.email)
