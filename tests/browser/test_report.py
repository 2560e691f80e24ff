"""The report in a real browser: nothing axe objects to, nothing loaded, nothing cut off, light, dark and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.command.kit import by_process, journal, write

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "small phone": (320, 640), "desk": (1280, 800)}


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with findings, silences with ranges, long names and faults."""
    folder = tmp_path_factory.mktemp("report")
    text = journal(days=90).replace("steps", "a_name_that_is_very_long_indeed_for_a_column") + "soon,1,1,1,1\n"
    out = folder / "report.html"
    ran = by_process(write(folder, "diary.csv", text), "--format", "html", "--out", out)
    assert ran.code == 0
    return out


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_reads_well(browser: Browser, report: Path, size: str, colours: str) -> None:
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if colours == "dark" else "light"
    )
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    assert [url for url in asked if not url.startswith(("data:", report.as_uri()))] == []
    assert said == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    assert page.evaluate("() => document.fonts.check('20px Fraunces')")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_on_paper(browser: Browser, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(34, 48, 47)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()
