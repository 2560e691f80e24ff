"""What is written about conversations, and when. No letter holds a word of what was said.

``tell_…`` stand in the transaction of what they tell; a letter is put together when it goes out, from what is so then.
A message is stored before anybody is told of it: telling is a job of its own, which is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string

from hipwise.apps.frontdesk.links import back_link, staff_link
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors.desk import desk_at, desk_settings
from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.kinds import Kind
from hipwise.apps.notifications.kinds import Message as Letter
from hipwise.apps.notifications.services import Recipient, plan_notice
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.people.policies import may_be_patient
from hipwise.apps.people.selectors import clinic, clinic_name, clinic_zone, staff
from hipwise.kit import clock, limits
from hipwise.kit.jobs import job

log = logging.getLogger(__name__)

NEW, RECEIVED, ANSWERED = "desk_new", "desk_received", "desk_answered"
NEWS_FOR = timedelta(days=5)
ANSWER_FOR = timedelta(days=14)
UNREAD_FOR = timedelta(minutes=3)
"""How long an answer may lie unread before its letter goes out."""


def register_kinds() -> None:
    """Say which letters there are."""
    rows = (
        Kind(NEW, "That somebody has written to the clinic", _new, may_answer, when_quiet="anyway"),
        Kind(RECEIVED, "That your message has arrived", _received, may_be_patient, when_quiet="anyway"),
        Kind(ANSWERED, "That the clinic has answered you", _answered, may_be_patient),
    )
    for kind in rows:
        kinds.register(kind)


def tell_waiting(message: Message, now: datetime) -> None:
    """Have the clinic told of a visitor's first word that nobody has answered, as soon as a worker gets to it.

    By the contact form always, so that its sender is told too that it has arrived; else while nobody is at the desk.
    A chat that is raised has letters of its own (``kinds``).
    """
    talk = message.conversation
    if message.kind != Message.Kind.TEXT or talk.spam or talk.source == Conversation.Source.BOOKING:
        return
    with never_costing(talk):
        if _is_form(message) or not (message.flags or desk_at(now).open):
            announce.enqueue(message.pk)


def tell_answered(conversation: Conversation, now: datetime) -> None:
    """Write to the visitor in three minutes, should they not have read the clinic's answer by then.

    There is one letter for all that is said until they read again, and at most one a day.
    """
    with never_costing(conversation):
        to = _visitor(conversation)
        if to is not None:
            key = f"{ANSWERED}:{conversation.pk}:{conversation.visitor_read}:{now:%Y%m%d}"
            plan_notice(ANSWERED, conversation.pk, to, key=key, due=now + UNREAD_FOR, expires=now + ANSWER_FOR, now=now)


@contextmanager
def never_costing(conversation: Conversation) -> Iterator[None]:
    """Nothing that goes wrong with a letter may cost what was said: it is undone by itself."""
    try:
        with transaction.atomic():
            yield
    except Exception as wrong:
        log.error("No letter could be planned about conversation %s (%s)", conversation.pk, type(wrong).__name__)


@job()
def announce(number: int) -> None:
    """Plan the letters that follow a message (number of its row). Planned twice, they are the same letters."""
    message = Message.objects.select_related("conversation").filter(pk=number).first()
    if message is None or message.conversation.spam:
        return
    conversation, now = message.conversation, clock.now()
    if _is_form(message) or not limits.wait("chat.news", "", now):
        for place, to in enumerate(_clinic()):
            key = f"{NEW}:{number}:{to.user_id or f'at{place}'}"
            plan_notice(NEW, conversation.pk, to, key=key, due=now, expires=now + NEWS_FOR, now=now)
    visitor = _visitor(conversation) if _is_form(message) else None
    if visitor is not None and not limits.wait("write.reply", conversation.digest or str(conversation.user_id), now):
        key = f"{RECEIVED}:{conversation.pk}"
        plan_notice(RECEIVED, conversation.pk, visitor, key=key, due=now, expires=now + NEWS_FOR, now=now)


def _is_form(message: Message) -> bool:
    """Whether this is the message of a contact form; what is said after it is talk."""
    return message.seq == 1 and message.conversation.source == Conversation.Source.FORM


def _clinic() -> list[Recipient]:
    """The address that the owner chose for it; without one, the owners themselves."""
    zone, address = clinic_zone().key, desk_settings().mail_to
    if address:
        return [Recipient(zone, address=address)]
    owners = staff().filter(work=StaffSeat.Work.OWNER).values_list("user", flat=True)
    return [Recipient(zone, user_id=number) for number in owners.distinct()]


def _visitor(conversation: Conversation) -> Recipient | None:
    """Who began a conversation, if a letter can reach them."""
    zone = clinic_zone().key
    if conversation.user_id:
        return Recipient(zone, user_id=conversation.user_id)
    return Recipient(zone, address=conversation.email) if conversation.email else None


def _new(number: int) -> Letter | None:
    found = Conversation.objects.filter(pk=number, spam=False, waiting_since__isnull=False).first()
    if found is None:
        return None
    text = render_to_string("frontdesk/email/new.txt", {"topic": found.get_topic_display(), "link": staff_link(found)})
    return Letter("A message is waiting in the inbox", text)


def _received(number: int) -> Letter | None:
    found = Conversation.objects.filter(pk=number, spam=False).first()
    if found is None:
        return None
    return Letter(f"Your message has arrived: {clinic_name()}", _to_visitor("received", found))


def _answered(number: int) -> Letter | None:
    found = Conversation.objects.filter(pk=number).first()
    if found is None or not _has_unread(found):
        return None
    return Letter(f"{clinic_name()} has answered you", _to_visitor("answered", found))


def _has_unread(conversation: Conversation) -> bool:
    said = conversation.messages.filter(side=Message.Side.CLINIC, seq__gt=conversation.visitor_read)
    return said.exclude(kind__in=Message.FOR_STAFF).exists()


def _to_visitor(name: str, conversation: Conversation) -> str:
    """The text of a letter. Nothing that was typed stands in it: anybody can type somebody else's address."""
    said = {
        "clinic": clinic(),
        "name": clinic_name(),
        "promise": desk_settings().promise,
        "link": back_link(conversation),
    }
    return render_to_string(f"frontdesk/email/{name}.txt", said)
