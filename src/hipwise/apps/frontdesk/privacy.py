"""What of the front desk leaves with a person, and goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from hipwise.apps.frontdesk.models import Attachment, Conversation, Message, Presence
from hipwise.apps.privacy.claims import Claim, Content, Subject, register
from hipwise.kit.digest import address_digest


def claim_conversations() -> None:
    """Say what the front desk keeps about people."""
    register(
        Claim(
            name="messages",
            tables=(Conversation, Message, Attachment, Presence),
            export=export,
            erase=erase,
        )
    )


def theirs(subject: Subject) -> QuerySet[Conversation]:
    """Conversations that are theirs: by account, by patient, or by an address that answered."""
    mine = Q(user=subject.user_id) | Q(digest=address_digest(subject.email), proved__isnull=False)
    if subject.patient_id is not None:
        mine |= Q(patient=subject.patient_id) | Q(visit__contact__patient=subject.patient_id)
    return Conversation.objects.filter(mine).distinct()


def export(subject: Subject) -> Mapping[str, Content]:
    """``conversations.json``: what they and the clinic said to each other."""
    return {"conversations.json": [_conversation(one) for one in theirs(subject)]}


def _conversation(one: Conversation) -> dict[str, Any]:
    said = one.messages.exclude(kind=Message.Kind.EVENT).order_by("seq")
    return {
        "came by": one.get_source_display(),
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "made": one.made,
        "messages": [{"at": m.at, "by": m.side, "kind": m.kind, "text": m.body} for m in said],
    }


def erase(subject: Subject) -> None:
    """Remove every conversation of the person, with all that was said and sent in it."""
    Conversation.objects.filter(pk__in=list(theirs(subject).values_list("pk", flat=True))).delete()
    Presence.objects.filter(user=subject.user_id).delete()
