"""What `hipwise init` needs to know of a clinic, and in which words it says what is wrong with an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from zoneinfo import available_timezones

import pycountry


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know. ``tidy`` gives the answer as it is kept, or raises ValueError with what is wrong."""

    flag: str
    ask: str
    hint: str
    tidy: Callable[[str], str]

    @property
    def name(self) -> str:
        """The argument it is given by."""
        return self.flag.lstrip("-").replace("-", "_")


def a_name(raw: str) -> str:
    """A name: anything but nothing, at most 120 characters."""
    name = " ".join(raw.split())
    if not name:
        raise ValueError("A name is needed.")
    if len(name) > 120:
        raise ValueError("A name has at most 120 characters.")
    return name


def a_country(raw: str) -> str:
    """A two-letter country code; the country's name is understood too."""
    words = raw.strip()
    code = {"UK": "GB", "EL": "GR"}.get(words.upper(), words.upper())  # as people there write them
    found = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
    if found is None and len(words) > 2:
        found = next(
            (one for one in pycountry.countries if words.casefold() in {one.name.casefold(), one.alpha_3.casefold()}),
            None,
        )
    if found is None:
        near = get_close_matches(words.title(), [one.name for one in pycountry.countries], 1)
        more = f" Did you mean {near[0]}?" if near else ""
        raise ValueError(f"“{words}” is not a country code that exists, such as PT or GB.{more}")
    return str(found.alpha_2)


def a_time_zone(raw: str) -> str:
    """An IANA time zone; spaces for underscores and any case are understood."""
    words = raw.strip().replace(" ", "_")
    known = {zone.casefold(): zone for zone in available_timezones() if not zone.startswith(("posix/", "right/"))}
    if words.casefold() in known:
        return known[words.casefold()]
    near = get_close_matches(words.casefold(), known, 2, 0.6)
    by_city = [zone for key, zone in known.items() if words and key.endswith(f"/{words.casefold()}")]
    say = " or ".join(by_city[:2] or [known[key] for key in near])
    raise ValueError(f"“{words}” is not a time zone such as Europe/Lisbon.{f' Did you mean {say}?' if say else ''}")


def a_number(raw: str) -> str:
    """A telephone number, short ones too."""
    number = " ".join(raw.split())
    if not re.fullmatch(r"\+?[0-9][0-9 ()/-]{1,28}", number):
        raise ValueError(f"“{number}” is not a telephone number: digits, and perhaps spaces or a leading +.")
    return number


def an_address(raw: str) -> str:
    """An e-mail address."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    address = raw.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"“{address}” is not an e-mail address, such as you@example.org.") from None
    return address


QUESTIONS = (
    Question("--name", "The clinic's name", "", a_name),
    Question("--country", "Its country", "two letters, such as PT", a_country),
    Question("--time-zone", "Its time zone", "such as Europe/Lisbon", a_time_zone),
    Question("--emergency-number", "The number to call in an emergency there", "shown to patients in danger", a_number),
    Question("--crisis-number", "The number of a crisis line there", "shown to patients in despair", a_number),
    Question("--owner-email", "The owner's e-mail address", "the first account", an_address),
    Question("--owner-name", "The owner's name", "as others at the clinic see it", a_name),
)
