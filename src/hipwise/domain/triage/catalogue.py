"""The patterns as typed values, read from the TOML files in ``catalogue/``."""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from hipwise.domain.triage.reading import fold

Sort = Literal["crisis", "red_flag"]
PARTS = ("crisis.toml", "red_flags.toml")
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to look for in one language, by any of its ``phrases``.

    ``joined`` is looked for inside words that were written without spaces. ``flag`` is the red flag of the clinic's
    list it belongs to. ``finds`` must be found by this pattern, ``passes`` must not be found by any of its language,
    and ``accepted`` are harmless sentences that are found all the same, and knowingly so.
    """

    key: str
    language: str
    sort: Sort
    flag: str
    why: str
    phrases: tuple[str, ...]
    finds: tuple[str, ...]
    passes: tuple[str, ...]
    accepted: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of all patterns.

    ``fillers`` are passed over, ``real`` are never taken for a slip of the finger, ``sets`` are the named words of each
    language's phrases.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    fillers: frozenset[str]
    real: frozenset[str]
    sets: dict[str, dict[str, str]]
    patterns: tuple[Pattern, ...]

    def pattern(self, key: str) -> Pattern | None:
        """The pattern of this key, if there is one."""
        return next((one for one in self.patterns if one.key == key), None)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that the catalogue says; comments and layout of the files do not count."""
        whole = asdict(self) | {"fillers": sorted(self.fillers), "real": sorted(self.real)}
        text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_catalogue(about: str, parts: dict[str, str]) -> Catalogue:
    """A catalogue from TOML: what it is, and a text for each language.

    Raises:
        tomllib.TOMLDecodeError: when a text is not TOML.
        KeyError, TypeError: when a field is missing or unknown.
    """
    head = tomllib.loads(about)
    known = head["catalogue"]
    languages = {code: tomllib.loads(parts[code]) for code in known["languages"]}
    return Catalogue(
        name=known["name"],
        version=known["version"],
        languages=tuple(known["languages"]),
        fillers=_folded(head["fillers"]),
        real=_folded(head["real"]),
        sets={code: part.get("sets", {}) for code, part in languages.items()},
        patterns=tuple(_pattern(code, row) for code, part in languages.items() for row in part["pattern"]),
    )


def _folded(by_language: dict[str, str]) -> frozenset[str]:
    return frozenset(fold(word) for words in by_language.values() for word in words.split())


def _pattern(language: str, row: dict[str, Any]) -> Pattern:
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Pattern(language=language, **{**row, **lists, "key": f"{language}.{row['key']}"})


@functools.cache
def load() -> Catalogue:
    """The catalogue that ships with Hipwise."""
    folder = resources.files(__package__).joinpath("catalogue")
    about = folder.joinpath("about.toml").read_text(encoding="utf-8")
    codes = tomllib.loads(about)["catalogue"]["languages"]
    return read_catalogue(about, {code: "\n".join(_texts(folder.joinpath(code))) for code in codes})


def _texts(folder: Traversable) -> Iterator[str]:
    for part in PARTS:
        yield folder.joinpath(part).read_text(encoding="utf-8")
