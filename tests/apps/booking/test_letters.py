"""Letters about visits: what they say, what they never say, when they come, and what their file does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message as Mail
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from icalendar import Calendar

from hipwise.apps.booking import letters
from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.models import Appointment, Course
from hipwise.apps.booking.services import core
from hipwise.apps.booking.services.core import Plan
from hipwise.apps.notifications import sending
from hipwise.apps.notifications.models import Muted, Notice
from hipwise.kit import jobs
from hipwise.kit.actor import VISITOR
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person
from tests.kit.desk import ZONE, Desk, contact, lay_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo(ZONE)
START = datetime(2026, 3, 11, 10, 30, tzinfo=BERLIN)
SECRET = "my hip hurts since the divorce"


@pytest.fixture
def desk(ben: Person) -> Desk:
    return lay_desk([ben])


def book(desk: Desk, start: datetime = START, **more: object) -> Appointment:
    made = core.book_visit(
        VISITOR,
        Plan(desk.wanted(start)),
        more.pop("contact", None) or contact(now=NOW),  # type: ignore[arg-type]
        Appointment.Way.STAFF,
        NOW,
        reason=SECRET,
        **more,  # type: ignore[arg-type]
    )
    assert not isinstance(made, Refusal)
    return made


def move(visit: Appointment, desk: Desk, start: datetime) -> Appointment:
    moved = core.move_visit(VISITOR, visit, Plan(desk.wanted(start)), NOW, staff=True)
    assert not isinstance(moved, Refusal)
    return moved


def cancel(visit: Appointment, **more: bool) -> Appointment:
    called_off = core.cancel_visit(VISITOR, visit, NOW, by_clinic=more.get("by_clinic", False))
    assert not isinstance(called_off, Refusal)
    return called_off


@pytest.fixture
def travel() -> Iterator[Callable[[datetime], None]]:
    """Sets the clock and lets everything that is due by then go out."""
    with time_machine.travel(NOW, tick=False) as clock:

        def go(moment: datetime) -> None:
            clock.move_to(moment)
            sending.send_due(moment)

        yield go


def subjects() -> list[str]:
    return [letter.subject.partition(":")[0] for letter in mail.outbox]


def calendar_of(letter: Mail) -> Calendar:
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    read = Calendar.from_ical(content)
    assert isinstance(read, Calendar)
    assert part.get_param("method") == str(read["method"])
    return read


def last() -> Mail:
    return mail.outbox[-1].message()


def test_a_visit_from_beginning_to_end(desk: Desk, travel: Callable[[datetime], None]) -> None:
    visit = book(desk)
    jobs.run_all_due()
    assert subjects() == ["Your visit is booked"]
    travel(START - timedelta(hours=48, minutes=1))
    assert len(mail.outbox) == 1
    travel(START - timedelta(hours=48))
    travel(START - timedelta(hours=3))
    travel(START)
    assert subjects() == ["Your visit is booked", "Your visit is coming up", "Your visit is coming up"]
    assert not Notice.objects.filter(state=Notice.State.WAITING).exists()
    assert visit.contact is not None and mail.outbox[0].to == [visit.contact.email]


def test_what_a_letter_says_and_does_not(desk: Desk) -> None:
    visit = book(desk)
    visit.service.name = "Pelvic floor after birth"
    visit.service.save()
    jobs.run_all_due()
    text = mail.outbox[0].body
    assert "Hello Ana," in text
    assert "Wednesday 11 March 2026, 10:30 to 11:15 (Berlin time)" in text
    assert "with Ben\nLinden Street, Linden Street 1" in text
    assert f"http://127.0.0.1:8000/visit/{visit_token(visit)}/" in text
    everything = f"{text} {mail.outbox[0].subject} " + calendar_of(last()).to_ical().decode().replace("\r\n ", "")
    for hidden in (SECRET, "Pelvic", "First visit", "Room 1"):
        assert hidden not in everything
    assert "&" not in text, "letters are no HTML"


def test_the_clock_of_the_place_counts_when_clocks_change(desk: Desk, travel: Callable[[datetime], None]) -> None:
    book(desk, datetime(2026, 3, 30, 9, tzinfo=BERLIN))
    jobs.run_all_due()
    assert "Monday 30 March 2026, 09:00 to 09:45" in mail.outbox[0].body
    assert Notice.objects.get(kind=letters.HOURS_BEFORE).due == datetime(2026, 3, 29, 19, tzinfo=UTC), (
        "six in the morning is night: it comes at nine the evening before, by summer time"
    )


def test_a_change_moves_the_event_and_the_reminders(desk: Desk, travel: Callable[[datetime], None]) -> None:
    visit = move(book(desk), desk, START + timedelta(days=1))
    jobs.run_all_due()
    first, second = (calendar_of(letter.message()).events[0] for letter in mail.outbox)
    assert first["uid"] == second["uid"] == f"{visit.uid}@hipwise"
    assert second["sequence"] == 1
    assert second.start == START + timedelta(days=1)
    assert mail.outbox[1].subject.startswith("Your visit has changed")
    travel(START - timedelta(hours=48))
    assert len(mail.outbox) == 2, "that would have been for the old time"
    travel(START - timedelta(hours=24))
    travel(START + timedelta(hours=21))
    assert subjects()[2:] == ["Your visit is coming up"] * 2
    assert all("12 March" in letter.body for letter in mail.outbox[2:])


def test_a_change_that_nobody_is_told_of_moves_the_reminders_too(
    desk: Desk, travel: Callable[[datetime], None]
) -> None:
    later = Plan(desk.wanted(START + timedelta(days=1)))
    core.move_visit(VISITOR, book(desk), later, NOW, staff=True, tell=False)
    travel(START - timedelta(hours=48))
    assert subjects() == ["Your visit is booked"]
    travel(START - timedelta(hours=24))
    assert "12 March" in mail.outbox[1].body


def test_two_changes_in_a_breath_are_one_letter(desk: Desk) -> None:
    visit = book(desk)
    jobs.run_all_due()
    move(move(visit, desk, START + timedelta(days=1)), desk, START + timedelta(days=2))
    jobs.run_all_due()
    assert subjects()[1:] == ["Your visit has changed"]
    assert "Friday 13 March" in mail.outbox[1].body


def test_there_and_back_again_reminds_once(desk: Desk, travel: Callable[[datetime], None]) -> None:
    visit = move(move(book(desk), desk, START + timedelta(days=1)), desk, START)
    travel(START)
    assert Notice.objects.filter(subject=visit.pk, kind=letters.HOURS_BEFORE).count() == 1


def test_a_cancelled_visit_is_told_once_and_reminds_of_nothing(desk: Desk, travel: Callable[[datetime], None]) -> None:
    cancel(book(desk))
    jobs.run_all_due()
    travel(START)
    assert subjects() == ["Your visit is called off"], "a confirmation that had not left has nothing to confirm"
    read = calendar_of(last())
    assert read["method"] == "CANCEL"
    assert read.events[0]["status"] == "CANCELLED" and read.events[0]["sequence"] == 1
    assert "as you asked" in mail.outbox[0].body


def test_the_clinic_says_sorry(desk: Desk) -> None:
    visit = book(desk)
    jobs.run_all_due()
    cancel(visit, by_clinic=True)
    jobs.run_all_due()
    assert "we are sorry" in mail.outbox[1].body


def test_a_visit_soon_has_only_the_reminders_that_still_make_sense(desk: Desk) -> None:
    book(desk, datetime(2026, 3, 5, 14, tzinfo=BERLIN))
    assert set(Notice.objects.values_list("kind", flat=True)) == {letters.BOOKED, letters.HOURS_BEFORE}


def test_a_course_is_one_letter_and_reminds_of_each(desk: Desk, travel: Callable[[datetime], None]) -> None:
    who = contact(now=NOW)
    course = Course.objects.create(service=desk.service, contact=who, made=NOW)
    for week in range(6):
        book(desk, START + timedelta(weeks=week), contact=who, course=course, tell=False)
    letters.tell_course_booked(course, NOW)
    jobs.run_all_due()
    assert subjects() == ["Your visits are booked"]
    # over the change to summer time the wall clock stays
    assert mail.outbox[0].body.count(", 10:30 to 11:15 (Berlin time)") == 6
    assert len(calendar_of(last()).events) == 6
    assert Notice.objects.filter(kind__in=letters.REMINDERS).count() == 12
    letters.tell_course_moved(course, NOW, key="reslot:1")
    letters.tell_course_moved(course, NOW, key="reslot:1")
    jobs.run_all_due()
    assert subjects()[1:] == ["Your visits have changed"]


def test_reminders_can_be_switched_off_and_the_rest_cannot(
    desk: Desk, ana: Person, travel: Callable[[datetime], None]
) -> None:
    who = contact(now=NOW)
    who.patient = ana.patient
    who.save()
    for kind in (*letters.REMINDERS, letters.BOOKED, letters.CANCELLED):
        Muted.objects.create(person=ana.user, kind=kind, channel="email")
    visit = book(desk, contact=who)
    travel(START - timedelta(hours=48))
    cancel(visit)
    travel(START - timedelta(hours=47))
    assert subjects() == ["Your visit is booked", "Your visit is called off"]


def test_the_code_says_nothing_that_a_stranger_typed() -> None:
    letters.write_code("ana@example.org", "482 913", key="code:1", expires=NOW + timedelta(minutes=15))
    assert "482 913" in mail.outbox[0].subject and "482 913" in mail.outbox[0].body
    assert mail.outbox[0].body.startswith("Hello,\n")


def test_a_name_with_signs_stays_as_typed(desk: Desk) -> None:
    book(desk, contact=contact("O'Hara & <Söhne>", now=NOW))
    jobs.run_all_due()
    assert "Hello O'Hara & <Söhne>," in mail.outbox[0].body
