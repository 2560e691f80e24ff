"""Free times inside another website's page: framed there and nowhere else, without cookies, and out of it by a tap."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.views.embed import snippet
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk
from tests.kit.house import ROOT

FRAMES = ["/embed/", "/embed/first-visit/"]


@pytest.fixture
def desk(ben: Person, now: datetime) -> Desk:
    return lay_desk([ben])


@pytest.mark.parametrize("path", FRAMES)
def test_any_website_may_frame_it(path: str, client: Client, desk: Desk) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    ["/", "/book/", "/book/first-visit/", "/api/v1/docs", "/embedded/", "/account/login/", "/book/first-visit/chosen/"],
)
def test_nothing_else_may_be_framed(path: str, client: Client, desk: Desk) -> None:
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", FRAMES)
def test_it_knows_nobody(path: str, client: Client, desk: Desk, ben: Person) -> None:
    seen = client.get(path).content
    client.force_login(ben.user)
    assert client.get(path).content == seen


def test_from_the_frame_to_a_hold(client: Client, desk: Desk) -> None:
    services = client.get("/embed/").content.decode()
    assert "First visit" in services
    (times,) = re.findall(r'href="(/embed/[^"]+)"', services)
    page = client.get(times).content.decode()
    tags = re.findall(r"<a [^>]*/chosen/[^>]*>", page)
    assert tags
    assert all('target="_top"' in tag for tag in tags)
    chosen = unescape(re.findall(r'href="([^"]+)"', tags[0])[0])
    shown = client.get(chosen).content.decode()
    assert "Thursday 5 March, 09:00" in shown
    assert not Appointment.objects.exists(), "looking changes nothing"
    value = re.findall(r'name="time" value="([^"]+)"', shown)[0]
    kept = client.post("/book/first-visit/hold/", {"time": value})
    assert kept.status_code == 302
    assert Appointment.objects.get().start == datetime.fromisoformat("2026-03-05T09:00:00+01:00")


def test_narrowed_to_a_person_and_a_place(client: Client, desk: Desk) -> None:
    who, where = desk.practitioners[0].pk, desk.location.pk
    page = client.get(f"/embed/first-visit/?practitioner={who}&location={where}").content.decode()
    assert page.count("/chosen/")
    assert f"practitioner={who}&amp;location={where}" in page
    assert not client.get(f"/embed/first-visit/?practitioner={who + 1}").content.decode().count("/chosen/")


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?start=tomorrow&practitioner=1&location=1",
        "?start=0001-01-01T00:00:00%2B14:00",
        "?start=2026-03-05T08:00:00Z&practitioner=99999&location=1",
    ],
)
def test_a_link_that_makes_no_sense_leads_to_the_times(client: Client, desk: Desk, asked: str) -> None:
    answer = client.get(f"/book/first-visit/chosen/{asked}")
    assert (answer.status_code, answer["Location"]) == (302, "/book/first-visit/")


def test_the_line_to_copy_is_one_line_and_the_same_everywhere(client: Client, desk: Desk) -> None:
    line = snippet()
    assert "\n" not in line
    assert line in unescape(client.get("/api/v1/docs").content.decode())
    written = line.replace("http://127.0.0.1:8000", "https://clinic.example")
    assert written in (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
