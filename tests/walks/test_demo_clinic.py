"""A newcomer's first quarter of an hour, over a real connection to a real process."""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.walks.conftest import Clinic

TWICE_THE_THREADS = 16


def test_a_visitor_reads_the_article(demo: Clinic) -> None:
    visitor = demo.visitor()
    home = visitor.get("/")
    assert home.status == 200
    way = re.search(r'href="(/[^"]*hip[^"]*/)"', home.html)
    assert way, home.text
    article = visitor.get(way[1])
    assert article.status == 200
    assert "psoas" in article.text.lower()
    assert "demo" in home.text.lower()


def test_the_letters_of_the_demo_can_be_read(demo: Clinic) -> None:
    visitor = demo.visitor()
    assert "read it here" in visitor.get("/book/").text
    page = visitor.get("/demo/letters/")
    assert page.status == 200
    assert "The demo sends no mail" in page.text


def test_pages_are_compressed_and_never_kept_by_others(demo: Clinic) -> None:
    page = demo.visitor().get("/account/login/")
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.size < 15_000
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "uvicorn" not in str(page.headers).lower()


def test_files_may_be_kept_for_ever(demo: Clinic) -> None:
    visitor = demo.visitor()
    names = re.findall(r'"(/static/[^"]+\.(?:css|woff2|svg|js))"', visitor.get("/").html)
    assert names
    for name in names:
        file = visitor.get(name)
        assert file.status == 200, name
        assert "immutable" in file.headers["Cache-Control"], name
    sheet = next(name for name in names if name.endswith(".css"))
    assert visitor.get(sheet).headers["Content-Encoding"] == "gzip"


def test_a_patient_sees_their_days_and_what_moves_them(demo: Clinic) -> None:
    ana = demo.signed_in("ana")
    today, journal, insight = (ana.get(path) for path in ("/today/", "/journal/", "/insight/"))
    assert [page.status for page in (today, journal, insight)] == [200, 200, 200]
    assert "Ana" in today.text
    assert "Sat long" in journal.text
    assert all(word in insight.text for word in ("Clear", "stress", "sitting", "walk"))


def test_somebody_who_just_began_is_told_to_wait(demo: Clinic) -> None:
    insight = demo.signed_in("gus").get("/insight/")
    assert insight.status == 200
    assert "9" in insight.text


def _days(text: str) -> int:
    found = re.search(r"(\d+) days", text)
    assert found, text
    return int(found[1])


def test_a_check_in_by_hand_shows_in_the_timeline_and_counts_in_the_insight(demo: Clinic) -> None:
    ana = demo.signed_in("ana")
    before = ana.get("/insight/").text
    form = ana.get("/journal/new/")
    done = ana.send(form, pain="7", note="Lifted the washing machine.")
    assert done.status == 200, done.text
    assert "Lifted the washing machine." in ana.get("/journal/").text
    assert _days(ana.get("/insight/").text) == _days(before) + 1


def test_nobody_else_reads_it(demo: Clinic) -> None:
    for path in ("/today/", "/journal/", "/insight/", "/staff/"):
        assert "/account/login/" in demo.visitor().get(path).address
    desk = demo.signed_in("dara").get("/staff/people/1/")
    assert "Ana" in desk.text and "pain" not in desk.text.lower()


@pytest.mark.parametrize("name", ["ben", "faye", "eli", "olga", "dara"])
def test_everybody_who_works_there_gets_in(demo: Clinic, name: str) -> None:
    browser = demo.signed_in(name)
    page = browser.get("/staff/")
    assert page.status == 200, page.text
    assert "Ana Ribeiro (demo)" in page.text or name == "olga"


def test_the_owner_edits_the_pages_and_others_do_not(demo: Clinic) -> None:
    assert demo.signed_in("olga").get("/cms/").status == 200
    assert demo.signed_in("ana").get("/cms/").status == 403


def test_slow_senders_hold_up_nobody(demo: Clinic) -> None:
    where = urlsplit(demo.origin)
    head = f"POST /account/login/ HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 1000\r\n\r\nlogin=".encode()
    with ExitStack() as open_lines:
        for _ in range(TWICE_THE_THREADS):
            line = open_lines.enter_context(socket.create_connection((where.hostname or "", where.port or 0)))
            line.sendall(head)
        assert demo.visitor().get("/account/login/").status == 200
