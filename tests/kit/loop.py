"""An event loop for one test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from hipwise.kit import hub


def alone(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test in a loop of its own, whose hub is closed in the end."""

    async def run() -> None:
        try:
            await test()
        finally:
            await hub.close_here()

    asyncio.run(run())
