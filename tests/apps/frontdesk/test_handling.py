"""What staff do with a conversation: once, told to colleagues, never on what they have not seen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.forms_inbox import SnoozeForm
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services import beside, core, handling
from hipwise.apps.frontdesk.services.core import ANSWERED, Said
from hipwise.apps.people.models import User
from hipwise.kit import wake
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person
from tests.kit.crowd import at_once
from tests.kit.talk import NOW, chat, visitor_says

Browser = Callable[[Person], Client]
Deed = Callable[[], Refusal | None]
State, Kind, Side = Conversation.State, Message.Kind, Message.Side
LATER = NOW + timedelta(hours=1)


def waiting(body: str = "Hello") -> Conversation:
    talk = chat()
    visitor_says(talk, body)
    talk.refresh_from_db()
    return talk


def told(talk: Conversation) -> list[str]:
    """What colleagues are told of it."""
    return [one.body for one in talk.messages.filter(kind=Kind.EVENT).order_by("seq")]


def answered(who: Person, talk: Conversation, body: str = "Good morning", seen: int | None = 1) -> Said | Refusal:
    return handling.answer(who.actor, talk, body, NOW, client=uuid.uuid4(), seen=seen)


# Each deed


@pytest.mark.django_db
def test_whoever_answers_first_holds_it(dara: Person, ben: Person) -> None:
    talk = waiting()
    answered(dara, talk)
    answered(ben, talk, "And a good day", seen=3)
    talk.refresh_from_db()
    assert talk.assigned == dara.user and told(talk) == ["Dara answered, and holds it now"]
    assert Event.objects.filter(what="answered conversation").count() == 2


@pytest.mark.django_db
def test_a_note_holds_nothing(dara: Person) -> None:
    talk = waiting()
    handling.note(dara.actor, talk, "Ask Ben", NOW, client=uuid.uuid4())
    talk.refresh_from_db()
    assert talk.assigned is None and talk.waiting_since == NOW


@pytest.mark.django_db
def test_it_is_taken_handed_over_and_given_back(dara: Person, ben: Person) -> None:
    talk = waiting()
    handling.assign(dara.actor, talk, dara.user, NOW)
    handling.assign(dara.actor, talk, ben.user, NOW, "It is about running")
    handling.assign(ben.actor, talk, None, NOW)
    assert told(talk) == ["Dara took this", "Dara handed this to Ben", "Ben gave this back to everybody"]
    assert talk.messages.get(kind=Kind.NOTE).body == "It is about running"
    too_long = handling.assign(dara.actor, talk, ben.user, NOW, "x" * 4001)
    talk.refresh_from_db()
    assert too_long == core.TOO_LONG and talk.assigned is None


@pytest.mark.django_db
def test_put_away_and_taken_out_again(dara: Person) -> None:
    talk = waiting()
    assert handling.snooze(dara.actor, talk, NOW, NOW, seen=1) == handling.PAST
    assert handling.snooze(dara.actor, talk, LATER, NOW, seen=1) is None
    talk.refresh_from_db()
    assert (talk.state, talk.snoozed_until, talk.waiting_since) == (State.SNOOZED, LATER, NOW)
    assert handling.close(dara.actor, talk, NOW, seen=2) is None
    talk.refresh_from_db()
    assert (talk.state, talk.snoozed_until, talk.closed_at, talk.waiting_since) == (State.CLOSED, None, NOW, None)
    assert handling.reopen(dara.actor, talk, NOW) is None
    talk.refresh_from_db()
    assert (talk.state, talk.closed_at) == (State.OPEN, None)
    assert told(talk) == ["Dara put this away for later", "Dara closed this", "Dara opened this again"]


@pytest.mark.django_db
@pytest.mark.parametrize("put_away", ["close", "snooze"])
def test_an_answer_and_a_visitors_word_open_it_again(put_away: str, dara: Person) -> None:
    for open_again in (lambda talk: answered(dara, talk), lambda talk: visitor_says(talk, "One more thing")):
        talk = waiting()
        deeds: dict[str, Callable[[], object]] = {
            "close": lambda: handling.close(dara.actor, talk, NOW, seen=1),  # noqa: B023 - called in this round
            "snooze": lambda: handling.snooze(dara.actor, talk, LATER, NOW, seen=1),  # noqa: B023
        }
        deeds[put_away]()
        open_again(talk)
        talk.refresh_from_db()
        assert (talk.state, talk.snoozed_until, talk.closed_at) == (State.OPEN, None, None)


@pytest.mark.django_db
def test_spam_and_no_spam(dara: Person) -> None:
    talk = waiting()
    handling.mark_spam(dara.actor, talk, NOW, seen=1)
    talk.refresh_from_db()
    assert (talk.spam, talk.spam_why) == (True, "marked by hand")
    handling.clear_spam(dara.actor, talk, NOW)
    talk.refresh_from_db()
    assert (talk.spam, talk.spam_why) == (False, "")
    assert told(talk) == ["Dara marked this as spam", "Dara said this is no spam"]


@pytest.mark.django_db
def test_doing_what_is_already_so_changes_nothing(dara: Person) -> None:
    talk = waiting()
    handling.close(dara.actor, talk, NOW, seen=1)
    handling.assign(dara.actor, talk, dara.user, NOW)
    talk.refresh_from_db()
    before = talk.version
    deeds: list[Deed] = [
        lambda: handling.close(dara.actor, talk, NOW, seen=9),
        lambda: handling.assign(dara.actor, talk, dara.user, NOW),
        lambda: handling.clear_spam(dara.actor, talk, NOW),
    ]
    for deed in deeds:
        assert deed() is None
    talk.refresh_from_db()
    assert talk.version == before


@pytest.mark.django_db
def test_nothing_unseen_is_put_away(dara: Person) -> None:
    talk = waiting()
    visitor_says(talk, "Wait, there is more")
    deeds: list[Deed] = [
        lambda: handling.close(dara.actor, talk, NOW, seen=1),
        lambda: handling.snooze(dara.actor, talk, LATER, NOW, seen=1),
        lambda: handling.mark_spam(dara.actor, talk, NOW, seen=1),
    ]
    for deed in deeds:
        assert deed() == handling.NEWS
    talk.refresh_from_db()
    assert talk.state == State.OPEN and not talk.spam and told(talk) == []


@pytest.mark.django_db
def test_a_raised_one_stays_until_somebody_takes_it_on(dara: Person) -> None:
    talk = waiting("I want to die")
    deeds: list[Deed] = [
        lambda: handling.close(dara.actor, talk, NOW, seen=1),
        lambda: handling.snooze(dara.actor, talk, LATER, NOW, seen=1),
        lambda: handling.mark_spam(dara.actor, talk, NOW, seen=1),
    ]
    for deed in deeds:
        assert deed() == handling.TAKE_ON_FIRST
    Conversation.objects.filter(pk=talk.pk).update(taken_on_by=dara.user, taken_on_at=NOW)
    assert handling.close(dara.actor, talk, NOW, seen=1) is None


@pytest.mark.django_db
def test_every_change_wakes_who_looks(
    dara: Person, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    talk = waiting()
    woken: list[str] = []
    monkeypatch.setattr(wake, "tell", lambda topics, note=None: woken.extend(topics))
    handling.close(dara.actor, talk, NOW, seen=1)
    assert {core.INBOX, core.room(talk.uid)} <= set(woken)


# How long


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ({"until": "hour"}, datetime(2026, 3, 27, 21, 30, tzinfo=UTC)),
        ({"until": "tomorrow"}, datetime(2026, 3, 28, 7, 0, tzinfo=UTC)),
        ({"until": "monday"}, datetime(2026, 3, 30, 6, 0, tzinfo=UTC)),  # the clocks were put forward on Sunday
        ({"until": "day", "day": "2026-04-02"}, datetime(2026, 4, 2, 6, 0, tzinfo=UTC)),
    ],
)
def test_until_when_by_the_clinics_clock(clinic: object, typed: dict[str, str], until: datetime) -> None:
    form = SnoozeForm(datetime(2026, 3, 27, 20, 30, tzinfo=UTC), typed)
    assert form.is_valid(), form.errors
    assert form.moment() == until


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["", "2026-03-04", "1999-01-01", "2036-01-01", "soon"])
def test_a_day_that_makes_no_sense(day: str, clinic: object) -> None:
    form = SnoozeForm(NOW, {"until": "day", "day": day})
    assert not form.is_valid() and "day" in form.errors


# The buttons


@pytest.mark.django_db
def test_the_buttons_do_what_they_say(dara: Person, ben: Person, client_of: Browser, now: datetime) -> None:
    talk, client = waiting(), client_of(dara)

    def press(do: str, **typed: object) -> Conversation:
        talk.refresh_from_db()
        client.post(f"/staff/inbox/{talk.pk}/do/", {"do": do, "seen": talk.last_seq, "folder": "mine", **typed})
        talk.refresh_from_db()
        return talk

    assert press("take").assigned == dara.user
    assert press("hand_over", to=ben.user.pk, words="Please").assigned == ben.user
    assert "Everybody" in client.get(f"/staff/inbox/{talk.pk}/").content.decode()
    assert press("hand_over", to="").assigned is None
    assert "Everybody" not in client.get(f"/staff/inbox/{talk.pk}/").content.decode(), "it is everybody's already"
    assert press("snooze", until="hour").state == State.SNOOZED
    assert press("reopen").state == State.OPEN
    assert press("spam").spam
    assert not press("no_spam").spam
    assert press("close").state == State.CLOSED
    for typed in ({"do": "hand_over", "to": 987654}, {"do": "snooze", "until": "day"}, {"do": "snooze", "until": "?"}):
        answer = client.post(f"/staff/inbox/{talk.pk}/do/", typed)
        assert [str(one) for one in get_messages(answer.wsgi_request)][-1]
    assert client.post(f"/staff/inbox/{talk.pk}/do/", {"do": "explode"}).status_code == 400
    assert client.put(f"/staff/inbox/{talk.pk}/do/").status_code == 405
    assert press("close", seen="").state == State.CLOSED


@pytest.mark.django_db
def test_nobody_outside_can_be_handed_a_conversation(dara: Person, ana: Person, client_of: Browser) -> None:
    talk = waiting()
    client_of(dara).post(f"/staff/inbox/{talk.pk}/do/", {"do": "hand_over", "to": ana.user.pk, "seen": 1})
    talk.refresh_from_db()
    assert talk.assigned is None


@pytest.mark.django_db
def test_what_was_written_for_a_colleague_is_not_lost_when_it_is_refused(
    dara: Person, ben: Person, client_of: Browser
) -> None:
    talk, address = waiting(), "/staff/inbox/{}/do/"
    long = {"do": "hand_over", "to": ben.user.pk, "words": "Please look. " + "x" * 2000, "seen": 1}
    answer = client_of(dara).post(address.format(talk.pk), long)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("longer than 2000 letters") == 2 and ">\nPlease look. xx" in page
    assert 'data-menu="more" open' in page and f'value="{ben.user.pk}" selected' in page
    assert 'maxlength="2000"' not in page, "a browser would cut it short without a word"
    fits = long | {"words": "\r\n".join(["x" * 79] * 25)}
    assert client_of(dara).post(address.format(talk.pk), fits).status_code == 302
    talk.refresh_from_db()
    assert talk.assigned == ben.user and len(talk.messages.get(kind=Kind.NOTE).body) == 1999


# Together


@pytest.mark.django_db
def test_who_else_has_it_open(dara: Person, ben: Person, client_of: Browser, empty_cache: None) -> None:
    talk, other = waiting(), waiting()
    url = f"/staff/inbox/{talk.pk}/"
    client_of(ben).get(url)
    assert "Ben has this open too." in client_of(dara).get(url).content.decode()
    assert client_of(ben).post(url + "here/").json() == {"others": ["Dara"]}
    assert beside.come(other, dara.user) == []
    client_of(ben).post(url + "here/", {"left": "1"})
    assert client_of(dara).post(url + "here/").json() == {"others": []}


@pytest.mark.django_db
def test_typing_tells_the_others_who(dara: Person, client_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = waiting()
    notes: list[object] = []
    monkeypatch.setattr(wake, "tell", lambda topics, note=None: notes.append((list(topics), note)))
    assert client_of(dara).post(f"/staff/inbox/{talk.pk}/typing/").status_code == 204
    assert notes == [([core.room(talk.uid)], {"typing": "clinic", "who": "Dara", "by": dara.user.pk})]


@pytest.mark.django_db
def test_marks_do_not_go_past_what_was_read(dara: Person, client_of: Browser) -> None:
    talk = waiting()
    visitor_says(talk, "More")
    for read, mark in (("1", 1), ("x", 1), ("", 1), ("999", 2)):
        assert client_of(dara).post(f"/staff/inbox/{talk.pk}/seen/", {"read": read}).status_code == 204
        talk.refresh_from_db()
        assert talk.clinic_read == mark


def race(talk: Conversation, staff: list[Person]) -> list[Said | Refusal]:
    """All of them answer what they see, at the same moment."""
    return at_once(*(partial(answered, who, talk, f"{who.user.name} says hello") for who in staff))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_exactly_one_goes_through(dara: Person, ben: Person) -> None:
    for _ in range(8):
        talk = waiting()
        outcome = race(talk, [dara, ben])
        (said,) = [one for one in outcome if isinstance(one, Said)]
        assert [one for one in outcome if not isinstance(one, Said)] == [ANSWERED]
        assert talk.messages.filter(side=Side.CLINIC, kind=Kind.TEXT).count() == 1
        talk.refresh_from_db()
        assert talk.assigned_id == said.message.author_id and len(told(talk)) == 1


@pytest.mark.django_db(transaction=True)
def test_with_the_guard_off_both_answer(dara: Person, ben: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_answered_since", lambda *_: False)
    talk = waiting()
    assert all(isinstance(one, Said) for one in race(talk, [dara, ben]))
    assert talk.messages.filter(side=Side.CLINIC, kind=Kind.TEXT).count() == 2
    assert User.objects.filter(pk__in=talk.messages.values("author")).count() == 2


# Among the spam


@pytest.mark.django_db
def test_whoever_is_answered_is_no_spam(dara: Person) -> None:
    """What they write back would lie in a folder that nobody is told of, and go with it after a month."""
    talk = waiting()
    handling.mark_spam(dara.actor, talk, NOW, seen=1)
    answered(dara, talk, seen=None)
    talk.refresh_from_db()
    assert not talk.spam and talk.spam_why == "" and "Dara answered, so this is no spam" in told(talk)


# What crosses an answer


@pytest.mark.django_db
def test_what_came_while_an_answer_was_written_goes_on_waiting(dara: Person) -> None:
    """Nobody has read it: it must not count as answered, as read, or as nothing to do."""
    talk = waiting()
    later = NOW + timedelta(minutes=1)
    visitor_says(talk, "And may I bring my daughter?", later)
    answered(dara, talk, seen=1)
    talk.refresh_from_db()
    assert (talk.waiting_since, talk.clinic_read) == (later, 1)
    answered(dara, talk, "Of course", seen=talk.last_seq)
    talk.refresh_from_db()
    assert (talk.waiting_since, talk.clinic_read) == (None, 5)


@pytest.mark.django_db
def test_what_colleagues_noted_meanwhile_waits_for_nobody(dara: Person, ben: Person) -> None:
    """The control."""
    talk = waiting()
    handling.note(ben.actor, talk, "Sounds worried", NOW, client=uuid.uuid4())
    answered(dara, talk, seen=1)
    talk.refresh_from_db()
    assert talk.waiting_since is None and talk.clinic_read == 3


def test_a_button_that_met_an_ended_session_leads_back_to_it(dara: Person, client_of: Browser) -> None:
    """Sign-in leads to the button's address; that does nothing by itself, and is no dead end."""
    client, talk = client_of(dara), chat()
    visitor_says(talk, "Hello")
    before = Conversation.objects.values().get()
    for path in ("do/", "offer/7/back/", "reply/"):
        answer = client.get(f"/staff/inbox/{talk.pk}/{path}")
        assert (answer.status_code, answer.url) == (302, f"/staff/inbox/{talk.pk}/")  # type: ignore[attr-defined]
    for path, back in (
        ("/staff/desk/here/", "/staff/inbox/"),
        ("/staff/desk/replies/7/remove/", "/staff/desk/replies/"),
    ):
        assert client.get(path).url == back  # type: ignore[attr-defined]
    assert Conversation.objects.values().get() == before
