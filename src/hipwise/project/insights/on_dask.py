"""Files looked at on an existing Dask cluster: read here, answered there, told in the order they were named in."""

from __future__ import annotations

import logging
import socket
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hipwise import __version__
from hipwise.domain.formats.slips import Unusable
from hipwise.project.insights.options import Options, Refused, Reply
from hipwise.project.insights.reply import crashed, reply_with
from hipwise.project.insights.sources import read_source
from hipwise.ui.words.tables import safe

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 8
"""So many files a worker's thread may be sent ahead, so that neither workers wait nor notes pile up."""

PATIENCE = 10.0
"""Seconds to wait for a scheduler to answer."""

DESERTED = 60.0
"""Seconds without a single worker after which nothing more is expected of a cluster."""

BREATH = 5.0
"""Seconds between two looks whether anybody is there."""


def replies_from(address: str, sources: list[Path], options: Options) -> Iterator[Reply] | Refused:
    """A reply for every file, in order, from the cluster at ``address``, or why there is none.

    A file that fails, or on which workers die, gets a reply that says so; the others are answered.
    """
    try:
        from distributed import Client
    except ImportError:
        return Refused("--dask needs Dask, which is not installed here: pip install 'hipwise[dask]'")
    for talker in ("distributed", "distributed.client", "asyncio"):  # what goes wrong is told file by file
        logging.getLogger(talker).setLevel(logging.CRITICAL)
    try:
        _knock(address)
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        return Refused(f"no Dask scheduler answers at {safe(address, 80)} ({safe(why, 120)})")
    return _asked(client, sources, options)


def _knock(address: str) -> None:
    """See whether a scheduler is there; a client would try for long and not give up quietly.

    A scheduler speaks first; only behind TLS it waits to be spoken to.

    Raises:
        OSError, ValueError: when nobody does, or the address is none.
    """
    there = urlsplit(address if "://" in address else f"tcp://{address}")
    if not there.hostname or there.port is None:
        raise ValueError("an address is like tcp://10.0.0.5:8786")
    if there.scheme in {"tcp", "tls"}:
        with socket.create_connection((there.hostname, there.port), timeout=PATIENCE) as line:
            if there.scheme == "tcp" and not line.recv(1):
                raise ConnectionError("what listens there hung up")


def answer_there(version: str, path: Path, data: bytes | Unusable, options: Options) -> Reply:
    """What a worker does: the reply about one file, unless its Hipwise is another one and might answer otherwise."""
    if version != __version__:
        return crashed(path, f"a worker has Hipwise {__version__}, this is {version}", options)
    return reply_with(path, data, options)


def _asked(client: Client, sources: list[Path], options: Options) -> Iterator[Reply]:
    try:
        cluster = _Cluster(client, sources, options)
        for at in range(len(sources)):
            yield cluster.reply(at)
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=5)


class _Cluster:
    """Files on their way to a cluster and back."""

    def __init__(self, client: Client, sources: list[Path], options: Options) -> None:
        self._client, self._sources, self._options = client, sources, options
        self._futures: dict[int, Future] = {}
        self._given = 0
        self._threads = 1
        self._look_again = 0.0
        self._deserted = False

    def reply(self, at: int) -> Reply:
        """The reply about the file with this number; files are asked about in order."""
        told: Reply | str | None = None
        try:
            told = self._told(at)
        except OSError:  # the scheduler hung up in the middle of a word
            self._deserted = True
        self._futures.pop(at, None)
        if told is None:
            told = "the cluster is gone" if self._deserted else "its worker died"
        return crashed(self._sources[at], told, self._options) if isinstance(told, str) else told

    def _told(self, at: int) -> Reply | str | None:
        self._hand_out(at)
        told = self._result(at)
        self._deserted = self._deserted or self._client.status != "running"
        return self._alone(at) if told is None and not self._deserted else told

    def _hand_out(self, at: int) -> None:
        if self._deserted or self._given >= len(self._sources):
            return
        if time.monotonic() > self._look_again:  # workers come and go, but not with every file
            self._threads = self._there() or 1
            self._look_again = time.monotonic() + BREATH
        while self._given < min(len(self._sources), at + AHEAD * self._threads):
            self._send(self._given)
            self._given += 1

    def _send(self, at: int) -> None:
        path = self._sources[at]
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # one large journal is no mistake
            self._futures[at] = self._client.submit(
                answer_there, __version__, path, read_source(path), self._options, pure=False
            )

    def _alone(self, at: int) -> Reply | str | None:
        """Ask again once all others are done: a file may only have stood beside one on which workers died."""
        for other in self._futures:
            if other != at:
                self._wait_for(other)
        self._send(at)
        return self._result(at)

    def _result(self, at: int) -> Reply | str | None:
        """The reply, or what failed; None when workers died over it, or none is left."""
        if at not in self._futures:
            return None
        self._wait_for(at)
        future = self._futures[at]
        if future.status == "finished":
            reply: Reply = future.result()
            return reply
        error = future.exception() if future.status == "error" else None
        if error is None or type(error).__name__ in {"KilledWorker", "NoValidWorkerError"}:
            return None
        return f"{type(error).__name__}: {error}"

    def _wait_for(self, at: int) -> None:
        """Wait until a file is done, or until nobody has been there for too long."""
        from distributed import wait

        seen, future = time.monotonic(), self._futures[at]
        while not (self._deserted or future.done()):
            with suppress(TimeoutError, CancelledError), self._client.as_current():
                wait([future], timeout=BREATH)
                return
            if self._there():
                seen = time.monotonic()
            self._deserted = self._client.status == "closed" or time.monotonic() - seen > DESERTED

    def _there(self) -> int:
        """How many threads the workers have; none when the scheduler itself is gone."""
        if self._client.status != "running":
            return 0
        try:
            return sum(self._client.nthreads().values())
        except OSError:
            return 0
