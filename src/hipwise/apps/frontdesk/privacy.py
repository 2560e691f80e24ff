"""What of the front desk leaves with a person, and goes with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from hipwise.apps.frontdesk.models import Attachment, Conversation, Message, Presence
from hipwise.apps.frontdesk.services.keeping import erase_conversations
from hipwise.apps.people.models import StaffSeat, User
from hipwise.apps.privacy.claims import Claim, Content, Subject, register
from hipwise.kit.digest import address_digest

STAYS = (
    "If you worked at the clinic, what you wrote to people stays in their conversations, without your name beside it."
)
FORMER = "A former colleague"


def claim_conversations() -> None:
    """Say what the front desk keeps about people."""
    register(
        Claim(
            name="messages",
            tables=(Conversation, Message, Attachment, Presence),
            export=export,
            erase=erase,
            stays=STAYS,
        )
    )


def theirs(subject: Subject) -> QuerySet[Conversation]:
    """Conversations that are theirs: by account, by an address that answered, and what staff take to be about them.

    What somebody else wrote about them is another's too where another's account or proven address stands in it: that
    one stays out, and only loses its tie to them when they go.
    """
    address = address_digest(subject.email)
    mine = Q(user=subject.user_id) | Q(digest=address, proved__isnull=False)
    if subject.patient_id is not None:
        nobodys = Q(user=None) & (Q(proved=None) | Q(digest__in=("", address)))
        mine |= Q(patient=subject.patient_id) & nobodys | Q(visit__contact__patient=subject.patient_id)
    return Conversation.objects.filter(mine).distinct()


# Leaving


def export(subject: Subject) -> Mapping[str, Content]:
    """``conversations.json``: what they and the clinic said, notes among staff too; ``files/``: what was sent along."""
    found: dict[str, Content] = {"conversations.json": []}
    rows = []
    for one in theirs(subject).order_by("pk"):
        files = list(one.attachments.order_by("pk"))
        names = {file.pk: f"files/{one.pk}-{file.pk}-{_plain(file.name)}" for file in files}
        rows.append(_conversation(one, files, names))
        found.update({names[file.pk]: bytes(file.content) for file in files})
    found["conversations.json"] = rows
    presence = Presence.objects.filter(user=subject.user_id).first()
    if presence:
        found["at-the-desk.json"] = {"takes chats": presence.here, "last seen": presence.seen}
    return found


def _conversation(one: Conversation, files: list[Attachment], names: Mapping[int, str]) -> dict[str, Any]:
    said = one.messages.exclude(kind=Message.Kind.EVENT).order_by("seq")
    return {
        "came by": one.get_source_display(),
        "about": one.get_topic_display(),
        "name": one.name,
        "email": one.email,
        "your address answered": one.proved,
        "phone": one.phone,
        "you agreed": one.agreed,
        "to the words of": one.agreed_to,
        "made": one.made,
        "state": one.get_state_display(),
        "closed": one.closed_at,
        "taken for spam": one.spam,
        "raised": one.get_raised_display(),
        "since": one.raised_at,
        "messages": [
            {
                "at": m.at,
                "by": m.get_side_display(),
                "kind": m.get_kind_display(),
                "text": m.body,
                "words that raised it": [matched for _, _, matched in m.flags if matched],
                "files": [names[file.pk] for file in files if file.message_id == m.pk],
            }
            for m in said
        ],
        "files not sent": [names[file.pk] for file in files if file.message_id is None],
    }


def _plain(name: str) -> str:
    """A name that any computer takes for a file: no folders, no signs."""
    return re.sub(r"[^\w.\- ]", "_", name).strip(". ")[-80:] or "file"


# Going


def erase(subject: Subject) -> None:
    """Remove every conversation of the person with all that was said and sent, and their name from the others'."""
    erase_conversations(theirs(subject))
    Conversation.objects.filter(patient=subject.patient_id, patient__isnull=False).update(patient=None)
    Presence.objects.filter(user=subject.user_id).delete()
    if StaffSeat.objects.filter(user=subject.user_id).exists():
        _unname(User.objects.get(pk=subject.user_id))


def _unname(user: User) -> None:
    """Take the name of somebody who worked here out of the lines that tell what staff did."""
    names = sorted({user.get_full_name(), user.get_short_name()}, key=len, reverse=True)
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    for event in Message.objects.filter(kind=Message.Kind.EVENT).iterator():
        without = named.sub(FORMER, event.body)
        if without != event.body:
            event.body = without
            event.save(update_fields=["body"])
