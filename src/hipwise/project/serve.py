"""``hipwise serve``: one process, one port. Why this server and these threads: docs/adr/0004."""

from __future__ import annotations

import argparse
import contextlib
import errno
import ipaddress
import logging
import os
import socket
from typing import TYPE_CHECKING

from hipwise.project import setup, setup_static
from hipwise.project.config import Halt

if TYPE_CHECKING:
    from hipwise.kit.jobs import Worker

EXAMPLES = """examples:
  hipwise serve                            at http://127.0.0.1:8000, behind a proxy that speaks TLS
  hipwise serve --host 0.0.0.0 --port 8080
  hipwise serve --no-worker                where `hipwise work` runs beside it
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.epilog = EXAMPLES
    add_address(parser)
    parser.add_argument("--no-worker", action="store_true", help="leave background jobs to `hipwise work`")


def add_address(parser: argparse.ArgumentParser) -> None:
    """``--host`` and ``--port``."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000", help="default: 8000, or PORT")


def run(args: argparse.Namespace) -> int:
    """Serve the clinic of this installation until told to stop."""
    listener = listen(args.host, args.port)
    setup_static.gather(dict(os.environ), setup.say)
    setup.start_django()
    _refuse_unless_ready(args.host)
    setup.say(f"Hipwise listens at {address(listener)} (stop it with Ctrl-C)")
    return serve(listener, worker=not args.no_worker, log=True)


def _refuse_unless_ready(host: str) -> None:
    from hipwise.apps.people import selectors

    if setup.has_tables() and not setup.is_up_to_date():
        raise Halt(setup.OTHER_VERSION)
    clinic = selectors.clinic() if setup.has_tables() else None
    if clinic is None:
        raise Halt("There is no clinic here yet. Set one up with `hipwise init`, or look around with `hipwise demo`.")
    if clinic.is_demo:
        refuse_unless_loopback(host)


def refuse_unless_loopback(host: str) -> None:
    """Keep a demo, whose passwords everybody knows, on this machine.

    Raises:
        Halt: when ``host`` is an address that others can reach.
    """
    try:
        inside = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise Halt(f"The demo listens on this machine only, since its passwords are public: leave out --host {host}.")


def listen(host: str, port: int) -> socket.socket:
    """A socket that already listens, taken before any slow work so that a busy port is said at once.

    Raises:
        Halt: when the address cannot be had.
    """
    if not 0 <= port <= 65535:
        raise Halt(f"{port} is no port: choose one from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named by its protocol, or asyncio would not switch off Nagle's delay: forty milliseconds an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as wrong:
        listener.close()
        raise Halt(_why_not(wrong, host, port)) from wrong
    listener.set_inheritable(False)
    return listener


def _why_not(wrong: OSError, host: str, port: int) -> str:
    if wrong.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"Port {port} is busy: another program uses it. Choose another: --port {other}, or PORT={other}."
    if wrong.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has. Choose one above 1023, such as --port 8000."
    return f"Cannot listen on {host} ({wrong.strerror}). Choose an address of this machine, such as 127.0.0.1."


def address(listener: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(listener: socket.socket, *, worker: bool, log: bool) -> int:
    """Serve on a listening socket until SIGINT or SIGTERM; requests under way get five seconds to end."""
    from hipwise.project.server import Server

    server = Server(_worker() if worker else None, log=log)
    logging.getLogger("uvicorn.access").setLevel(logging.INFO)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0


def _worker() -> Worker:
    from hipwise.kit.jobs import Worker

    helper = Worker()
    helper.start()
    return helper
