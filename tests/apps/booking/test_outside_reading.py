"""What counts as busy in a calendar from outside, and which files are not even read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hipwise.apps.booking.calendars.outside import asking, child
from hipwise.apps.booking.calendars.outside.asking import Asked, ask
from hipwise.apps.booking.calendars.outside.fetching import Refused, is_public, public_address
from hipwise.apps.booking.calendars.outside.reading import busy_stretches
from tests.apps.booking.outsider import Answer, drips, outsider, pours, says

BERLIN = ZoneInfo("Europe/Berlin")
SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{e.strip()}\nEND:VEVENT\n"
        for number, e in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{head}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def busy(*events: str, head: str = "") -> list[str]:
    """Stretches as they read on a wall in Berlin."""
    found = busy_stretches(calendar(*events, head=head), SINCE, UNTIL, BERLIN)
    walls = [(start.astimezone(BERLIN), end.astimezone(BERLIN)) for start, end in found]
    return [f"{start:%d.%m. %H:%M}-{end:%d.%m. %H:%M}" for start, end in walls]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z", ["10.03. 10:00-10.03. 11:00"]),
        ("DTSTART:20260310T090000Z\nDURATION:PT30M", ["10.03. 10:00-10.03. 10:30"]),
        ("DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330", ["28.03. 00:00-30.03. 00:00"]),
        ("DTSTART;VALUE=DATE:20260329", ["29.03. 00:00-30.03. 00:00"]),
        ("DTSTART:20260310T090000\nDTEND:20260310T100000", ["10.03. 09:00-10.03. 10:00"]),
        ("DTSTART;TZID=America/New_York:20260310T090000\nDURATION:PT1H", ["10.03. 14:00-10.03. 15:00"]),
        ("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nSTATUS:CANCELLED", []),
        ("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20260310T090000Z", []),
        ("DTSTART:20250310T090000Z\nDURATION:PT1H", []),
        ("DTSTART:20250101T000000Z\nDTEND:20270101T000000Z", ["01.03. 01:00-01.05. 02:00"]),
        (
            "DTSTART;TZID=Europe/Berlin:20260327T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\n"
            "EXDATE;TZID=Europe/Berlin:20260328T090000",
            ["27.03. 09:00-27.03. 10:00", "29.03. 09:00-29.03. 10:00", "30.03. 09:00-30.03. 10:00"],
        ),
    ],
)
def test_what_counts_as_busy(event: str, expected: list[str]) -> None:
    assert busy(event) == expected


def test_one_of_a_series_may_be_elsewhere() -> None:
    series = "DTSTART;TZID=Europe/Berlin:20260310T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = (
        "UID:0\nRECURRENCE-ID;TZID=Europe/Berlin:20260317T090000\n"
        "DTSTART;TZID=Europe/Berlin:20260318T140000\nDURATION:PT1H"
    )
    content = calendar(series, moved).replace(b"UID:1\r\n", b"")
    found = [
        start.astimezone(BERLIN).strftime("%d.%m. %H") for start, _ in busy_stretches(content, SINCE, UNTIL, BERLIN)
    ]
    assert found == ["10.03. 09", "18.03. 14", "24.03. 09"]


def test_a_zone_that_the_file_brings_along() -> None:
    zone = """BEGIN:VTIMEZONE
TZID:Our own
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
END:STANDARD
END:VTIMEZONE
"""
    assert busy("DTSTART;TZID=Our own:20260310T140000\nDURATION:PT1H", head=zone) == ["10.03. 10:00-10.03. 11:00"]


def test_what_touches_is_one() -> None:
    hours = [f"DTSTART:20260310T{hour:02}0000Z\nDURATION:PT1H" for hour in (9, 10, 12)]
    assert busy(*hours) == ["10.03. 10:00-10.03. 12:00", "10.03. 13:00-10.03. 14:00"]


DAILY = "DTSTART:20260310T090000Z\nDURATION:PT1H\nRRULE:"
NESTED = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000 + b"END:VEVENT\r\n" * 5000 + b"END:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_calendar"),
        (b"<html>please sign in</html>", "not_a_calendar"),
        (b"\x1f\x8b\x08" + b"\0" * 500, "not_a_calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "not_a_calendar"),
        (calendar("DTSTART:yesterday"), "not_a_calendar"),
        (calendar(DAILY + "FREQ=SECONDLY"), "too_large"),
        (calendar(DAILY + "FREQ=MINUTELY"), "too_large"),
        (calendar(DAILY + "FREQ=\n SECONDLY"), "too_large"),
        (calendar(DAILY + "FREQ=DAILY;BYSECOND=1,2,3"), "too_large"),
        (NESTED, "too_large"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001 + b"END:VCALENDAR\r\n", "too_large"),
    ],
)
def test_what_is_not_read(content: bytes, code: str) -> None:
    began = time.monotonic()
    with pytest.raises(Refused, match=code):
        busy_stretches(content, SINCE, UNTIL, BERLIN)
    assert time.monotonic() - began < 5


# Where it may be got from


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::"],
)  # fmt: skip
def test_addresses_of_no_public_place(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*addresses: str) -> None:
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (a, 80)) for a in addresses])

    found("93.184.216.34", "127.0.0.1")
    with pytest.raises(Refused, match="private"):
        public_address("rebind.example", 80)
    found("93.184.216.34", "93.184.216.35")
    assert public_address("fine.example", 80) == "93.184.216.34"


def question(address: str, etag: str = "", *, private: bool = True) -> Asked:
    return Asked(address, etag, SINCE, UNTIL, "Europe/Berlin", private)


GOOD = calendar("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nSUMMARY:Secret talk")


def test_a_calendar_is_fetched_and_read() -> None:
    with outsider() as server:
        server.answer = says(GOOD, ETag='"one"')
        answer = ask(question(server.address))
        assert answer.busy == [(datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 3, 10, 10, tzinfo=UTC))]
        assert answer.etag == '"one"' and not answer.fault
        server.answer = says(b"", 304)
        again = ask(question(server.address, '"one"'))
        assert again.busy is None and not again.fault
        assert server.asked[1]["If-None-Match"] == '"one"' and server.asked[1]["Accept-Encoding"] == "identity"


def test_our_own_network_is_not_asked() -> None:
    """The control is the test above, where it is let in on purpose."""
    with outsider() as server:
        server.answer = says(GOOD)
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
            answer = ask(question(server.address.replace("127.0.0.1", host), private=False))
            assert answer.fault in ("private", "unreachable"), host
        assert not server.asked, "it was not even knocked at"


MANY = calendar(*["DTSTART:00010101T000000Z\nRRULE:FREQ=HOURLY"] * 500)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(b"", 404), "gone"),
        (says(b"", 500), "unreachable"),
        (says(b"", 302, Location="/calendar.ics"), "redirect"),
        (says(b"", 302, Location="file:///etc/passwd"), "address"),
        (says(GOOD, Content_Encoding="gzip"), "not_a_calendar"),
        (says(b"x" * (2 * 2**20 + 1)), "too_large"),
        (pours, "too_large"),
        (drips, "too_large"),
(says(MANY), "too_large"),
    ],
    ids=["gone", "broken", "in circles", "to a file", "compressed", "long", "endless", "slow", "many for ever"],
)  # fmt: skip
def test_a_bad_server_is_turned_away_in_time(answer: Answer, code: str) -> None:
    with outsider() as server:
        server.answer = answer
        began = time.monotonic()
        assert ask(question(server.address), seconds=8).fault == code
        assert time.monotonic() - began < 12


@pytest.mark.parametrize(
    "address",
    ["ftp://x.example/", "http://", "https://me:secret@x.example/", "http://x.example/a b", "http://[::1", ""],
)
def test_no_address_at_all(address: str) -> None:
    assert child.answer({"address": address, "etag": "", "private": True}) == {"fault": "address"}


def test_the_child_has_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gigabyte is refused; without ``confine`` it is had."""
    import subprocess
    import sys

    grab = "from hipwise.apps.booking.calendars.outside import child\n{}\nx = bytearray(2**30)"
    for confined, code in (("child.confine()", 1), ("", 0)):
        done = subprocess.run([sys.executable, "-c", grab.format(confined)], capture_output=True, check=False)
        assert done.returncode == code, confined


def test_every_fault_has_its_words() -> None:
    assert {"address", "private", "unreachable", "gone", "redirect", "not_a_calendar", "too_large"} == set(
        asking.FAULTS
    )
    assert timedelta(days=60) < UNTIL - SINCE
