"""When somebody is at the desk: hours, closed days, clocks that are put forward, presence, and the owner's page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Closure, Location
from hipwise.apps.booking.selectors.diary import closed_days
from hipwise.apps.frontdesk.models import ChatHours, DeskSettings, Presence
from hipwise.apps.frontdesk.selectors.desk import SEEN_FOR, desk_at, opening_in_words, present_in_words
from hipwise.apps.frontdesk.services.desk import set_here
from hipwise.apps.frontdesk.wire import desk_title
from hipwise.apps.people.models import Clinic
from tests.kit.cast import Person, signed_in
from tests.kit.talk import NOW

pytestmark = pytest.mark.django_db
PAGE = "/staff/desk/"
AMSTERDAM = "Europe/Amsterdam"
"""The clinic of the tests is there: an hour ahead of UTC in winter. NOW is a Wednesday, 10:30."""


def hours(*spans: tuple[int, int, int]) -> None:
    for day, opens, closes in spans:
        ChatHours.objects.create(weekday=day, opens=time(opens), closes=time(closes % 24))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def here(person: Person, seen: datetime = NOW, *, takes: bool = True) -> None:
    Presence.objects.update_or_create(user=person.user, defaults={"here": takes, "seen": seen})


@pytest.mark.parametrize(
    ("now", "within", "words"),
    [
        (at(4, 9, 30), True, "today at 13:00"),
        (at(4, 6, 59), False, "today at 8:00"),
        (at(4, 7), True, "today at 13:00"),
        (at(4, 11), False, "today at 13:00"),
        (at(4, 17), False, "on Monday at 8:00"),
        (at(8, 12), False, "tomorrow at 8:00"),
    ],
)
def test_hours_by_the_clinics_clock(clinic: Clinic, now: datetime, within: bool, words: str) -> None:
    hours((2, 8, 12), (2, 13, 18), (0, 8, 12))
    desk = desk_at(now)
    assert (desk.within_hours, opening_in_words(desk, now)) == (within, words)


def test_somebody_has_to_be_there(clinic: Clinic, dara: Person, ben: Person) -> None:
    hours((2, 8, 18))
    assert desk_at(NOW).within_hours and not desk_at(NOW).open
    here(ben, takes=False)
    here(dara, NOW - SEEN_FOR)
    assert not desk_at(NOW).open, "their inbox has been gone for too long"
    here(dara)
    assert desk_at(NOW).open and desk_at(NOW).present == ("Dara",)


def test_chat_that_is_switched_off_never_opens(clinic: Clinic, dara: Person) -> None:
    hours((2, 8, 18))
    here(dara)
    DeskSettings.objects.create(chat_on=False)
    desk = desk_at(NOW)
    assert not desk.open and desk.next_opening is None and opening_in_words(desk, NOW) == "in our opening hours"


def test_the_window_says_closed_only_when_it_is(clinic: Clinic, dara: Person) -> None:
    assert desk_title(desk_at(NOW)) == "Write to us"
    hours((2, 8, 18))
    assert desk_title(desk_at(NOW)) == "We’re away just now", "it is within hours"
    assert desk_title(desk_at(at(4, 20))) == "We’re closed just now"
    here(dara)
    assert desk_title(desk_at(NOW)) == "Chat with the clinic"


def test_who_is_there_is_said_in_a_sentence(clinic: Clinic, dara: Person, ben: Person, olga: Person) -> None:
    hours((2, 8, 18))
    said = []
    for person in (dara, ben, olga):
        here(person)
        said.append(present_in_words(desk_at(NOW)))
    assert said == ["Dara", "Dara and Ben", "Dara, Ben and Olga"]


def test_no_hours_at_all(clinic: Clinic) -> None:
    assert desk_at(NOW).next_opening is None


def test_hours_until_midnight(clinic: Clinic) -> None:
    hours((2, 8, 24))
    assert desk_at(at(4, 22, 59)).within_hours and not desk_at(at(4, 23)).within_hours


def test_a_closed_day_and_a_holiday_are_passed_over(clinic: Clinic) -> None:
    hours(*((day, 8, 18) for day in range(7)))
    Location.objects.create(name="Canal", time_zone=AMSTERDAM, country="NL")
    Closure.objects.create(first=date(2026, 3, 4), last=date(2026, 3, 5), name="Team days")
    assert not desk_at(NOW).within_hours
    assert opening_in_words(desk_at(NOW), NOW) == "on Friday at 8:00"
    easter = at(5, 18, month=4)
    assert opening_in_words(desk_at(easter), easter) == "on Tuesday at 8:00", "Easter Monday is closed"
    Closure.objects.create(first=date(2026, 4, 6), last=date(2026, 4, 6), works=True)
    assert opening_in_words(desk_at(easter), easter) == "tomorrow at 8:00"


def test_one_closed_place_of_two_closes_nothing(clinic: Clinic) -> None:
    one = Location.objects.create(name="Canal", time_zone=AMSTERDAM)
    other = Location.objects.create(name="Harbour", time_zone=AMSTERDAM)
    day = date(2026, 3, 4)
    Closure.objects.create(first=day, last=day, location=one)
    assert closed_days(day, day) == set()
    Closure.objects.create(first=day, last=day, location=other)
    assert closed_days(day - timedelta(days=1), day + timedelta(days=1)) == {day}


def test_when_clocks_are_put_forward_it_still_opens_at_eight(clinic: Clinic) -> None:
    hours((6, 8, 18), (0, 8, 18))
    saturday = at(28, 20)
    opening = desk_at(saturday).next_opening
    assert opening and opening.astimezone(UTC) == at(29, 6), "summer time has begun in the night"
    autumn = at(24, 20, month=10)
    opening = desk_at(autumn).next_opening
    assert opening and opening.astimezone(UTC) == at(25, 7, month=10)


# Presence


def test_taking_chats_is_one_button(clinic: Clinic, dara: Person) -> None:
    hours((2, 8, 18))
    browser = signed_in(dara)
    with time_machine.travel(NOW, tick=False):
        assert browser.post(f"{PAGE}here/", {"here": "on", "next": PAGE})["Location"] == PAGE
        assert desk_at(NOW).open
        assert browser.post(f"{PAGE}here/", {"here": "off", "next": "//evil.example/"})["Location"] == "/staff/inbox/"
    assert not desk_at(NOW).open


def test_saying_so_twice_is_once(dara: Person) -> None:
    for _ in range(2):
        set_here(dara.user.pk, True, NOW)
    assert Presence.objects.get().seen == NOW


# The owner's page

GOOD = {"act": "save", "chat_on": "on", "promise": "by tomorrow noon.", "mail_to": "", "keep_months": "6"}


def test_the_owner_sets_hours_and_promises(olga: Person) -> None:
    typed = {"d0-0-opens": "8:00", "d0-0-closes": "12:00", "d0-1-opens": "13.30", "d0-1-closes": "24:00"}
    assert signed_in(olga).post(PAGE, GOOD | typed).status_code == 302
    kept = [(row.weekday, row.opens, row.closes) for row in ChatHours.objects.all()]
    assert kept == [(0, time(8), time(12)), (0, time(13, 30), time(0))]
    settings = DeskSettings.objects.get()
    assert (settings.promise, settings.keep_months) == ("by tomorrow noon", 6)
    assert Event.objects.filter(what="changed desk").exists()
    signed_in(olga).post(PAGE, GOOD)
    assert not ChatHours.objects.exists() and DeskSettings.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"d1-0-opens": "8:00", "d1-0-closes": ""}, "both times, or neither"),
        ({"d1-0-opens": "18:00", "d1-0-closes": "8:00"}, "before it begins"),
        ({"d1-0-opens": "8:00", "d1-0-closes": "99:99"}, "such as 9:00"),
        (
            {"d1-0-opens": "8:00", "d1-0-closes": "12:00", "d1-1-opens": "11:00", "d1-1-closes": "14:00"},
            "from 08:00 and from 11:00 overlap",
        ),
        ({"mail_to": "nobody"}, "does not look like an e-mail address"),
        ({"promise": " "}, "say when an answer comes"),
        ({"keep_months": "0"}, "between 1 and 120"),
    ],
)
def test_what_is_refused_comes_back(olga: Person, typed: dict[str, str], words: str) -> None:
    hours((2, 8, 18))
    html = signed_in(olga).post(PAGE, GOOD | typed).content.decode()
    assert words in html and ("by tomorrow noon" in html or "promise" in typed)
    assert all(value in html for value in typed.values() if value.strip())
    assert ChatHours.objects.get().weekday == 2 and not DeskSettings.objects.exists()


def test_another_line_keeps_what_was_typed(olga: Person) -> None:
    typed = {"act": "more-1", "d1-0-opens": "8:00", "d1-0-closes": "nonsense", "chat_on": "on"}
    html = signed_in(olga).post(PAGE, GOOD | typed).content.decode()
    assert 'name="d1-1-opens"' in html and "nonsense" in html and "by tomorrow noon." in html
    assert not DeskSettings.objects.exists()
    line = html.split('name="d1-1-opens"')[1].split(">")[0]
    assert "autofocus" in line and html.count(" autofocus") == 1, "the page opens where the button was"


def test_staff_look_and_do_not_touch(dara: Person) -> None:
    hours((2, 8, 18))
    desk = signed_in(dara)
    html = desk.get(PAGE).content.decode()
    assert "8:00–18:00" in html and "The owner sets these." in html and 'name="promise"' not in html
    assert desk.post(PAGE, GOOD).status_code == 403
    assert ChatHours.objects.exists()


def test_who_never_said_otherwise_takes_chats_while_their_inbox_is_open(dara: Person) -> None:
    desk = signed_in(dara)
    assert 'aria-pressed="true"' in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}here/", {"here": "off"})
    assert 'aria-pressed="false"' in desk.get(PAGE).content.decode()


def test_what_was_noted_before_the_clock_was_set_back_is_nobody_there(dara: Person) -> None:
    hours((2, 8, 18))
    here(dara, NOW + timedelta(hours=1))
    assert not desk_at(NOW).open
    here(dara, NOW + timedelta(seconds=5))  # by another machine's clock
    assert desk_at(NOW).open
