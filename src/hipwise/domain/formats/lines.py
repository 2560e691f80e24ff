"""Bytes into rows of cells: encodings, line ends, separators and quotes as spreadsheets write them."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hipwise.domain.formats.slips import Unusable

SEPARATORS = (",", ";", "\t", "|")
MOST_LINES = 1_000_000
QUOTED_LINES = 200
"""A quoted cell may run over so many lines; a quote left open longer spoils one row, not the rest of the file."""

NOISE_READ = 65_536
"""Signs at the beginning of a file by which text is told from something else."""

_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_NOT_UTF_8 = re.compile(r"[\udc80-\udcff]")
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, and its cells, or None where a quote was opened and never closed."""

    line: int
    cells: list[str] | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as lines, of which ``doubtful`` were not UTF-8 (read as Windows-1252), the first being ``first_doubtful``.

    Lines are numbered from 1.
    """

    lines: list[str]
    doubtful: int = 0
    first_doubtful: int = 0


def read_lines(data: bytes) -> Lines | Unusable:
    """Bytes as lines: UTF-8, UTF-16 when it says so, and single lines of Windows-1252 where UTF-8 fails."""
    if data.startswith(_ARCHIVES):
        return Unusable("archive")
    if data.count(b"\n") + data.count(b"\r") > MOST_LINES:
        return Unusable("too_many_rows", f"{MOST_LINES:,}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        text = data.decode("utf-8-sig", "surrogateescape")
    if "\0" in text or _is_noise(text):
        return Unusable("binary")
    if not text.strip():
        return Unusable("empty")
    lines = _LINE_END.split(text)
    if text.isascii():
        return Lines(lines)
    doubtful = [index for index, line in enumerate(lines) if _NOT_UTF_8.search(line)]
    for index in doubtful:
        lines[index] = lines[index].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return Lines(lines, len(doubtful), doubtful[0] + 1) if doubtful else Lines(lines)


def _is_noise(text: str) -> bool:
    """Whether control signs are many, about one in a hundred: a few stray ones are no reason to refuse a file."""
    begin = text[:NOISE_READ]
    return len(_CONTROL.findall(begin)) > 8 + len(begin) / 100


def rows(lines: list[str]) -> tuple[str, Iterator[Row]]:
    """The separator in use and every row that is not blank, the names first. Lines that say ``sep=;`` are obeyed."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        return ",", iter(())
    told = _SEPARATOR_LINE.fullmatch(lines[start].strip("\r\n"))
    if told:
        return told[1], _rows(lines, start + 1, told[1])
    separator = max(SEPARATORS, key=lambda mark: _breaks(lines[start], mark))
    return separator, _rows(lines, start, separator)


def _breaks(line: str, separator: str) -> int:
    """How often a separator stands outside quotes."""
    return sum(part.count(separator) for part in line.split('"')[::2])


def _rows(lines: list[str], start: int, separator: str) -> Iterator[Row]:
    at = start
    while at < len(lines):
        line = lines[at]
        taken, cells = 1, _plain(line, separator)
        if '"' in line:
            taken, cells = _quoted(lines[at : at + QUOTED_LINES], separator)
        if cells is None or any(cell.strip() for cell in cells):
            yield Row(at + 1, cells)
        at += taken


def _plain(line: str, separator: str) -> list[str] | None:
    return line.split(separator) if line.strip() else []


def _quoted(lines: list[str], separator: str) -> tuple[int, list[str] | None]:
    """Lines used and the cells of the first record; one line and None when its quotes do not close."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return 1, None
    return reader.line_num, cells
