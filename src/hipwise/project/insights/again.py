"""Stored JSON answers, come to once more: are they the same to the byte, and if not, what differs?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hipwise import __version__
from hipwise.domain.formats.slips import Unusable
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.explore import ENGINE
from hipwise.domain.insight.prior import Prior
from hipwise.project.insights.options import Options
from hipwise.project.insights.reply import reply_with
from hipwise.project.insights.sources import find_sources, read_source
from hipwise.ui.words.tables import safe

SAME, DIFFERENT = 0, 2

_EPOCH = date(1970, 1, 1)
_WORDS = frozenset({"sentence", "notes", "error"})
"""Keys whose values are said to people: they may be put better one day without another answer."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer as it was kept: what it holds, and its text to the byte."""

    said: dict[str, Any]
    text: str

    @property
    def several(self) -> bool:
        """Whether it was one line among several."""
        return "\n" not in self.text.rstrip("\n")


def compare(answers: Path, places: list[str], prior: Prior | None) -> int:
    """Come to every answer in a file again and print one line for each; the exit code.

    ``places`` say where the journals are now; without any, they are looked for where they were, and beside the answers.
    """
    stored = _stored(answers)
    if isinstance(stored, str):
        print(f"hipwise: {answers}: {stored}", file=sys.stderr)
        return DIFFERENT
    moved = {source.name: source for source in find_sources(places)}
    same = True
    for one in stored:
        source = moved.get(Path(one.said["file"]).name) if places else _found(Path(one.said["file"]), answers)
        told = _differences(one, source, prior)
        print(f"{safe(one.said['file'], 200)}: {'different: ' + '; '.join(told) if told else 'the same to the byte'}")
        same = same and not told
    return SAME if same else DIFFERENT


def _stored(answers: Path) -> list[Stored] | str:
    """All answers in a file, or why there are none."""
    try:
        found = list(_parsed(answers.read_text("utf-8")))
    except OSError as error:
        return f"the answers can’t be opened ({error.strerror})"
    except (ValueError, RecursionError):
        found = []
    whole = all(isinstance(one.said, dict) and one.said.keys() >= _KEYS for one in found)
    return found if found and whole else "these are no answers of hipwise insights --format json"


def _parsed(text: str) -> Iterator[Stored]:
    at = 0
    while at < len(text):
        said, end = json.JSONDecoder().raw_decode(text, at)
        end = min(end + 1, len(text))
        yield Stored(said, text[at:end])
        at = end


def _found(named: Path, answers: Path) -> Path | None:
    beside = answers.parent / named.name
    return next((path for path in (named, beside) if path.is_file()), None)


def _differences(one: Stored, source: Path | None, prior: Prior | None) -> list[str]:
    """What differs between a stored answer and the same question asked now."""
    if source is None and one.said.get("error_code") != "file_missing":
        return ["data (the file is not there)"]
    data = read_source(source) if source else Unusable("file_missing")
    options = _options(one, data, prior)
    if isinstance(options, str):
        return [options]
    text = reply_with(Path(one.said["file"]), data, options).text
    if text == one.text:
        return []
    return _named(one.said, json.loads(text)) or ["the text, though it says the same"]


def _options(one: Stored, data: bytes | Unusable, prior: Prior | None) -> Options | str:
    """What was asked, read from the answer; or which option can't be had again."""
    said = one.said
    if said["prior"] is not None and (prior is None or prior.digest() != said["prior"]):
        which = "another file was given" if prior else "name its file with --prior"
        return f"options (it borrowed from a prior, {said['prior'][:16]}; {which})"
    try:
        return Options(
            outcome=said["outcome"],
            ignore=_ignored(said, data),
            fdr=float(said["fdr"]),
            early=float(said["early"]),
            seed=int(said["seed"]),
            suspects=tuple(said["suspects"]),
            prior=prior if said["prior"] else None,
            began=float((date.fromisoformat(said["began"]) - _EPOCH).days) if said["began"] else None,
            format="json",
            strict=said.get("error_code") == "not_strict",
            several=one.several,
        )
    except (TypeError, ValueError):
        return "options (they can’t be read)"


def _ignored(said: dict[str, Any], data: bytes | Unusable) -> tuple[str, ...]:
    """Columns that were not looked at."""
    table = None if isinstance(data, Unusable) or "error" in said else read_table(data)
    if not isinstance(table, Table):
        return ()
    looked = {said["outcome"], *(one["factor"] for one in (*said["findings"], *said["silences"]))}
    return tuple(name for name in table.names if name not in looked)


def _named(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    told = []
    if then["digest"] != now["digest"]:
        told.append("data (the file holds something else)")
    if then["engine"] != now["engine"]:
        told.append(f"engine ({safe(str(then['engine']))}, now {now['engine'] or ENGINE})")
    if then["version"] != now["version"]:
        told.append(f"Hipwise ({safe(str(then['version']))}, now {__version__})")
    if any(then[key] != now[key] for key in _ASKED):
        told.append("options")
    if _bare(then, _SAID) != _bare(now, _SAID):
        told.append("numbers")
    elif {key: then.get(key) for key in _SAID} != {key: now.get(key) for key in _SAID}:
        told.append("words")
    return told


def _bare(said: Any, keys: frozenset[str] | None = None) -> Any:
    """The same without what is only said to people."""
    if isinstance(said, list):
        return [_bare(one) for one in said]
    if isinstance(said, dict):
        return {key: _bare(said[key]) for key in said if key not in _WORDS and (keys is None or key in keys)}
    return said


_ASKED = ("outcome", "seed", "fdr", "early", "suspects", "prior", "began")
_KEYS = frozenset({"file", "engine", "version", "digest", "findings", "silences", *_ASKED})
_SAID = frozenset(
    {"days", "entries", "timed", "shift", "writing", "findings", "silences", "problem_count", "notes"}
    | {"error", "error_code"}
)
