"""No file grows beyond what one reads in one sitting."""

from __future__ import annotations

from pathlib import Path

from tests.kit.house import ROOT, files, plant

LIMIT, LIMIT_OF_TESTS = 400, 500
# Written by machines or tables of plain facts, not read as a story.
EXEMPT = ("/migrations/", "/vendor/", "/artifacts/")
KINDS = (".py", ".html", ".css", ".js", ".toml")


def too_long(root: Path) -> list[str]:
    """Files over their limit, with their length."""
    found = []
    for path in files(*KINDS, below=root):
        name = path.relative_to(root).as_posix()
        if any(part in f"/{name}" for part in EXEMPT):
            continue
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > (LIMIT_OF_TESTS if name.startswith("tests/") else LIMIT):
            found.append(f"{name}: {length}")
    return found


def test_no_file_is_too_long() -> None:
    assert too_long(ROOT) == [], "split it by what it knows"


def test_a_long_file_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "src/a.py", "x = 1\n" * 400)
    plant(tmp_path, "tests/b.py", "x = 1\n" * 500)
    assert too_long(tmp_path) == []
    plant(tmp_path, "src/c.html", "<p>\n" * 401)
    plant(tmp_path, "tests/d.py", "x = 1\n" * 501)
    assert too_long(tmp_path) == ["src/c.html: 401", "tests/d.py: 501"]
