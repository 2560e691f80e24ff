"""What goes, and when: conversations that were kept long enough, and those that somebody has erased.

Kept until their person erases them: conversations about a patient, which belong to the record. Never forgotten by the
clock: raised ones that nobody has taken on. All others go so many months (``DeskSettings.keep_months``) after they were
closed, and suspected spam after a month. Files lie sealed in the same database and go with their conversation.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk import kinds, letters
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.selectors.desk import desk_settings
from hipwise.apps.frontdesk.selectors.inbox import ALARM, is_alarm
from hipwise.apps.frontdesk.services import core
from hipwise.apps.notifications import channels
from hipwise.apps.notifications.channels import message_id
from hipwise.apps.notifications.models import Notice
from hipwise.kit import mail, wake
from hipwise.kit.actor import Actor

KINDS = (letters.NEW, letters.RECEIVED, letters.ANSWERED, kinds.RAISED)
SPAM_STAYS = timedelta(days=30)
MONTH = timedelta(days=365.25 / 12)
AT_ONCE = 200
"""Conversations that one transaction removes when many have been kept long enough."""


def erase_conversations(theirs: QuerySet[Conversation]) -> int:
    """Remove conversations with all that was said and sent in them and every letter about them; how many."""
    with transaction.atomic():
        rows = dict(theirs.order_by().values_list("pk", "uid"))
        if not rows:
            return 0
        _forget_letters(list(rows))
        Conversation.objects.filter(pk__in=list(rows)).delete()
        wake.tell([*(core.room(uid) for uid in rows.values()), core.INBOX])
    return len(rows)


def erase_own(actor: Actor, conversation: Conversation) -> None:
    """Somebody removes their own. It is theirs to do also while it is raised; the log then says so, without a word."""
    with transaction.atomic():
        mine = core.locked(conversation.pk)
        what = "erased raised conversation" if is_alarm(mine) else "erased conversation"
        record(actor, what, about=mine.user_id, subject=mine)
        erase_conversations(Conversation.objects.filter(pk=mine.pk))


def prune(now: datetime) -> int:
    """Remove what was kept long enough; how many conversations."""
    closed = Q(state=Conversation.State.CLOSED, closed_at__lt=now - desk_settings().keep_months * MONTH)
    spam = Q(spam=True, last_at__lt=now - SPAM_STAYS)
    over = Conversation.objects.filter(closed | spam, patient=None).exclude(ALARM)
    gone = 0
    while numbers := list(over.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        gone += erase_conversations(over.filter(pk__in=numbers))
    return gone


def _forget_letters(numbers: list[int]) -> None:
    """Drop what was to be told about these conversations, also what waits for the mail server already."""
    notices = Notice.objects.filter(kind__in=KINDS, subject__in=numbers)
    keys = notices.values_list("key", flat=True)
    mail.take_back({message_id(f"{channel.name}:{key}") for key in keys for channel in channels.every()})
    notices.delete()
