"""Where answers go: the terminal, one file, or a folder of reports."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from hipwise.project.insights.options import Format, Options, Refused, Reply

SINGLE: frozenset[Format] = frozenset({"html", "svg"})
"""Forms of which one file holds one person."""

_RULE = "\n" + "─" * 80 + "\n\n"


class Outlet(Protocol):
    """Takes replies one by one."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def take(self, source: Path, reply: Reply) -> None:
        """Write one reply."""

    def finish(self) -> Refused | None:
        """All replies are taken; why nothing came of them, if so."""


def open_outlet(out: Path | None, sources: list[Path], options: Options) -> Outlet | Refused:
    """The outlet asked for, or why it can't be; nothing is written yet."""
    folder = options.format in SINGLE and options.several
    if out is None:
        if folder:
            return Refused(f"several {options.format} reports need a folder: add --out FOLDER")
        return _pooled(Terminal(options), options)
    if folder:
        if out.is_file():
            return Refused(f"{out} is a file; several {options.format} reports need a folder")
        return Folder(out, options.format)
    reason = _hindrance(out, sources)
    return Refused(reason) if reason else _pooled(OneFile(out, options), options)


def _pooled(outlet: Outlet, options: Options) -> Outlet:
    return Pool(outlet) if options.format == "prior" else outlet


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


class _Simple:
    """An outlet that has nothing left to do in the end."""

    def finish(self) -> Refused | None:
        """Nothing is left to do."""
        return None


class Terminal(_Simple):
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


class OneFile(_Simple):
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


class Folder(_Simple):
    """A report a journal, each named after its journal."""

    def __init__(self, out: Path, ending: str) -> None:
        self._out = out
        self._ending = ending
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
        path = self._out / f"{name}.{self._ending}"
        part = path.with_name(f".{path.name}.part")
        part.write_text(reply.text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(path)


class Pool:
    """Answers of several people into one prior, which goes to another outlet."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._lines: list[str] = []

    def __enter__(self) -> Self:
        self._outlet.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._outlet.__exit__(kind, error, trace)

    def take(self, source: Path, reply: Reply) -> None:  # noqa: ARG002 - nobody is named in a prior
        """Keep what one journal says."""
        if reply.answered:
            self._lines.append(reply.text)

    def finish(self) -> Refused | None:
        """Pool them."""
        from hipwise.project.insights.borrowing import pool

        pooled = pool(self._lines)
        if isinstance(pooled, Refused):
            return pooled
        self._outlet.take(Path(), Reply(True, pooled))
        return self._outlet.finish()


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
