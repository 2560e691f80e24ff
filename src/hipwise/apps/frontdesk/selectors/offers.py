"""Offered times: which are free, and how one that was offered stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.core import signing
from django.urls import reverse

from hipwise.apps.booking.models import Appointment, Location, Practitioner, Service
from hipwise.apps.booking.selectors import times
from hipwise.apps.booking.selectors.times import Ask, Time
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.people.selectors import clinic_zone
from hipwise.domain.scheduling.clinic import Wanted

SALT = "frontdesk.offer"
LIVE = timedelta(hours=2)
"""How long a time is kept for somebody who is in the chat now."""
HERE = timedelta(minutes=15)
"""Who wrote in the chat so lately counts as there."""
EVENING = time(20)
A_DAY, DAYS = 4, 5
"""Next free times are shown for so many days, and so many a day, spread over it."""

State = Literal["open", "over", "booked", "off"]
"""Kept; no longer kept; booked; booked and called off since."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offered time as its bubble and its page show it. ``visit`` is None once it is neither kept nor booked.

    ``left``: seconds for which it is still kept.
    """

    message: Message
    service: Service
    practitioner: Practitioner
    location: Location
    start: datetime
    visit: Appointment | None
    state: State
    left: int = 0

    @property
    def link(self) -> str:
        """The path of its page."""
        return reverse("frontdesk:offer", args=[token_of(self.message, self.visit)]) if self.visit else ""


def services_offered() -> list[Service]:
    """What can be offered: whatever visitors can book."""
    return list(Service.objects.filter(is_open=True, practitioners__isnull=False).distinct())


def next_free(ask: Ask, since: date, now: datetime) -> list[tuple[date, list[Time]]]:
    """The next days from ``since`` on with free times, each with a few of them."""
    return [(day, _spread(free)) for day, free in times.soonest(ask, since, DAYS, now).items()]


def _spread(free: list[Time]) -> list[Time]:
    """A few of a day's times, the first and the last among them."""
    free = sorted(free, key=lambda one: one.start)
    if len(free) <= A_DAY:
        return free
    return [free[round(n * (len(free) - 1) / (A_DAY - 1))] for n in range(A_DAY)]


def is_here(conversation: Conversation, now: datetime) -> bool:
    """Whether the visitor is likely in the chat now."""
    said = Message.objects.filter(conversation=conversation, side=Message.Side.VISITOR, at__gt=now - HERE)
    return conversation.source == Conversation.Source.CHAT and said.exists()


def kept_until(live: bool, now: datetime) -> datetime:
    """Until when a time is kept: for two hours, or until tomorrow evening by the clinic's clock."""
    if live:
        return now + LIVE
    tomorrow = now.astimezone(clinic_zone()).date() + timedelta(days=1)
    return datetime.combine(tomorrow, EVENING, clinic_zone()).astimezone(UTC)


def offered(message: Message, now: datetime) -> Offered | None:
    """How the offer of a message stands; None where its time is gone from the calendar."""
    visit = message.visit
    if visit is None:
        return None
    state = _state(visit, now)
    left = int((visit.held_until - now).total_seconds()) + 1 if state == "open" and visit.held_until else 0
    return Offered(message, visit.service, visit.practitioner, visit.location, visit.start, visit, state, left)


def _state(visit: Appointment, now: datetime) -> State:
    if visit.state == Appointment.State.HELD:
        return "open" if visit.held_until and visit.held_until > now else "over"
    return "off" if visit.state == Appointment.State.CANCELLED else "booked"


# Its link


def token_of(message: Message, visit: Appointment) -> str:
    """The token of an offer; it says which time, so that its page can name others once it is gone."""
    at = f"{visit.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return signing.dumps([message.pk, visit.service_id, visit.practitioner_id, visit.location_id, at], salt=SALT)


def offer_of(token: str) -> tuple[Message, Wanted] | None:
    """The message and the time that a token stands for; None when it is made up, or erased."""
    try:
        number, service, who, where, at = signing.loads(token, salt=SALT)
        wanted = Wanted(service, who, where, datetime.strptime(at, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Message.objects.select_related(
        "conversation", "visit__service", "visit__practitioner__user", "visit__location", "visit__contact"
    )
    message = rows.filter(pk=number, kind=Message.Kind.OFFER).first()
    return (message, wanted) if message else None


# In words


def when_in_words(visit: Appointment) -> str:
    """Such as ``First visit, Thursday 26 November, 10:00, with Ben Harrow, at Linden Street``."""
    start = visit.start.astimezone(ZoneInfo(visit.location.time_zone))
    where = "by video" if visit.service.online else f"at {visit.location}"
    day = f"{start:%A} {start.day} {start:%B}, {start.hour}:{start:%M}"
    return f"{visit.service}, {day}, with {visit.practitioner}, {where}"


def until_in_words(until: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Such as ``12:30`` today, ``tomorrow at 20:00``, or ``Friday at 20:00``."""
    there, here = until.astimezone(zone), now.astimezone(zone)
    at = f"{there.hour}:{there:%M}"
    days = (there.date() - here.date()).days
    return at if days == 0 else f"tomorrow at {at}" if days == 1 else f"{there:%A} {there.day} {there:%B} at {at}"


def open_offers(conversation: Conversation, now: datetime) -> list[dict[str, Any]]:
    """What is kept for this visitor now, for staff: the message, its words, and until when."""
    rows = Message.objects.filter(
        conversation=conversation, kind=Message.Kind.OFFER, visit__state="held", visit__held_until__gt=now
    ).select_related("visit__service", "visit__practitioner__user", "visit__location")
    return [{"message": one, "visit": one.visit, "when": when_in_words(one.visit)} for one in rows if one.visit]
