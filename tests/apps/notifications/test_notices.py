"""A notice is told once, to the right person, at the right time, by what is so at that time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hipwise.apps.notifications import channels, sending, services
from hipwise.apps.notifications.models import Muted, Notice, QuietHours
from hipwise.apps.notifications.services import Recipient
from hipwise.apps.notifications.tasks import KEPT, forget_settled
from hipwise.kit import jobs
from tests.apps.notifications.kit import BROKEN, GONE, HOUR, NOW, ZONE, kind, plan
from tests.kit.cast import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]
State = Notice.State


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with kind():
        yield


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_it_goes_out_once_when_its_time_has_come() -> None:
    plan(due=NOW + HOUR)
    assert sending.send_due(NOW) == 0 and not mail.outbox
    assert sending.send_due(NOW + HOUR) == 1
    assert sending.send_due(NOW + HOUR) == 0
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"] and letter.subject == "Visit 1"
    assert states() == [State.SENT]


def test_what_is_due_at_once_needs_no_round() -> None:
    plan()
    jobs.run_all_due()
    assert len(mail.outbox) == 1


def test_planning_again_moves_what_waits_and_never_doubles() -> None:
    plan(due=NOW + 2 * HOUR)
    plan(due=NOW + HOUR)
    assert Notice.objects.get().due == NOW + HOUR
    sending.send_due(NOW + HOUR)
    plan(due=NOW + 2 * HOUR)
    assert sending.send_due(NOW + 3 * HOUR) == 0
    assert len(mail.outbox) == 1


def test_the_database_itself_refuses_a_second_one() -> None:
    notice = plan()
    assert notice is not None
    notice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


def test_without_the_unique_key_it_would_be_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each planning under a key of its own."""
    for key in ("test:1", "test:1 again"):
        services.plan_notice(
            "test.reminder",
            1,
            Recipient(ZONE, address="ana@example.org"),
            key=key,
            due=NOW,
            expires=NOW + HOUR,
            now=NOW,
        )
    assert sending.send_due(NOW) == 2


def test_withdrawn_it_is_not_told() -> None:
    plan(1, due=NOW + HOUR)
    plan(2, due=NOW + HOUR)
    assert services.withdraw_notices(["test.reminder"], 1) == 1
    assert services.withdraw_notices(["test.reminder"], 2, keeping=["test:2"]) == 0
    assert sending.send_due(NOW + HOUR) == 1
    assert mail.outbox[0].subject == "Visit 2"
    plan(1, due=NOW + 2 * HOUR)
    assert sending.send_due(NOW + 2 * HOUR) == 1, "what was withdrawn may be planned again"


def test_nothing_is_told_of_what_is_no_more() -> None:
    plan(GONE)
    assert sending.send_due(NOW) == 0
    assert states() == [State.DROPPED] and not mail.outbox


def test_too_late_is_not_at_all() -> None:
    plan(due=NOW + HOUR)
    assert sending.send_due(NOW + 25 * HOUR) == 0
    assert states() == [State.DROPPED]
    assert plan(2, due=NOW + 24 * HOUR) is None, "too late from the start"


def test_one_that_breaks_holds_up_nobody_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    plan(BROKEN)
    plan(2)
    assert sending.send_due(NOW) == 1
    assert states() == [State.WAITING, State.SENT]
    from hipwise.kit.logs import Formatter

    assert "hurts" not in "".join(map(Formatter().format, caplog.records))


def test_when_the_letter_cannot_be_written_down_it_is_not_marked_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    plan()
    with monkeypatch.context() as broken:
        broken.setattr(channels, "write_letter", full)
        assert sending.send_due(NOW) == 0
    assert states() == [State.WAITING]
    assert sending.send_due(NOW) == 1


def test_a_kind_nobody_speaks_for_waits_until_it_is_too_late() -> None:
    with kind(name="test.other"):
        to = Recipient(ZONE, address="ana@example.org")
        services.plan_notice("test.other", 1, to, key="other", due=NOW, expires=NOW + HOUR, now=NOW)
    assert sending.send_due(NOW) == 0 and states() == [State.WAITING]
    assert sending.send_due(NOW + HOUR) == 0 and states() == [State.DROPPED]


def test_wrong_calls() -> None:
    for name, to in (("test.unknown", Recipient(ZONE, address="a@b.org")), ("test.reminder", Recipient(ZONE))):
        with pytest.raises(ValueError, match="registered kind"):
            services.plan_notice(name, 1, to, key="k", due=NOW, expires=NOW + HOUR, now=NOW)


# Quiet hours

NIGHT = datetime(2026, 3, 4, 23, tzinfo=ZoneInfo(ZONE))


def test_what_can_wait_waits_for_the_morning(ana: Person) -> None:
    plan(user_id=ana.user.pk, due=NIGHT)
    assert sending.send_due(NIGHT + timedelta(minutes=1)) == 0
    morning = datetime(2026, 3, 5, 8, tzinfo=ZoneInfo(ZONE))
    assert Notice.objects.get().due == morning
    assert sending.send_due(morning) == 1


def test_it_does_not_wait_until_it_is_too_late() -> None:
    to = Recipient(ZONE, address="ana@example.org")
    services.plan_notice("test.reminder", 1, to, key="k", due=NIGHT, expires=NIGHT + HOUR, now=NOW)
    assert sending.send_due(NIGHT) == 1


@pytest.mark.parametrize(("when", "hour"), [("earlier", 21), ("anyway", 23)])
def test_the_evening_before_or_anyway(when: str, hour: int, ana: Person) -> None:
    with kind(when):  # type: ignore[arg-type]
        plan(user_id=ana.user.pk, due=NIGHT)
        due = Notice.objects.get().due
        assert due == NIGHT.replace(hour=hour)
        assert sending.send_due(due) == 1


def test_own_quiet_hours_count(ana: Person) -> None:
    QuietHours.objects.create(person=ana.user, begin=time(9), end=time(17))
    plan(user_id=ana.user.pk)
    assert sending.send_due(NOW) == 0
    assert timezone.localtime(Notice.objects.get().due, ZoneInfo(ZONE)).time() == time(17)


# Who is told


def test_an_account_is_told_at_the_address_it_has_now(ana: Person) -> None:
    plan(user_id=ana.user.pk)
    ana.user.email = "ana@elsewhere.example"
    ana.user.save()
    sending.send_due(NOW)
    assert mail.outbox[0].to == ["ana@elsewhere.example"]


@pytest.mark.parametrize("must", [False, True])
def test_what_is_switched_off_is_not_told_unless_it_must(ana: Person, must: bool) -> None:
    Muted.objects.create(person=ana.user, kind="test.reminder", channel="email")
    with kind(must=must):
        plan(user_id=ana.user.pk)
        assert sending.send_due(NOW) == must
    assert states() == [State.SENT if must else State.DROPPED]


def test_an_address_is_sealed(ana: Person) -> None:
    plan()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_notice")
        assert "ana@example.org" not in str(cursor.fetchall())
        cursor.execute("SELECT args_kwargs FROM django_tasks_database_dbtaskresult")
        assert "ana" not in str(cursor.fetchall())


def test_the_letter_says_who_wrote_it_and_until_when_it_counts() -> None:
    plan()
    sending.send_due(NOW)
    letter = mail.outbox[0].message()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Expires"] == "Thu, 05 Mar 2026 09:30:00 +0000"
    assert letter["Message-ID"] == channels.message_id("email:test:1")
    assert "test" not in str(letter["Message-ID"]).partition("@")[0]
    (calendar,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"


def test_a_further_channel_joins_by_registering(ana: Person) -> None:
    """Both queues are written in the one transaction; a channel that cannot reach somebody is passed over."""
    put: list[str] = []

    class Push:
        name, label = "push", "Push"

        def reaches(self, address: str, person: int | None) -> bool:
            return person is not None

        def put(self, delivery: channels.Delivery) -> None:
            put.append(delivery.key)

    with kind() as known:
        channels.register(Push())
        try:
            object.__setattr__(known, "channels", ("email", "push"))
            plan(1, user_id=ana.user.pk)
            plan(2)
            assert sending.send_due(NOW) == 2
        finally:
            del channels._channels["push"]
    assert put == ["push:test:1"] and len(mail.outbox) == 2


def test_old_ones_are_forgotten() -> None:
    plan()
    sending.send_due(NOW)
    plan(2, due=NOW + HOUR)
    forget_settled.call()
    assert Notice.objects.count() == 2
    Notice.objects.update(expires=NOW - KEPT - HOUR)
    forget_settled.call()
    assert states() == [State.WAITING]
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
