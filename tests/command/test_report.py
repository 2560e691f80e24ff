"""The HTML report: one file that loads nothing, safe for any names, the same bytes each time."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.command.kit import Command, journal, write
from tests.kit.markup import refused


class Page(HTMLParser):
    """Tags, ids, addresses and visible text of a document."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self._quiet = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._quiet = tag == "style"
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "srcset", "action", "data", "xlink:href"}:
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._quiet else data


@pytest.fixture
def report(insights: Command, diary: Path) -> str:
    ran = insights(diary, "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_it_says_what_the_text_says(report: str) -> None:
    page = Page(report)
    assert "What your notes show about hip pain" in page.text
    assert re.search(r"On days with an argument, your notes show hip pain about [\d.]+ points higher\.", page.text)
    assert "1 January 2026 to 30 May 2026, 150 days with hip pain written down" in page.text
    assert "hipwise insights diary.csv --outcome hip_pain --fdr 0.05 --seed 0" in page.text
    assert "It is not a diagnosis." in page.text


def test_it_is_one_file_that_loads_nothing(report: str) -> None:
    page = Page(report)
    assert page.addresses == []
    assert set(re.findall(r"url\(\s*[\"']?([a-z]+:|[^)]{0,20})", report)) == {"data:"}
    assert "@import" not in report
    assert not {"script", "link", "img", "iframe", "object", "form"} & page.tags.keys()
    assert [what for what in refused(report) if "<style>" not in what] == []
    assert "default-src &#x27;none&#x27;" in report


def test_ids_are_unique_and_pictures_are_named(report: str) -> None:
    page = Page(report)
    assert len(page.ids) == len(set(page.ids))
    assert page.tags["title"] == page.tags["svg"] + 1
    assert page.tags["h1"] == page.tags["main"] == 1


def test_on_paper_it_is_never_dark(report: str) -> None:
    assert "@media (prefers-color-scheme" not in report
    assert "@media screen and (prefers-color-scheme: dark)" in report


def test_the_same_bytes_again(insights: Command, diary: Path, report: str) -> None:
    assert insights(diary, "--format", "html").out == report


def test_names_cannot_break_out(insights: Command, tmp_path: Path) -> None:
    evil = '<script>alert("x")</script>\x07'
    text = journal().replace("argument", evil).replace("walk", "</title><b onclick=x").replace("steps", "'\"><i")
    page = Page(insights(write(tmp_path, "d<i>.csv", text), "--format", "html").out)
    assert page.tags["script"] == 0
    assert "onclick" not in page.attributes
    assert '<script>alert("x")</script>' in page.text
    assert "\x07" not in page.text


def test_nothing_to_tell_is_told(insights: Command, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{day:02},{3 + day % 2}\n" for day in range(1, 20))
    ran = insights(write(tmp_path, "d.csv", f"date,pain\n{rows}"), "--format", "html")
    assert ran.code == 0
    assert "Nothing stands out yet" in ran.out


def test_one_day_only(insights: Command, tmp_path: Path) -> None:
    ran = insights(
        write(tmp_path, "d.csv", "date,mood,walk\n2026-01-01,-3,1\n"), "--format", "html", "--outcome", "mood"
    )
    assert ran.code == 0
    assert "1 day with mood written down" in ran.out


def test_what_could_not_be_read_is_told(insights: Command, tmp_path: Path) -> None:
    path = write(tmp_path, "d.csv", journal() + "soon,1,1,1,1\n")
    assert "line 152: “soon” is not a time such as" in insights(path, "--format", "html").out


def test_several_reports_need_a_folder(insights: Command, diary: Path, tmp_path: Path) -> None:
    twin = tmp_path / "other"
    twin.mkdir()
    second = write(twin, "diary.csv", journal(seed=2))
    bad = write(twin, "bad.csv", "")
    assert insights(diary, second, "--format", "html").code == 2
    assert insights(diary, second, "--format", "html", "--out", diary).code == 2
    out = tmp_path / "reports"
    ran = insights(diary, second, bad, "--format", "html", "--out", out, "--jobs", "1")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["diary-2.html", "diary.html"]
