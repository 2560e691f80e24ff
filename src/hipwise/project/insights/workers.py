"""Files looked at side by side, each by one process, answered in the order in which they were named."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path

from hipwise.project.insights.options import Options, Reply

AHEAD = 4
"""A worker may be so many files ahead of the printing, so that answers never pile up in memory."""

Work = Callable[[Path, Options], Reply]


def replies(sources: list[Path], options: Options, work: Work, *, jobs: int) -> Iterator[Reply]:
    """A reply of ``work`` for every file, in order. A file that kills its process gets a reply that says so."""
    jobs = min(jobs, len(sources))
    if jobs <= 1:
        return (work(path, options) for path in sources)
    return _side_by_side(sources, options, jobs, work)


def _side_by_side(sources: list[Path], options: Options, jobs: int, work: Work) -> Iterator[Reply]:
    from hipwise.project.insights.reply import crashed

    workers = [_Worker(work, options) for _ in range(jobs)]
    done: dict[int, Reply] = {}
    given = told = 0
    try:
        while told < len(sources):
            for worker in workers:
                if worker.at is None and given < min(len(sources), told + AHEAD * jobs):
                    worker.give(given, sources[given])
                    given += 1
            busy = {worker.pipe: worker for worker in workers if worker.at is not None}
            for pipe in connection.wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                at, reply = worker.take()
                done[at] = reply or crashed(sources[at], "its process died", options)
            while told in done:
                yield done.pop(told)
                told += 1
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that answers one file at a time, started again when it dies."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self.at: int | None = None
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self.pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, self._work, self._options), daemon=True)
        # Ctrl-C reaches the whole group, but only the parent is to answer: a child inherits the mask and stays deaf.
        # The tracker, which the first start would start too, lifts the mask; so it must be running before.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        far.close()

    def give(self, at: int, path: Path) -> None:
        """Hand over the file with this number."""
        self.at = at
        try:
            self.pipe.send(path)
        except OSError:
            self._revive()
            self.pipe.send(path)

    def take(self) -> tuple[int, Reply | None]:
        """The number of the file that is done, and the reply, or None when the process died over it."""
        at, self.at = self.at, None
        if at is None:
            raise RuntimeError("nothing was handed over")
        try:
            return at, self.pipe.recv()
        except (EOFError, OSError):
            self._revive()
            return at, None

    def _revive(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, work: Work, options: Options) -> None:
    """Answer files until nobody asks or listens any more."""
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv(), options))
