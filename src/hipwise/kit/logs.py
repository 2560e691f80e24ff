"""Log lines that tell what went wrong and where, and nothing about a person."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any

SysExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Names an error and the lines it came through, but not its message, which may hold what somebody wrote."""

    def formatException(self, ei: SysExcInfo) -> str:
        """The frames, and the error's class."""
        kind, _, frames = ei
        name = f"{kind.__module__}.{kind.__qualname__}" if kind else "no error"
        return "".join(traceback.format_tb(frames)) + name


class ShortPaths(logging.Filter):
    """Cuts addresses down to their route: no questions, no numbers of rows, no keys of links in mails."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten what looks like an address among the arguments."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(_short, record.args))
        return True


def _short(value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith("/")):
        return value
    return re.sub(r"[^/]*\d[^/]*|[^/]{25,}", "…", value.partition("?")[0])
