"""A web process on the test's database, in which one thing can be broken while it runs.

usage: python -m tests.apps.frontdesk.race.serving PORT        then the names of faults, a line each
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.kit.ports import free_port

ROOT = Path(__file__).parents[4]


class Server:
    """A process, and the port that it keeps when it is started again."""

    def __init__(self) -> None:
        self.port, self.is_whole = free_port(), True
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it."""
        from tests.apps.jobs.elsewhere import database_url

        environ = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        pipe, command = subprocess.PIPE, [sys.executable, "-m", __name__, str(self.port)]
        self.process = subprocess.Popen(
            command, env=environ, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self.is_whole = True

    def wait_until_up(self) -> None:
        """Wait until it listens."""
        assert urlsplit(self._told()).port == self.port, "it did not start"

    def suffer(self, fault: str) -> None:
        """Break something in it while it runs."""
        assert self.process is not None and self.process.stdin is not None
        self.is_whole = False
        self.process.stdin.write(f"{fault}\n")
        self.process.stdin.flush()
        assert self._told() == fault

    def _told(self) -> str:
        assert self.process is not None and self.process.stdout is not None
        return self.process.stdout.readline().strip()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it at once: SIGKILL gives nobody time to tidy up."""
        if self.process is not None:
            self.process.kill()
            self.wait()

    def wait(self) -> int:
        """Wait until it has ended; how."""
        assert self.process is not None
        with contextlib.suppress(OSError), self.process as process:
            process.wait(120)
        return self.process.returncode


def start(some: Sequence[Server]) -> None:
    """Start them side by side, and wait until each listens."""
    for one in some:
        one.start()
    for one in some:
        one.wait_until_up()


def mend(some: Sequence[Server]) -> None:
    """Have each whole and running."""
    broken = [one for one in some if not one.is_whole or one.process is None or one.process.poll() is not None]
    for one in broken:
        one.kill()
    start(broken)


@contextmanager
def servers(count: int) -> Iterator[list[Server]]:
    """That many, up inside the block."""
    made = [Server() for _ in range(count)]
    try:
        start(made)
        yield made
    finally:
        for one in made:
            one.kill()


# What may be broken in one


def dies_telling() -> None:
    """It dies of the next message it hears of: that one is stored, and no reader has it."""
    from hipwise.kit import wake

    def die(topics: list[str], note: dict[str, Any] | None) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    wake._listeners.insert(0, die)


def goes_backwards() -> None:
    """Somebody sets its clock back by an hour, ten times a second."""
    import time_machine

    traveller = time_machine.travel(time.time(), tick=True).start()

    def set_back() -> None:
        while True:
            time.sleep(0.1)
            traveller.shift(-3600)

    threading.Thread(target=set_back, daemon=True).start()


def is_deaf() -> None:
    """No wake-up reaches it. What it finds, it finds on its rounds, of which it makes more from now on."""
    from hipwise.apps.frontdesk import news
    from hipwise.kit import hub, wake

    vars(wake)["heard"] = lambda topics, note: None
    news.ROUND = 0.3

    async def rounds(newsroom: news.Newsroom) -> None:
        while True:
            await asyncio.sleep(0.3)
            await newsroom.go_round()

    for one in hub._hubs.values():
        one._loop.call_soon_threadsafe(one.keep_doing, partial(rounds, one.its(news.Newsroom)))


def is_deaf_and_stays() -> None:
    """No wake-up reaches it, and on its rounds it looks at nothing. That its lines stand is heard often."""
    from hipwise.apps.frontdesk import news
    from hipwise.kit import streams, wake

    vars(wake)["heard"] = lambda topics, note: None
    vars(news)["versions"] = lambda uids: {}
    streams.HEARTBEAT = 0.2


FAULTS: dict[str, Callable[[], None]] = {
    "dies-telling": dies_telling,
    "goes-backwards": goes_backwards,
    "is-deaf": is_deaf,
    "is-deaf-and-stays": is_deaf_and_stays,
}


def main() -> None:
    """Serve until the test that started this is no more."""
    import django

    django.setup()
    from django.conf import settings

    from hipwise.project import serve

    settings.RATE_LIMITS_ON = False
    listener = serve.listen("127.0.0.1", int(sys.argv[1]))
    print(serve.address(listener), flush=True)  # noqa: T201
    threading.Thread(target=_listen_to_the_test, daemon=True).start()
    sys.exit(serve.serve(listener, worker=False, log=False))


def _listen_to_the_test() -> None:
    for line in sys.stdin:
        FAULTS[line.strip()]()
        print(line.strip(), flush=True)  # noqa: T201
    os._exit(1)


if __name__ == "__main__":
    main()
