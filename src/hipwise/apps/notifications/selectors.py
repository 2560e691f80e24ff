"""What is read of notices and of people's choices."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from hipwise.apps.notifications import channels, kinds
from hipwise.apps.notifications.channels import Channel
from hipwise.apps.notifications.kinds import Kind
from hipwise.apps.notifications.models import QUIET_FROM, QUIET_UNTIL, Muted, Notice, QuietHours
from hipwise.apps.notifications.quiet import Quiet
from hipwise.apps.people.selectors import clinic_zone
from hipwise.kit.actor import Actor
from hipwise.kit.digest import address_digest


def quiet_hours_of(user_id: int | None) -> Quiet:
    """When somebody wants to be left alone; the usual night for who has said nothing, or has no account."""
    chosen = QuietHours.objects.filter(person=user_id).first() if user_id else None
    return Quiet(chosen.begin, chosen.end) if chosen else Quiet(QUIET_FROM, QUIET_UNTIL)


def zone_of(notice: Notice) -> ZoneInfo:
    """The zone whose night is kept for a notice; the clinic's where there is no such zone any more."""
    try:
        return ZoneInfo(notice.zone)
    except (KeyError, ValueError, OSError):
        return clinic_zone()


def address_of(notice: Notice) -> str:
    """Where a notice goes today: an account's address may have changed since it was planned."""
    return notice.person.email if notice.person else notice.address


def channels_for(notice: Notice, kind: Kind) -> list[Channel]:
    """The ways by which this person is told this kind of thing."""
    muted = set[str]()
    if notice.person_id and not kind.must:
        muted = set(Muted.objects.filter(person=notice.person_id, kind=kind.name).values_list("channel", flat=True))
    return [
        channel
        for channel in channels.every()
        if channel.name in kind.channels
        and channel.name not in muted
        and channel.reaches(address_of(notice), notice.person_id)
    ]


def kinds_for(actor: Actor) -> list[Kind]:
    """The kinds of notice that this person may get."""
    return [kind for kind in kinds.every() if kind.meant_for(actor)]


def muted_by(user_id: int) -> set[tuple[str, str]]:
    """What somebody has switched off: pairs of kind and channel."""
    return set(Muted.objects.filter(person=user_id).values_list("kind", "channel"))


def notices_of(user_id: int, addresses: set[str]) -> QuerySet[Notice]:
    """Every notice to an account, or to one of these addresses."""
    digests = [address_digest(address) for address in addresses]
    return Notice.objects.filter(Q(person=user_id) | Q(address_digest__in=digests)).order_by("due", "pk")
