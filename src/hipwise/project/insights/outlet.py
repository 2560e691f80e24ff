"""Where answers go: the terminal, one file, or a folder of reports."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from hipwise.project.insights.options import Options, Reply

_RULE = "\n" + "─" * 80 + "\n\n"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an answer can't go where it should, in one sentence."""

    reason: str


class Outlet(Protocol):
    """Takes replies one by one."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def take(self, source: Path, reply: Reply) -> None:
        """Write one reply."""


def open_outlet(out: Path | None, sources: list[Path], options: Options) -> Outlet | Refused:
    """The outlet asked for, or why it can't be; nothing is written yet."""
    folder = options.format == "html" and options.several
    if out is None:
        return Refused("several html reports need a folder: add --out FOLDER") if folder else Terminal(options)
    if folder:
        return Refused(f"{out} is a file; several html reports need a folder") if out.is_file() else Folder(out)
    reason = _hindrance(out, sources)
    return Refused(reason) if reason else OneFile(out, options)


def _hindrance(out: Path, sources: list[Path]) -> str | None:
    """Why a file can't be written, when that shows beforehand."""
    if out.is_dir():
        return f"{out} is a folder; name a file in it"
    if not out.parent.is_dir():
        return f"there is no folder {out.parent}"
    if out.exists() and any(source.exists() and out.samefile(source) for source in sources):
        return f"{out} is one of the journals; it would be overwritten"
    if not os.access(out.parent, os.W_OK):
        return f"nothing may be written in {out.parent}"
    return None


class Terminal:
    """Standard output, or whatever it was sent to."""

    def __init__(self, options: Options) -> None:
        self._stream = _Stream(sys.stdout, options)

    def __enter__(self) -> Self:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            sys.stdout.flush()

    def take(self, source: Path, reply: Reply) -> None:  # noqa: ARG002 - the text names its file
        """Print one reply."""
        self._stream.write(reply)


class OneFile:
    """A file that is there whole or not at all."""

    def __init__(self, out: Path, options: Options) -> None:
        self._out = out
        self._options = options

    def __enter__(self) -> Self:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._out.parent)
        self._part = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n")
        self._stream = _Stream(self._file, self._options)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None and self._stream.begun:
            self._part.chmod(0o666 & ~_umask())
            self._part.replace(self._out)
        else:
            self._part.unlink()

    def take(self, source: Path, reply: Reply) -> None:  # noqa: ARG002 - the text names its file
        """Add one reply."""
        self._stream.write(reply)


class Folder:
    """A report a journal, each named after its journal."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._taken: set[str] = set()

    def __enter__(self) -> Self:
        self._out.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def take(self, source: Path, reply: Reply) -> None:
        """Write one report."""
        if not reply.text:
            return
        name, number = source.stem, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{source.stem}-{number}"
        self._taken.add(name.lower())
        path = self._out / f"{name}.html"
        part = path.with_name(f".{path.name}.part")
        part.write_text(reply.text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(path)


class _Stream:
    """Replies one after another, with a rule between texts."""

    def __init__(self, file: IO[str], options: Options) -> None:
        self._file = file
        self._rule = _RULE if options.format == "text" else ""
        self.begun = False

    def write(self, reply: Reply) -> None:
        if not reply.text:
            return
        self._file.write((self._rule if self.begun else "") + reply.text)
        self.begun = True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
