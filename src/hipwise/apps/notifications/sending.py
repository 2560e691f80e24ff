"""Sending notices, each once.

A notice is one row under a UNIQUE key, and one transaction both marks it as sent and puts its letter into the mail
queue. From there it is as near to once as mail allows (``kit.mail``): a second copy, after a worker died between the
server's yes and our note of it, carries the same Message-ID.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from hipwise.apps.notifications import kinds, quiet, selectors
from hipwise.apps.notifications.channels import Delivery
from hipwise.apps.notifications.kinds import Kind
from hipwise.apps.notifications.models import Notice
from hipwise.kit import clock
from hipwise.kit.jobs import job

log = logging.getLogger(__name__)


def send_due(now: datetime) -> int:
    """Send everything whose time has come; how many notices went out.

    One that cannot be put together holds up nobody else; it is tried again the next time.
    """
    numbers = Notice.objects.filter(state=Notice.State.WAITING, due__lte=now).order_by("due", "pk")
    sent = 0
    for number in list(numbers.values_list("pk", flat=True)):
        try:
            sent += send_notice(number, now)
        except Exception:
            log.exception("Notice %s could not be sent now", number)
    return sent


@transaction.atomic
def send_notice(number: int, now: datetime) -> bool:
    """Send one notice if it waits and its time has come; whether it went out.

    The row stays locked until the transaction ends (on SQLite the whole file), so that two workers never both send it.
    """
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=number, state=Notice.State.WAITING, due__lte=now)
        .first()
    )
    kind = kinds.named(notice.kind) if notice else None
    if notice is None or kind is None:
        return False if notice is None else _dropped(notice, now, only_if_late=True)
    if notice.expires <= now:
        return _dropped(notice, now)
    wake = _woken(notice, kind, now)
    if now < wake < notice.expires:
        notice.due = wake
        notice.save(update_fields=["due"])
        return False
    return _put(notice, kind, now)


def _put(notice: Notice, kind: Kind, now: datetime) -> bool:
    message = kind.compose(notice.subject)
    ways = selectors.channels_for(notice, kind)
    if message is None or not ways:
        return _dropped(notice, now)
    address = selectors.address_of(notice)
    for channel in ways:
        channel.put(Delivery(f"{channel.name}:{notice.key}", address, notice.person_id, message, notice.expires))
    notice.state, notice.settled = Notice.State.SENT, now
    notice.save(update_fields=["state", "settled"])
    return True


def _dropped(notice: Notice, now: datetime, *, only_if_late: bool = False) -> bool:
    if not only_if_late or notice.expires <= now:
        notice.state, notice.settled = Notice.State.DROPPED, now
        notice.save(update_fields=["state", "settled"])
    return False


def _woken(notice: Notice, kind: Kind, now: datetime) -> datetime:
    """When a notice may be told at the earliest: for a kind that can wait, not in quiet hours."""
    if kind.when_quiet != "later":
        return now
    return quiet.after(now, selectors.zone_of(notice), selectors.quiet_hours_of(notice.person_id))


@job(queue="mail")
def send_notice_now(number: int) -> None:
    """Send one notice that is due at once; should this fail, the round by the clock sees to it."""
    send_notice(number, clock.now())
