"""What notifications keep about people, how it leaves and how it goes."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.models import Muted, Notice, QuietHours
from hipwise.apps.notifications.selectors import notices_of
from hipwise.apps.privacy.claims import Claim, Content, Subject, register


def claim_notices() -> None:
    """Say what is kept."""
    tables = (Notice, QuietHours, Muted)
    register(Claim(name="notifications", tables=tables, export=export, erase=erase))


def _notices(subject: Subject) -> QuerySet[Notice]:
    proved = EmailAddress.objects.filter(user=subject.user_id, verified=True).values_list("email", flat=True)
    return notices_of(subject.user_id, {subject.email, *proved})


def export(subject: Subject) -> Mapping[str, Content]:
    """``notices.json``: what was or will be told, and when. ``choices.json``: what the person chose."""
    hours = QuietHours.objects.filter(person=subject.user_id).first()
    return {
        "notices.json": [
            {"what": _label(row.kind), "due": row.due, "state": row.state, "settled": row.settled}
            for row in _notices(subject)
        ],
        "choices.json": {
            "switched off": [
                {"what": _label(row.kind), "by": row.channel} for row in Muted.objects.filter(person=subject.user_id)
            ],
            "quiet hours": str(hours) if hours else "as usual",
        },
    }


def _label(name: str) -> str:
    kind = kinds.named(name)
    return kind.label if kind else name


def erase(subject: Subject) -> None:
    """Remove all of it; what waits is told to nobody."""
    _notices(subject).delete()
    QuietHours.objects.filter(person=subject.user_id).delete()
    Muted.objects.filter(person=subject.user_id).delete()
