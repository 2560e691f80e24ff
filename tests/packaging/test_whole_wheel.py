"""The wheel alone is a clinic: installed anywhere, ``hipwise demo`` serves it with its files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.served import fetch, served
from tests.packaging.conftest import Empty, clean_environment

MEGABYTE = 1_000_000


def test_the_wheel_is_small_and_holds_what_it_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.stat().st_size < 10 * MEGABYTE
    assert "hipwise/_static/staticfiles.json" in names
    assert any(re.fullmatch(r"hipwise/_static/hipwise/css/hipwise\.[0-9a-f]{12}\.css\.br", name) for name in names)
    strays = [name for name in names if not name.startswith(("hipwise/", "hipwise-"))]
    assert strays == []
    assert [name for name in names if "swagger" in name or name.endswith(("ruff.toml", ".map"))] == []


@pytest.mark.parametrize("command", ["demo", "init", "serve", "insights", "work"])
def test_every_command_explains_itself(whole: Empty, command: str) -> None:
    done = whole.run("hipwise", command, "--help")
    assert done.returncode == 0, done.stderr
    assert f"usage: hipwise {command}" in done.stdout


@pytest.fixture(scope="module")
def demo(whole: Empty) -> Iterator[str]:
    """The address of a demo that runs from the wheel."""
    environment = {**clean_environment(whole.place), "HIPWISE_DATA": str(whole.place / "data")}
    with served([str(whole.bin / "hipwise"), "demo"], environment, whole.place) as address:
        yield address


def test_the_demo_serves_its_home_page_and_every_file_on_it(demo: str) -> None:
    page = fetch(f"{demo}/").body.decode()
    assert "<h1" in page
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert any(name.endswith(".css") for name in named)
    for name in named:
        file = fetch(demo + name, Accept_Encoding="br, gzip")
        assert file.status == 200
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), "names carry the hash of what they hold"
        assert "immutable" in (file.headers["Cache-Control"] or "")


def test_style_sheets_come_compressed(demo: str) -> None:
    page = fetch(f"{demo}/").body.decode()
    sheet = re.search(r'href="(/static/hipwise/css/[^"]+\.css)"', page)
    assert sheet
    assert fetch(demo + sheet[1], Accept_Encoding="br").headers["Content-Encoding"] == "br"


def test_everything_it_keeps_lies_in_its_data_directory(demo: str, whole: Empty) -> None:
    assert (whole.place / "data" / "hipwise.sqlite3").exists()
    made = {path.name for path in whole.place.iterdir()}
    assert made <= {"env", "data", "diary.csv", "served.log", ".cache"}
