"""What must not stand in any file: promises to do it later, and names of a machine or a package index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kit.house import ROOT, files, plant

KINDS = (".py", ".html", ".css", ".js", ".toml", ".md", ".sh", ".lock", ".yml", ".yaml", ".txt", "run", "setup", "test")
# Spelled apart, so that this file does not find itself.
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
PLACES = re.compile(r"(?<![\w.])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "home/[a-z]")) + r")/|/tmp/h" + r"w\b")
LOCAL_SPEC = re.compile(r"(://|--(extra-)?index-url|--find-links|@ *file:)")


def standing(pattern: re.Pattern[str], root: Path) -> list[str]:
    """Each place below ``root`` where the pattern stands."""
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()[:100]}"
        for path in files(*KINDS, below=root)
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_put_off_in_a_comment() -> None:
    assert standing(LATER, ROOT) == [], "do it, or write it down where work is planned"


def test_no_file_names_a_place_of_one_machine() -> None:
    assert standing(PLACES, ROOT) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not LOCAL_SPEC.search(text)
    pins = re.findall(r"^[a-z0-9][^\s=]*==\S+.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(pins) > 40
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_what_is_tested_is_what_is_shipped() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][^\s=]*==[^\s;]+", (ROOT / lock).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (LATER, "x = 1  # " + "TO" + "DO later"),
        (LATER, "<!-- FIX" + "ME -->"),
        (PLACES, "path = '/ro" + "ot/x'"),
        (PLACES, "see /wo" + "rk/main"),
        (LOCAL_SPEC, "--extra-index-url https://example.org"),
    ],
)
def test_a_planted_word_is_found(tmp_path: Path, pattern: re.Pattern[str], text: str) -> None:
    plant(tmp_path, "src/fine.py", "'''Do the work at home; a todo list; framework/x; https://x.org/work/'''\n")
    assert standing(pattern, tmp_path) == [] or pattern is LOCAL_SPEC
    plant(tmp_path, "src/planted.py", text)
    assert [line for line in standing(pattern, tmp_path) if "planted.py:1" in line]
