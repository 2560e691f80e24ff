"""What is written to people about their visits, and when. No letter says what a visit is for.

Services call ``tell_…`` and ``plan_reminders`` inside their own transaction. A letter is put together when it goes
out, from what is so then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string

from hipwise.apps.booking.calendars.writing import Method, letter_file
from hipwise.apps.booking.links import visit_link
from hipwise.apps.booking.models import Appointment, Contact, Course
from hipwise.apps.booking.policies import may_see_own_visits
from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.channels import write_letter
from hipwise.apps.notifications.kinds import Attachment, Kind, Message
from hipwise.apps.notifications.services import Recipient, plan_notice, withdraw_notices
from hipwise.apps.people.selectors import clinic, clinic_name

BOOKED, MOVED, CANCELLED = "visit_booked", "visit_moved", "visit_cancelled"
DAYS_BEFORE, HOURS_BEFORE = "visit_reminder_48_h", "visit_reminder_3_h"
COURSE_BOOKED, COURSE_MOVED = "course_booked", "course_moved"
REMINDERS = {DAYS_BEFORE: timedelta(hours=48), HOURS_BEFORE: timedelta(hours=3)}
LATE = timedelta(days=1)
"""How long after a visit would have begun it is still told that it was called off."""
State = Appointment.State


def register_kinds() -> None:
    """Say which letters there are."""
    rows = (
        Kind(BOOKED, "That a visit is booked", _booked, may_see_own_visits, when_quiet="anyway", must=True),
        Kind(DAYS_BEFORE, "A reminder two days before", _reminder, may_see_own_visits),
        Kind(HOURS_BEFORE, "A reminder three hours before", _reminder, may_see_own_visits, when_quiet="earlier"),
        Kind(MOVED, "That a visit has changed", _moved, may_see_own_visits, when_quiet="anyway", must=True),
        Kind(CANCELLED, "That a visit is called off", _cancelled, may_see_own_visits, when_quiet="anyway", must=True),
        Kind(COURSE_BOOKED, "Several visits booked", _course_booked, may_see_own_visits, "anyway", must=True),
        Kind(COURSE_MOVED, "Several visits changed", _course_moved, may_see_own_visits, "anyway", must=True),
    )
    for kind in rows:
        kinds.register(kind)


# One visit


def tell_booked(visit: Appointment, now: datetime) -> None:
    """Confirm a visit, and plan its reminders."""
    _tell(BOOKED, visit, f"{BOOKED}:{visit.pk}", now, expires=visit.start)
    plan_reminders(visit, now)


def tell_moved(visit: Appointment, now: datetime) -> None:
    """Say that a visit has another time or place, and plan its reminders anew."""
    withdraw_notices([MOVED], visit.pk)
    _tell(MOVED, visit, f"{MOVED}:{visit.pk}:{visit.sequence}", now, expires=visit.start)
    plan_reminders(visit, now)


def tell_cancelled(visit: Appointment, now: datetime) -> None:
    """Say that a visit is called off, and drop its reminders. Of one that is over, nothing is said."""
    withdraw_notices([MOVED, *REMINDERS], visit.pk)
    if visit.end > now:
        _tell(CANCELLED, visit, f"{CANCELLED}:{visit.pk}:{visit.sequence}", now, expires=visit.start + LATE)


def plan_reminders(visit: Appointment, now: datetime) -> None:
    """Remind of a visit 48 and 3 hours before; what waited for an earlier time of it is forgotten.

    A reminder is for one start: a visit that moves has others, and one that moves back gets none twice.
    """
    keys = {kind: f"{kind}:{visit.pk}:{visit.start:%Y%m%dT%H%M}" for kind in REMINDERS}
    withdraw_notices(REMINDERS, visit.pk, keeping=keys.values())
    if visit.contact is None or visit.state != State.BOOKED:
        return
    for kind, ahead in REMINDERS.items():
        due = visit.start - ahead
        if due > now:
            _tell(kind, visit, keys[kind], now, due=due, expires=visit.start)


# Several visits at once


def tell_course_booked(course: Course, now: datetime) -> None:
    """Confirm the visits of a course in one letter, and plan the reminders of each."""
    _tell_course(COURSE_BOOKED, course, f"{COURSE_BOOKED}:{course.pk}", now)


def tell_course_moved(course: Course, now: datetime, *, key: str) -> None:
    """Say in one letter that visits of a course changed; ``key`` names the change, such as ``reslot:7``."""
    _tell_course(COURSE_MOVED, course, f"{COURSE_MOVED}:{course.pk}:{key}", now)


def _tell_course(kind: str, course: Course, key: str, now: datetime) -> None:
    coming = [visit for visit in _coming(course) if visit.end > now]
    for visit in coming:
        plan_reminders(visit, now)
    if course.contact is not None and has_address(course.contact) and coming:
        to = recipient(course.contact, coming[0].location.time_zone)
        plan_notice(kind, course.pk, to, key=key, due=now, expires=coming[-1].start, now=now)


def _coming(course: Course) -> list[Appointment]:
    visits = _with_surroundings().filter(course=course, state=State.BOOKED)
    return list(visits.order_by("start", "pk"))


# Proving an address


def write_code(address: str, code: str, *, key: str, expires: datetime, link: str = "") -> None:
    """Send the code that proves an address, at once, and a link that does the same in any browser.

    It is never stored but in the sealed letter.

    Nothing typed by whoever asked stands in it: it may not have been the owner of the address.
    """
    text = render_to_string("booking/email/code.txt", {"code": code, "link": link, "clinic": clinic_name()})
    write_letter(address, Message(f"{code} is your code for {clinic_name()}", text), key, expires)


# Putting together


def has_address(contact: Contact | None) -> bool:
    """Whether a letter can reach them; some people are known by their phone number alone."""
    return contact is not None and bool(contact.email or (contact.patient and contact.patient.user_id))


def recipient(contact: Contact, zone: str) -> Recipient:
    """An account where there is one, else the address that was typed."""
    user_id = contact.patient.user_id if contact.patient else None
    return Recipient(zone, user_id=user_id) if user_id else Recipient(zone, address=contact.email)


def _tell(
    kind: str, visit: Appointment, key: str, now: datetime, *, expires: datetime, due: datetime | None = None
) -> None:
    if visit.contact is not None and has_address(visit.contact):
        to = recipient(visit.contact, visit.location.time_zone)
        plan_notice(kind, visit.pk, to, key=key, due=due or now, expires=expires, now=now)


def _booked(number: int) -> Message | None:
    return _about(number, State.BOOKED, "booked", "Your visit is booked", "REQUEST")


def _reminder(number: int) -> Message | None:
    return _about(number, State.BOOKED, "reminder", "Your visit is coming up", None)


def _moved(number: int) -> Message | None:
    return _about(number, State.BOOKED, "moved", "Your visit has changed", "REQUEST")


def _cancelled(number: int) -> Message | None:
    return _about(number, State.CANCELLED, "cancelled", "Your visit is called off", "CANCEL")


def _about(number: int, state: str, name: str, title: str, method: Method | None) -> Message | None:
    """A letter about one visit; None where the visit is no longer so, or nobody is there to write to."""
    visit = _with_surroundings().filter(pk=number, state=state).first()
    if visit is None or visit.contact is None:
        return None
    return _message(name, title, [visit], visit.contact, method)


def _course_booked(number: int) -> Message | None:
    return _about_course(number, "course_booked", "Your visits are booked")


def _course_moved(number: int) -> Message | None:
    return _about_course(number, "course_moved", "Your visits have changed")


def _about_course(number: int, name: str, title: str) -> Message | None:
    course = Course.objects.select_related("contact__patient__user").filter(pk=number).first()
    visits = _coming(course) if course else []
    if course is None or course.contact is None or not visits:
        return None
    return _message(name, title, visits, course.contact, "PUBLISH")


def _message(name: str, title: str, visits: list[Appointment], contact: Contact, method: Method | None) -> Message:
    links = {visit.pk: visit_link(visit) for visit in visits}
    clinic_here = clinic()
    said: dict[str, Any] = {
        "visits": [{"visit": visit, "zone": zone_in_words(visit.location.time_zone)} for visit in visits],
        "visit": visits[0],
        "link": links[visits[0].pk],
        "links": [(visit, links[visit.pk]) for visit in visits],
        "contact": contact,
        "clinic": clinic_name(),
        "phone": clinic_here.phone if clinic_here else "",
    }
    text = render_to_string(f"booking/email/{name}.txt", said)
    return Message(f"{title}: {clinic_name()}", text, title, tuple(_files(visits, contact, method, links)))


def _files(
    visits: list[Appointment], contact: Contact, method: Method | None, links: dict[int, str]
) -> Iterable[Attachment]:
    if method is not None:
        user = contact.patient.user if contact.patient else None
        address = user.email if user else contact.email
        file = letter_file(visits, method, address=address, links={} if method == "CANCEL" else links)
        yield Attachment("visit.ics", file, f"text/calendar; charset=utf-8; method={method}")


def zone_in_words(zone: str) -> str:
    """``Europe/Amsterdam`` as people say it: Amsterdam."""
    return zone.rpartition("/")[2].replace("_", " ")


def _with_surroundings() -> Any:
    return Appointment.objects.select_related(
        "practitioner__user", "location", "room", "service", "contact__patient__user"
    )
