"""Planning and withdrawing notices, and what people choose. How they go out: ``sending``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.notifications import kinds, quiet, selectors, sending
from hipwise.apps.notifications.kinds import Kind
from hipwise.apps.notifications.models import Muted, Notice, QuietHours
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: an account by its number, or an address. ``zone`` (an IANA name) says whose night is kept."""

    zone: str
    user_id: int | None = None
    address: str = ""


@transaction.atomic
def plan_notice(
    kind: str, subject: int, to: Recipient, *, key: str, due: datetime, expires: datetime, now: datetime
) -> Notice | None:
    """Have somebody told something at ``due``, once for each ``key``; None when it would come too late.

    While it waits, planning it again moves it. Once told or dropped, planning it again does nothing.

    Raises:
        ValueError: for a kind that nobody registered, or a recipient who is nobody.
    """
    known = kinds.named(kind)
    if known is None or not (to.user_id or to.address):
        raise ValueError("a notice is of a registered kind and goes to somebody")
    due = _due(known, to, due, now)
    if due >= expires:
        return None
    notice, made = Notice.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "subject": subject, "due": due, "expires": expires, **_to(to)}
    )
    if not made and notice.state == Notice.State.WAITING:
        notice.due, notice.expires = due, expires
        for name, value in _to(to).items():
            setattr(notice, name, value)
        notice.save()
    if notice.state == Notice.State.WAITING and due <= now:
        sending.send_notice_now.enqueue(notice.pk)
    return notice


def withdraw_notices(names: Iterable[str], subject: int, *, keeping: Iterable[str] = ()) -> int:
    """Forget what still waits of these kinds about one subject, but for the keys in ``keeping``; how many."""
    waiting = Notice.objects.filter(kind__in=list(names), subject=subject, state=Notice.State.WAITING)
    return waiting.exclude(key__in=list(keeping)).delete()[0]


def _due(kind: Kind, to: Recipient, due: datetime, now: datetime) -> datetime:
    """When to tell, with quiet hours kept: what would come amid the night may have to come the evening before."""
    if kind.when_quiet == "earlier" and due > now:
        return max(now, quiet.before(due, ZoneInfo(to.zone), selectors.quiet_hours_of(to.user_id)))
    return due


def _to(to: Recipient) -> dict[str, object]:
    if to.user_id:
        return {"person_id": to.user_id, "address": "", "address_digest": "", "zone": to.zone}
    return {"person_id": None, "address": to.address, "address_digest": address_digest(to.address), "zone": to.zone}


@transaction.atomic
def choose(actor: Actor, wanted: set[tuple[str, str]], begin: time, end: time) -> None:
    """Keep what somebody wants to be told (pairs of kind and channel), and their quiet hours.

    Kinds that their page does not list stay as they are.

    Raises:
        ValueError: when nobody is asking.
    """
    if actor.user_id is None:
        raise ValueError("only somebody with an account can choose")
    listed = [kind for kind in selectors.kinds_for(actor) if not kind.must]
    Muted.objects.filter(person=actor.user_id, kind__in=[kind.name for kind in listed]).delete()
    Muted.objects.bulk_create(
        Muted(person_id=actor.user_id, kind=kind.name, channel=channel)
        for kind in listed
        for channel in kind.channels
        if (kind.name, channel) not in wanted
    )
    QuietHours.objects.update_or_create(person_id=actor.user_id, defaults={"begin": begin, "end": end})
    record(actor, "changed notifications", about=actor.user_id)
