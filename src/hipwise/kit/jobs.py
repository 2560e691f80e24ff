"""Background jobs on the clinic's own database. Why this queue: docs/adr/0008.

A job is a function of a ``tasks`` module, named by what it does::

    @job()
    def refresh(patient_id: int) -> None: ...

    refresh.enqueue(patient_id)      # part of the transaction it stands in

    @job(every=timedelta(minutes=1))
    def publish_due() -> None: ...

A job that fails runs again, later each time, until its tries are used up. A job may run twice (a worker
can die after the deed and before the note), so each is written to be harmless the second time.
Arguments are numbers of rows, never what is in them: the queue is not sealed.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection, transaction
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from hipwise.kit import clock
from hipwise.kit.models import Turn

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a job is tried, and how often it comes round by itself."""

    tries: int = TRIES
    every: timedelta | None = None


RULES: dict[str, Rule] = {}


def job(
    *, tries: int = TRIES, every: timedelta | None = None, queue: str = "default"
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a function a background job. One that comes round by itself is tried once a turn."""

    def make(function: Callable[P, T]) -> Task[P, T]:
        made: Task[P, T] = task(queue_name=queue)(function)
        RULES[made.module_path] = Rule(1 if every else tries, every)
        return made

    return make


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: half a minute, doubled each time, six hours at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def take_turns(now: datetime) -> list[str]:
    """Enqueue the periodic jobs that are due, each by one worker only; their names."""
    rounds = {name: rule.every for name, rule in RULES.items() if rule.every}
    known = dict(Turn.objects.values_list("name", "due"))
    Turn.objects.bulk_create([Turn(name=name, due=now) for name in rounds.keys() - known], ignore_conflicts=True)
    taken = []
    for name in (name for name in rounds if known.get(name, now) <= now):
        with transaction.atomic():
            if Turn.objects.filter(name=name, due__lte=now).update(due=now + rounds[name]) and not _waits(name):
                _put(name, now)
                taken.append(name)
    return taken


def hasten(name: str) -> None:
    """Have a job that comes round by itself come round once more, as part of the transaction under way.

    For those who stand below the job and must not import it.

    Raises:
        ValueError: when there is no such job.
    """
    if RULES.get(name, Rule()).every is None:
        raise ValueError(f"no job of this name comes round: {name}")
    _put(name, clock.now())


def _put(name: str, now: datetime) -> None:
    DBTaskResult.objects.create(
        task_path=name, args_kwargs={"args": [], "kwargs": {}}, backend_name="default", run_after=now
    )


def _waits(name: str) -> bool:
    return DBTaskResult.objects.filter(task_path=name, status=TaskResultStatus.READY).exists()


def recover_lost(now: datetime) -> int:
    """Give back the jobs whose worker has not been heard of for longer than a lease; how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    return sum(_end_attempt(row, "hipwise.kit.jobs.WorkerLost", "", now) for row in lost)


def _end_attempt(row: DBTaskResult[Any, Any], error: str, frames: str, now: datetime) -> int:
    """Put a failed attempt back in the queue, or aside when its tries are used up."""
    attempts = len(row.worker_ids)
    again = attempts < RULES.get(row.task_path, Rule()).tries
    log.warning(
        "Job %s %s failed (%s), attempt %d%s", row.task_path, row.pk, error, attempts, "" if again else ", the last"
    )
    changed: int = _mine(row).update(
        status=TaskResultStatus.READY if again else TaskResultStatus.FAILED,
        run_after=now + wait_after(attempts) if again else get_date_max(),
        finished_at=now,
        exception_class_path=error,
        traceback=frames,
    )
    return changed


def _mine(row: DBTaskResult[Any, Any]) -> Any:
    """The row as long as it is the same attempt: another worker may have taken it over meanwhile."""
    return DBTaskResult.objects.running().filter(pk=row.pk, worker_ids=row.worker_ids)


class Worker:
    """Runs jobs in a thread of its own, one after the other, until stopped.

    While one runs, a second thread renews its lease, so that no one takes it for lost.
    """

    def __init__(self, interval: float = 1.0) -> None:
        self.name = uuid4().hex
        self.interval = interval
        self.ended = threading.Event()
        self.current: DBTaskResult[Any, Any] | None = None
        self.threads = [threading.Thread(target=loop, daemon=True) for loop in (self._loop, self._renew)]

    def start(self) -> None:
        """Begin."""
        for thread in self.threads:
            thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """Finish the job under way, waiting ``patience`` seconds at most, and end."""
        self.ended.set()
        for thread in self.threads:
            thread.join(patience)

    def turn(self) -> None:
        """Do everything that is due now."""
        now = clock.now()
        recover_lost(now)
        take_turns(now)
        self.run_due()

    def run_due(self) -> None:
        """Run what waits, the oldest of the most urgent first, until nothing does."""
        while not self.ended.is_set() and (row := self._claimed()):
            self._run(row)

    def _loop(self) -> None:
        pause = self.interval
        while not self.ended.wait(pause):
            close_old_connections()
            try:
                self.turn()
                pause = self.interval
            except DatabaseError:
                log.exception("The worker lost its database and tries again")
                pause = min(pause * 2, 60.0)
        connection.close()

    def _renew(self) -> None:
        while not self.ended.wait(LEASE.total_seconds() / 4):
            row = self.current
            close_old_connections()
            try:
                if row is not None:
                    _mine(row).update(started_at=clock.now())
            except DatabaseError:
                log.exception("The worker could not renew a lease")
        connection.close()

    def _claimed(self) -> DBTaskResult[Any, Any] | None:
        """The next job, ours alone: the transaction locks the row (PostgreSQL) or the file (SQLite)."""
        ready = DBTaskResult.objects.ready()
        if not ready.exists():
            return None
        with transaction.atomic():
            row = ready.get_locked()
            if row is not None:
                row.claim(self.name)
        return row

    def _run(self, row: DBTaskResult[Any, Any]) -> None:
        """Run one claimed job and write down how it went, without what an error may say about a person."""
        self.current = row
        try:
            row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        except Exception as wrong:
            frames = "".join(traceback.format_tb(wrong.__traceback__))
            _end_attempt(row, f"{type(wrong).__module__}.{type(wrong).__qualname__}", frames, clock.now())
        else:
            _mine(row).update(status=TaskResultStatus.SUCCESSFUL, finished_at=clock.now(), traceback="")
        finally:
            self.current = None


def run_all_due() -> None:
    """Run everything in the queue that is due, here and now: for tests and commands."""
    Worker().run_due()
