"""Paths into files, and files into bytes."""

from __future__ import annotations

from pathlib import Path

from hipwise.domain.formats.slips import Unusable

LARGEST = 32 * 1024 * 1024
"""Bytes. Ten notes a day for a lifetime come to less than half of it."""

_ENDINGS = frozenset({".csv", ".tsv"})


def find_sources(paths: list[str]) -> list[Path]:
    """The files named, in order; a folder stands for the tables in it, by name, or for itself when it has none."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += (_tables(path) or [path]) if path.is_dir() else [path]
    return found


def _tables(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and not path.is_dir())
    except OSError:
        return []


def read_source(path: Path) -> bytes | Unusable:
    """The bytes of a file, unless it can't be read or holds more than ``LARGEST``."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Unusable("file_missing")
    except IsADirectoryError:
        return Unusable("folder_empty")
    except (OSError, ValueError) as error:
        return Unusable("file_unreadable", getattr(error, "strerror", None) or "the name can’t be used")
    if len(data) > LARGEST:
        return Unusable("file_too_large", str(LARGEST // 1024 // 1024))
    return data
