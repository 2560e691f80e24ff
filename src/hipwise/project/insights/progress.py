"""A progress bar and complaints, both on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self


class Progress:
    """Counts files on a terminal; elsewhere only complaints are printed."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._bar: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0
            self._bar = tqdm(total=self._total, unit="journal", leave=False, file=sys.stderr, dynamic_ncols=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self, complaints: Iterable[str]) -> None:
        """One file is done; say what was wrong with it."""
        with self.paused():
            for line in complaints:
                print(f"hipwise: {_printable(line)}", file=sys.stderr)
        if self._bar is not None:
            self._bar.update()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar away while something is printed."""
        if self._bar is not None:
            self._bar.clear()
        yield
        if self._bar is not None:
            self._bar.refresh()


def _printable(line: str) -> str:
    return line.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8")
