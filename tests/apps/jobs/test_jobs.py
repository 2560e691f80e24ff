"""Trying again, coming round, and being found after a worker died: one job at a time, in the test's own process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hipwise.kit import jobs, tasks
from hipwise.kit.models import Turn
from tests.apps.jobs import sample
from tests.apps.jobs.elsewhere import marks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "marks"


def row() -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.get()


def test_a_job_runs_once(place: Path) -> None:
    sample.note.enqueue(str(place), "done")
    jobs.run_all_due()
    jobs.run_all_due()
    assert marks(place) == ["done"]
    assert row().status == TaskResultStatus.SUCCESSFUL


def test_a_job_of_a_transaction_that_failed_never_runs(place: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        sample.note.enqueue(str(place), "never")
        raise RuntimeError
    jobs.run_all_due()
    assert marks(place) == []


def test_a_failing_job_is_tried_again_later_each_time_and_then_put_aside(place: Path) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sample.fail.enqueue(str(place))
        jobs.run_all_due()
        jobs.run_all_due()
        assert len(marks(place)) == 1, "not at once"
        clock.shift(timedelta(seconds=31))
        jobs.run_all_due()
        clock.shift(timedelta(seconds=31))
        jobs.run_all_due()
        assert len(marks(place)) == 2, "the second wait is longer"
        clock.shift(timedelta(seconds=31))
        jobs.run_all_due()
        assert len(marks(place)) == 3
        assert row().status == TaskResultStatus.FAILED
        clock.shift(timedelta(days=3))
        jobs.run_all_due()
        assert len(marks(place)) == 3, "its tries are used up"


def test_waits_double_and_end_at_six_hours() -> None:
    waits = [jobs.wait_after(attempt) for attempt in (1, 2, 3, 30, 3000)]
    seconds, hours = timedelta(seconds=30), timedelta(hours=6)
    assert waits == [seconds, seconds * 2, seconds * 4, hours, hours]


def test_what_an_error_says_is_kept_nowhere(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    sample.fail.enqueue(str(place))
    jobs.run_all_due()
    kept = row()
    assert kept.exception_class_path == "builtins.ValueError"
    assert "in fail" in kept.traceback
    assert "her hip hurts" not in kept.traceback.replace('ValueError("Ana said that her hip hurts")', "")
    assert "her hip hurts" not in caplog.text


def test_a_job_that_no_longer_exists_is_put_aside() -> None:
    made = _queued("hipwise.kit.tasks.gone", [])
    assert made.status == TaskResultStatus.READY
    jobs.run_all_due()
    assert row().exception_class_path == "builtins.ImportError"


def test_a_periodic_job_comes_round_once_a_turn() -> None:
    mine = sample.come_round.module_path
    assert mine in jobs.take_turns(NOW)
    jobs.run_all_due()
    assert mine not in jobs.take_turns(NOW + timedelta(minutes=9))
    assert mine in jobs.take_turns(NOW + timedelta(minutes=10))


def test_turns_missed_are_not_made_up_for() -> None:
    mine = sample.come_round.module_path
    jobs.take_turns(NOW)
    jobs.run_all_due()
    late = NOW + timedelta(days=2)
    assert mine in jobs.take_turns(late)
    assert mine not in jobs.take_turns(late)
    assert Turn.objects.get(name=mine).due == late + timedelta(minutes=10)


def test_a_turn_is_passed_over_while_the_last_one_still_waits() -> None:
    mine = sample.come_round.module_path
    jobs.take_turns(NOW)
    assert mine not in jobs.take_turns(NOW + timedelta(minutes=10))
    assert DBTaskResult.objects.filter(task_path=mine).count() == 1


def _queued(task_path: str, workers: list[str]) -> DBTaskResult[Any, Any]:
    made = DBTaskResult.objects.create(
        task_path=task_path, args_kwargs={"args": [], "kwargs": {}}, backend_name="default", run_after=NOW
    )
    for name in workers:
        made.claim(name)
    return made


def test_a_job_whose_worker_is_silent_is_given_back_after_its_lease() -> None:
    with time_machine.travel(NOW, tick=False):
        _queued(sample.linger.module_path, ["first"])
    assert jobs.recover_lost(NOW + timedelta(seconds=59)) == 0
    assert jobs.recover_lost(NOW + timedelta(seconds=61)) == 1
    assert row().status == TaskResultStatus.READY


def test_a_job_that_keeps_killing_its_worker_is_put_aside() -> None:
    with time_machine.travel(NOW, tick=False):
        _queued(sample.linger.module_path, ["first", "second"])
    jobs.recover_lost(NOW + timedelta(seconds=61))
    assert row().status == TaskResultStatus.FAILED


def test_a_worker_thought_dead_cannot_undo_what_its_successor_did() -> None:
    lost = _queued(sample.linger.module_path, ["first"])
    DBTaskResult.objects.update(worker_ids=["first", "second"])
    assert jobs._end_attempt(lost, "late", "", NOW) == 0
    assert row().status == TaskResultStatus.RUNNING


def test_what_is_over_is_forgotten() -> None:
    def over(status: TaskResultStatus, days: int) -> None:
        made = _queued(sample.note.module_path, [])
        DBTaskResult.objects.filter(pk=made.pk).update(status=status, finished_at=NOW - timedelta(days=days))

    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        for days in (0, 2, 31):
            over(status, days)
    with time_machine.travel(NOW, tick=False):
        tasks.prune_results.call()
    kept = DBTaskResult.objects.order_by("status", "-finished_at").values_list("status", "finished_at")
    assert [(status, at and (NOW - at).days) for status, at in kept] == [
        ("FAILED", 0),
        ("FAILED", 2),
        ("SUCCESSFUL", 0),
    ]
