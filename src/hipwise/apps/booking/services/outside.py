"""Practitioners' outside calendars: adding one, removing one, and reading them again and again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from hipwise.apps.audit.services import record
from hipwise.apps.booking.calendars.outside.asking import Answer, Asked, ask
from hipwise.apps.booking.models import OutsideBusy, OutsideCalendar, Practitioner, Service, WeeklyHours
from hipwise.apps.people.selectors import clinic_zone
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

MOST = 3
AT_ONCE = 4
"""How many are read at the same time: a few that hang must not hold up the rest."""
ENOUGH = Refusal("enough", f"You have {MOST} calendars here already. Please remove one first.")
KNOWN = Refusal("known", "This calendar is here already.")


@transaction.atomic
def add_outside_calendar(
    actor: Actor, practitioner: Practitioner, address: str, now: datetime
) -> OutsideCalendar | Refusal:
    """Subscribe to a calendar. The caller has asked the policy."""
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    there = list(practitioner.outside_calendars.all())
    if any(calendar.address == address for calendar in there):
        return KNOWN
    if len(there) >= MOST:
        return ENOUGH
    made = OutsideCalendar.objects.create(practitioner=practitioner, address=address, made=now)
    record(actor, "added outside calendar", about=actor.user_id, subject=made)
    return made


@transaction.atomic
def remove_outside_calendar(actor: Actor, calendar: OutsideCalendar) -> None:
    """Forget a calendar, and the busy times that came from it."""
    record(actor, "removed outside calendar", about=actor.user_id, subject=calendar)
    calendar.delete()


def read_outside_calendars(now: datetime, numbers: list[int] | None = None, *, private: bool = False) -> int:
    """Read every outside calendar (or those of these numbers) anew; how many were read well.

    One that fails keeps the busy times it had: better a time too few on offer than one taken twice.
    """
    rows = OutsideCalendar.objects.select_related("practitioner")
    calendars = list(rows if numbers is None else rows.filter(pk__in=numbers))
    questions = [_question(calendar, now, private=private) for calendar in calendars]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask, questions))
    return sum(map(_kept, calendars, answers, [now] * len(calendars)))


def _question(calendar: OutsideCalendar, now: datetime, *, private: bool) -> Asked:
    """What to ask. Once a day in full, whatever the server says has not changed: the days to come have."""
    days = Service.objects.aggregate(Max("horizon_days"))["horizon_days__max"] or 0
    today = calendar.read is not None and calendar.read.date() == now.date()
    return Asked(
        calendar.address,
        calendar.etag if today and not calendar.fault else "",
        now - timedelta(days=1),
        now + timedelta(days=days + 2),
        _zone(calendar.practitioner),
        private,
    )


def _zone(practitioner: Practitioner) -> str:
    """Where the practitioner works: whose midnight a whole day means."""
    hours = WeeklyHours.objects.filter(practitioner=practitioner).select_related("location").first()
    return hours.location.time_zone if hours else str(clinic_zone())


@transaction.atomic
def _kept(calendar: OutsideCalendar, answer: Answer, now: datetime) -> bool:
    """Write down what came of it."""
    found = OutsideCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
    if found is None:
        return False
    found.tried, found.fault = now, answer.fault
    if not answer.fault:
        found.read, found.etag = now, answer.etag
        if answer.busy is not None:
            _replace_busy(found, set(answer.busy))
    found.save()
    return not answer.fault


def _replace_busy(calendar: OutsideCalendar, busy: set[tuple[datetime, datetime]]) -> None:
    before = {(row.start, row.end): row.pk for row in calendar.busy.all()}
    calendar.busy.filter(pk__in=[before[pair] for pair in before.keys() - busy]).delete()
    OutsideBusy.objects.bulk_create(
        (OutsideBusy(calendar=calendar, start=start, end=end) for start, end in sorted(busy - before.keys())),
        batch_size=500,
    )
