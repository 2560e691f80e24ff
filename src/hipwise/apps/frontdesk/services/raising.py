"""Taking on a raised conversation: a named person says that they are looking after it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.kinds import withdraw_raised
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors.inbox import holder_of, is_alarm
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Words
from hipwise.apps.people.models import User
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

NOT_RAISED = Refusal("not_raised", "This conversation is not raised.")


def take_on(actor: Actor, conversation: Conversation, now: datetime) -> Refusal | None:
    """Put one's name to it. Of several at once one does; the others are told who. Again by the same: no change.

    It stays raised for everybody to see, is theirs if nobody held it, and the ladder of letters ends.
    """
    with transaction.atomic():
        mine, me = core.locked(conversation.pk), User.objects.get(pk=actor.user_id or 0)
        if mine.raised == Conversation.Raised.NO:
            return NOT_RAISED
        if not is_alarm(mine):
            return None if mine.taken_on_by_id == me.pk else _taken(mine)
        mine.taken_on_by, mine.taken_on_at = me, now
        if holder_of(mine) is None:
            mine.assigned = me
        core.settle(mine)
        line = f"{me.get_short_name()} took this on"
        core.say(mine, Words(Message.Side.HOUSE, line, Message.Kind.EVENT, author_id=me.pk), now)
        withdraw_raised(mine)
        record(actor, "took on conversation", about=mine.user_id, subject=mine)
    return None


def _taken(mine: Conversation) -> Refusal:
    who = mine.taken_on_by.get_full_name() if mine.taken_on_by else "Somebody"
    return Refusal("taken", f"{who} has taken this on already.")
