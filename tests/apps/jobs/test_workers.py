"""Several workers, and workers that die: for real, on a database that others see."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from hipwise.kit import clock, jobs
from tests.apps.jobs import sample
from tests.apps.jobs.elsewhere import marks, wait_until, workers

pytestmark = pytest.mark.django_db(transaction=True)
AFTER_THE_LEASE = jobs.LEASE + timedelta(seconds=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "marks"


def test_two_worker_processes_run_no_job_twice(place: Path) -> None:
    with workers(2):
        with transaction.atomic():
            for number in range(40):
                sample.note.enqueue(str(place), str(number))
        wait_until(lambda: len(marks(place)) >= 40)
        wait_until(lambda: not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists())
    assert Counter(marks(place)) == Counter(map(str, range(40)))
    hands = {row.worker_ids[0] for row in DBTaskResult.objects.filter(task_path=sample.note.module_path)}
    assert len(hands) == 2, "only one of them worked, so this showed nothing"


def test_without_the_claim_a_job_does_run_twice(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the race is real once the lock is taken away."""
    both_looked, looked = threading.Barrier(2, timeout=20), set[int]()

    def careless(query: DBTaskResultQuerySet) -> Any:
        found = query.first()
        if threading.get_ident() not in looked:
            looked.add(threading.get_ident())
            both_looked.wait()
        return found

    monkeypatch.setattr(DBTaskResultQuerySet, "get_locked", careless)
    monkeypatch.setattr(transaction, "atomic", nullcontext)
    sample.note.enqueue(str(place), "one")

    def work() -> None:
        jobs.run_all_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert marks(place) == ["one", "one"]


def test_a_job_survives_the_sudden_death_of_its_worker(place: Path) -> None:
    sample.linger.enqueue(str(place), 60)
    with workers() as (doomed,):
        wait_until(lambda: marks(place) == ["began"])
        doomed.kill()
        doomed.wait()
    assert DBTaskResult.objects.get(task_path=sample.linger.module_path).status == TaskResultStatus.RUNNING
    jobs.run_all_due()
    assert marks(place) == ["began"], "the control: nobody takes it up unless it is found to be lost"

    assert jobs.recover_lost(clock.now() + AFTER_THE_LEASE) == 1
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())
    jobs.run_all_due()
    assert marks(place) == ["began", "began", "ended"]


@pytest.mark.parametrize("renewing", [True, False])
def test_a_long_job_keeps_its_lease(place: Path, monkeypatch: pytest.MonkeyPatch, renewing: bool) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=3))  # a busy machine may stand still for one
    if not renewing:
        monkeypatch.setattr(jobs.Worker, "_renew", lambda self: None)
    worker = jobs.Worker(interval=0.02)
    sample.linger.enqueue(str(place), 5)
    worker.start()
    wait_until(lambda: marks(place) == ["began"])
    found_lost = 0
    while "ended" not in marks(place):
        found_lost += jobs.recover_lost(clock.now())
        threading.Event().wait(0.1)
    worker.stop()
    assert found_lost == (0 if renewing else 1)


def test_a_worker_outlives_its_database(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = jobs.Worker(interval=0.02)
    turn, failed = worker.turn, threading.Event()

    def interrupted() -> None:
        if not failed.is_set():
            failed.set()
            raise OperationalError("the server closed the connection")
        turn()

    monkeypatch.setattr(worker, "turn", interrupted)
    sample.note.enqueue(str(place), "after all")
    worker.start()
    wait_until(lambda: bool(marks(place)))
    worker.stop()
    assert failed.is_set()


def test_stopping_waits_for_the_job_under_way(place: Path) -> None:
    worker = jobs.Worker(interval=0.02)
    sample.linger.enqueue(str(place), 0.5)
    worker.start()
    wait_until(lambda: marks(place) == ["began"])
    worker.stop()
    assert marks(place) == ["began", "ended"]
    assert not any(thread.is_alive() for thread in worker.threads)
