"""The server: uvicorn, which ends our streams and the background worker when it stops."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from hipwise.kit import hub
from hipwise.project.asgi import application
from hipwise.project.descriptors import descriptors

if TYPE_CHECKING:
    from hipwise.kit.jobs import Worker

MOST_CONNECTIONS = 4096
"""Connections of any kind: all streams there may be, and as many again for pages, most of them kept and idle."""
FOR_OTHERS = 128
"""Descriptors that are not connections of visitors: files, the database, the worker."""


class Server(uvicorn.Server):
    """Ends the streams first, which otherwise would stay for ever, and the worker once the last page is out."""

    def __init__(self, helper: Worker | None, *, log: bool) -> None:
        """``helper`` is the worker that goes with it; ``log`` says whether each request is logged."""
        super().__init__(
            uvicorn.Config(
                application,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=log,
                server_header=False,
                limit_concurrency=min(MOST_CONNECTIONS, descriptors(MOST_CONNECTIONS + FOR_OTHERS) - FOR_OTHERS),
                timeout_graceful_shutdown=5,
                timeout_keep_alive=75,
            )
        )
        self.helper = helper

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: new connections, then streams, then pages under way, then the worker."""
        await hub.close_here()
        await super().shutdown(sockets)
        if self.helper is not None:
            self.helper.stop()
