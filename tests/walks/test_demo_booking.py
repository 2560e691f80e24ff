"""The demo's calendar, and a visit booked at a server that is really running."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.walks.conftest import Clinic


def _code(demo: Clinic, address: str) -> str:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for letter in (Path(demo.env["HIPWISE_DATA"]) / "mail").glob("*"):
            text = letter.read_text("utf-8")
            found = re.search(r"^(\d{6})$", text, re.M) if address in text else None
            if found:
                return found[1]
        time.sleep(0.2)
    raise AssertionError("no letter came")


def test_a_visitor_books_changes_nothing_by_looking_and_calls_off(demo: Clinic) -> None:
    visitor = demo.visitor()
    times = visitor.get("/book/first-visit/")
    value = re.findall(r'name="time" value="([^"]+)"', times.html)[-1]
    details = visitor.send(times, time=value)
    assert "Who is it for?" in details.text
    code = visitor.send(details, name="Cleo Wren", email="walk@example.org", agree="on")
    assert "Look in your mail" in code.text
    done = visitor.send(code, code=_code(demo, "walk@example.org"))
    assert "You are booked" in done.text
    visit = done.address.removesuffix("booked/")
    stranger = demo.visitor()
    assert "Call this visit off?" in stranger.get(f"{visit}cancel/").text
    assert "Your visit" in stranger.get(visit).text
    gone = stranger.send(stranger.get(f"{visit}cancel/"), reason="")
    assert "This visit is called off" in gone.text


def test_ana_sees_her_course(demo: Clinic) -> None:
    page = demo.signed_in("ana").get("/visits/")
    assert page.text.count("Treatment") >= 4
    assert "Your next visit" in demo.signed_in("ana").get("/today/").text


def test_a_first_load_of_the_times_is_light(demo: Clinic) -> None:
    assert demo.visitor().get("/book/first-visit/").size < 12_000
