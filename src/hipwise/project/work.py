"""``hipwise work``: background jobs in a process of their own, any number of them on PostgreSQL."""

from __future__ import annotations

import argparse
import signal
import threading

from hipwise.project import setup
from hipwise.project.config import Halt

EXAMPLES = """examples:
  hipwise work            beside `hipwise serve --no-worker`, on this machine or another
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    parser.epilog = EXAMPLES


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Run jobs until told to stop; the one under way is finished first."""
    setup.start_django()
    if not setup.is_up_to_date():
        raise Halt(setup.OTHER_VERSION)
    from hipwise.kit.jobs import Worker

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    worker = Worker()
    worker.start()
    setup.say("Hipwise runs background jobs (stop it with Ctrl-C)")
    ended.wait()
    worker.stop()
    return 0
