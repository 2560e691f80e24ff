"""Five programs that read calendar files, each asked the same: which events, and when on whose wall."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

HERE = Path(__file__).parent
WALL = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One event as a reader understood it; ``start`` and ``end`` as they stand on the wall of the zone asked for."""

    uid: str
    start: str
    end: str
    summary: str
    location: str
    status: str
    sequence: int


Reader = Callable[[bytes, str], list[Found]]


def by_icalendar(content: bytes, zone: str) -> list[Found]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar) and not calendar.errors
    return sorted(
        Found(
            str(event["uid"]),
            _wall(event.start, zone),
            _wall(event.end, zone),
            str(event["summary"]),
            str(event["location"]),
            str(event["status"]),
            int(str(event["sequence"])),
        )
        for event in calendar.events
    )


def by_node(library: str, packages: Path) -> Reader:
    """A reader by a library of npm, with the clock of the machine set to the zone."""

    def read(content: bytes, zone: str) -> list[Found]:
        done = subprocess.run(
            ["node", str(HERE / "readers" / "read.mjs"), str(packages), library],
            input=content,
            capture_output=True,
            env={"PATH": os.environ["PATH"], "TZ": zone},
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        for row in rows:
            row["start"], row["end"] = (_wall(datetime.fromisoformat(row[name]), zone) for name in ("start", "end"))
        return sorted(Found(**row) for row in rows)

    return read


class Khal:
    """A khal with one calendar, at home in a zone; what is imported stays."""

    def __init__(self, place: Path, zone: str) -> None:
        self.place = place
        (place / "calendar").mkdir(parents=True)
        (place / "config").write_text(
            f"[calendars]\n[[ours]]\npath = {place / 'calendar'}\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            f"datetimeformat = {WALL}\nlongdatetimeformat = {WALL}\n"
            f"[sqlite]\npath = {place / 'khal.db'}\n"
        )

    def take(self, content: bytes) -> None:
        """Import a file as a person would who opens a letter."""
        (file := self.place / "letter.ics").write_bytes(content)
        self._run("import", "--batch", "-a", "ours", str(file))

    def events(self) -> list[dict[str, str]]:
        """What it shows of the year 2026."""
        fields = ("uid", "start-long-full", "end-long-full", "title", "location", "status")
        words = [word for field in fields for word in ("--json", field)]
        said = self._run("list", "--once", *words, "2026-01-01", "2027-01-01")
        return [event for line in said.splitlines() if line.startswith("[") for event in json.loads(line)]

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "khal", "--config", str(self.place / "config"), *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.place), "PYTHONWARNINGS": "ignore"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


class _Time(ctypes.Structure):
    """libical's ``icaltimetype``."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    ]

    def wall(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02} {self.hour:02}:{self.minute:02}"


VEVENT = 4
SAID = "icalcomponent_get_"


def by_libical(name: str) -> Reader:
    """A reader by the C library of this file name; its own zones are asked what the wall shows."""
    library = ctypes.CDLL(name)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p

    def function(called: str, gives: Any, *takes: Any) -> Any:
        found = getattr(library, called)
        found.restype, found.argtypes = gives, takes
        return found

    parse = function("icalparser_parse_string", pointer, text)
    errors = function("icalcomponent_count_errors", ctypes.c_int, pointer)
    first = function("icalcomponent_get_first_component", pointer, pointer, ctypes.c_int)
    after = function("icalcomponent_get_next_component", pointer, pointer, ctypes.c_int)
    free = function("icalcomponent_free", None, pointer)
    zone_of = function("icaltimezone_get_builtin_timezone", pointer, text)
    convert = function("icaltime_convert_to_zone", _Time, _Time, pointer)
    status_word = function("icalproperty_status_to_string", text, ctypes.c_int)
    texts = {called: function(SAID + called, text, pointer) for called in ("uid", "summary", "location")}
    times = {called: function(SAID + called, _Time, pointer) for called in ("dtstart", "dtend")}
    numbers = {called: function(SAID + called, ctypes.c_int, pointer) for called in ("status", "sequence")}

    def events(calendar: int) -> Iterable[int]:
        event = first(calendar, VEVENT)
        while event:
            yield event
            event = after(calendar, VEVENT)

    def read(content: bytes, zone: str) -> list[Found]:
        home = zone_of(zone.encode())
        assert home, "libical knows no time zones here"
        calendar = parse(content)
        assert calendar and errors(calendar) == 0
        try:
            return sorted(
                Found(
                    texts["uid"](event).decode(),
                    convert(times["dtstart"](event), home).wall(),
                    convert(times["dtend"](event), home).wall(),
                    texts["summary"](event).decode(),
                    texts["location"](event).decode(),
                    status_word(numbers["status"](event)).decode(),
                    numbers["sequence"](event),
                )
                for event in events(calendar)
            )
        finally:
            free(calendar)

    return read


def _wall(moment: Any, zone: str) -> str:
    assert isinstance(moment, datetime) and moment.tzinfo is not None
    return moment.astimezone(UTC).astimezone(ZoneInfo(zone)).strftime(WALL)
