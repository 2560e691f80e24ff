"""What is asked and what is answered. Strict: no number is read from letters, and nothing unknown is let pass."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)

LARGEST_ID = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
ID = re.compile(r"[1-9]\d{0,15}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
OFFSET_AFTER_BLANK = re.compile(r"(?<=\d) (?=\d\d:\d\d$)")

CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
ONE_LINE = rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"
SLUG = r"^[-a-zA-Z0-9_]{1,60}$"
PHONE = r"^[+0-9 ()./-]*$"
LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"

DATE_TIME = {"type": "string", "format": "date-time"}
NOTHING = {"type": "string", "maxLength": 0}
ID_SCHEMA = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}


def read_instant(written: Any) -> datetime:
    """A moment with its distance from UTC. A ``+`` that a careless caller left unescaped in an address is a blank."""
    text = OFFSET_AFTER_BLANK.sub("+", written.upper()) if isinstance(written, str) else ""
    if not INSTANT.fullmatch(text):
        raise ValueError("This should be a date and time with its offset, such as 2026-12-01T09:30:00+01:00")
    return datetime.fromisoformat(text)


def _moment(written: Any) -> date | datetime | None:
    if written in (None, ""):
        return None
    if isinstance(written, str) and DAY.fullmatch(written):
        return date.fromisoformat(written)
    return read_instant(written)


def _asked_id(written: Any) -> int | None:
    if written in (None, ""):
        return None
    if not (ID.fullmatch(written) and int(written) <= LARGEST_ID):
        raise ValueError("This should be the number of an id")
    return int(written)


def _email(written: str) -> str:
    try:
        validate_email(written)
    except ValidationError:
        raise ValueError("This doesn't look like an e-mail address") from None
    return written


def _agreed(said: bool) -> bool:
    if not said:
        raise ValueError("Without the person's consent nothing can be booked")
    return said


Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Instant = Annotated[datetime, BeforeValidator(read_instant), WithJsonSchema(DATE_TIME)]
Shown = Annotated[str, WithJsonSchema(DATE_TIME)]
Moment = Annotated[
    date | datetime | None,
    BeforeValidator(_moment),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, DATE_TIME, NOTHING]}),
]
AskedId = Annotated[int | None, BeforeValidator(_asked_id), WithJsonSchema({"anyOf": [ID_SCHEMA, NOTHING]})]


class Asked(Schema):
    """Something asked. Unknown members are refused, since they are mostly a slip in a name."""

    model_config = ConfigDict(extra="forbid")


class SlotsAsked(Asked):
    """Which times."""

    service: Annotated[StrictStr, Field(pattern=SLUG, description="id or slug of the service")]
    practitioner: Annotated[AskedId, Field(description="id; left out or empty: anybody")] = None
    location: Annotated[AskedId, Field(description="id; left out or empty: anywhere")] = None
    since: Annotated[
        Moment, Field(alias="from", description="a date, or a date and time with offset; left out or empty: now")
    ] = None
    until: Annotated[
        Moment,
        Field(
            alias="to",
            description="a date, which is included, or a date and time with offset up to which visits start; left out "
            "or empty: two weeks. At most 62 days after “from” are answered",
        ),
    ] = None


class HoldAsked(Asked):
    """A time to be kept."""

    service: Annotated[Id | Annotated[StrictStr, Field(pattern=SLUG)], Field(description="id or slug")]
    practitioner: Id
    location: Annotated[Id | None, Field(description="may be left out where the practitioner has only one")] = None
    start: Annotated[Instant, Field(description="as it came from GET /slots")]


class VisitAsked(Asked):
    """Who comes in the time that was held."""

    hold: Annotated[StrictStr, Field(min_length=1, max_length=300, description="id of the hold")]
    name: Annotated[StrictStr, Field(min_length=1, max_length=120, pattern=ONE_LINE)]
    email: Annotated[
        StrictStr,
        AfterValidator(_email),
        Field(max_length=254, json_schema_extra={"format": "email"}, description="the confirmation goes there"),
    ]
    phone: Annotated[StrictStr, Field(max_length=40, pattern=PHONE)] | None = None
    reason: (
        Annotated[StrictStr, Field(max_length=500, pattern=LINES, description="a few words on what it is about")] | None
    ) = None
    consent: Annotated[
        StrictBool,
        AfterValidator(_agreed),
        WithJsonSchema({"type": "boolean", "const": True}),
        Field(description="the person agrees that the clinic keeps what is sent here, to arrange the visit"),
    ]


# What is answered


class Person(Schema):
    """Somebody who can be booked."""

    id: int
    name: str
    title: str


class Place(Schema):
    """Where visits are."""

    id: int
    name: str
    time_zone: Annotated[str, Field(description="IANA name")]


class Offer(Schema):
    """A service that can be booked."""

    id: int
    slug: str
    name: str
    words: str
    minutes: int
    online: bool
    price: Annotated[str, Field(description="in words; may be empty")]
    practitioners: list[Person]
    locations: list[Place]


class FreeTime(Schema):
    """A time that may be booked; its offset is the location's."""

    start: Shown
    end: Shown
    practitioner: int
    location: int


class Hold(FreeTime):
    """A time that is kept for a while."""

    id: Annotated[str, Field(description="for POST /appointments; treat it as a secret")]
    service: int
    expires_at: Shown


class Links(Schema):
    """Where to go on."""

    cancel: Annotated[str, Field(description="GET shows it, POST cancels")]
    page: Annotated[str, Field(description="the visit's own page, for people")]


class Visit(FreeTime):
    """A visit that was booked."""

    id: str
    service: int
    state: Literal["booked"]
    cancel_token: Annotated[str, Field(description="whoever has it may cancel: treat it as a secret")]
    links: Links


class Cancelling(FreeTime):
    """What can be cancelled, or was."""

    id: str
    service: int
    service_name: str
    state: Literal["booked", "arrived", "completed", "no_show", "cancelled"]
    can_cancel: bool
    free: Annotated[bool, Field(description="whether cancelling costs nothing now, or cost nothing then")]
    free_until: Shown


class Wrong(Schema):
    """One thing that is wrong."""

    location: Annotated[Literal["body", "query", "path", "header"], Field(alias="in")]
    pointer: Annotated[str, Field(description="JSON pointer into the body")] | None = None
    parameter: Annotated[str, Field(description="name of a parameter or header")] | None = None
    detail: str


class Problem(Schema):
    """Problem details (RFC 9457). ``errors`` comes with ``invalid``, ``nearest`` with holds that are over."""

    type: Annotated[
        str, Field(description="a page that explains this kind of problem", json_schema_extra={"format": "uri"})
    ]
    title: str
    status: int
    detail: str
    code: str
    errors: list[Wrong] | None = None
    nearest: list[FreeTime] | None = None
