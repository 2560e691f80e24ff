"""Ports of this machine."""

from __future__ import annotations

import secrets
import socket

LOW, HIGH = 10_000, 32_000
"""Below those that the system gives to outgoing lines: among them another test's line may sit on a port by the time
that a server is to have it, or to have it again."""


def free_port() -> int:
    """One that was free a moment ago."""
    while True:
        port = LOW + secrets.randbelow(HIGH - LOW)
        with socket.socket() as taken:
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
