"""Numbers as they are spoken: as few digits as are true."""

from __future__ import annotations

import math

_LONG_WAIT = 730


def decimals(*values: float) -> int:
    """Digits after the point that suit these numbers together: one, none for large ones, more for tiny ones.

    One more where an end of a range would otherwise be rounded to nothing.
    """
    sizes = [abs(value) for value in values if value]
    if not sizes:
        return 1
    places = 0 if max(sizes) >= 20 else min(6, max(1, 1 - math.floor(math.log10(max(sizes) * 5))))
    return places + (min(sizes) < 0.5 * 10.0**-places)


def plain(value: float, places: int) -> str:
    """A number without its sign, its empty decimals or a negative zero: "1", "0.5", "2,900"."""
    text = f"{abs(value):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float, places: int) -> str:
    """A number with its sign, for tables; all decimals stay so that columns line up."""
    text = f"{abs(value):,.{places}f}"
    if not text.strip("0.,"):
        return text
    return ("−" if value < 0 else "+") + text


def amount(value: float) -> str:
    """Two digits that count, of any size: "1.8", "2,900", "0.034"."""
    if value == 0:
        return "0"
    places = 1 - math.floor(math.log10(abs(value)))
    return plain(round(value, places), max(places, 0))


def points(value: float, places: int) -> str:
    """So many points, never with a sign: "1 point", "half a point", "1.2 points"."""
    number = plain(value, places)
    if number == "0.5":
        return "half a point"
    return f"{number} point" if number == "1" else f"{number} points"


def change(value: float, places: int) -> str:
    """A difference: "about 1 point higher"."""
    return f"about {points(value, places)} {'lower' if value < 0 else 'higher'}"


def between(low: float, high: float, places: int) -> str:
    """A range with its directions: "0.5 to 1.7 points higher", "0.2 points lower to 1 point higher"."""
    if low >= 0:
        return f"{plain(low, places)} to {plain(high, places)} points higher"
    if high <= 0:
        return f"{plain(high, places)} to {plain(low, places)} points lower"
    return f"{points(low, places)} lower to {points(high, places)} higher"


def bound(low: float, high: float) -> str:
    """The least number of points, rounded up, that neither end of a range goes beyond."""
    largest = max(abs(low), abs(high))
    places = decimals(largest)
    scale = 10.0**places
    return points(math.ceil(largest * scale - 1e-9) / scale, places)


def wait(more_days: tuple[int, int]) -> str:
    """A forecast of days: "about 25 to 60 more days"."""
    least, most = more_days
    if least >= _LONG_WAIT:
        return "more than two years of notes"
    if most >= _LONG_WAIT:
        return f"about {least:,} more days or many more"
    return f"about {least:,} more days" if least == most else f"about {least:,} to {most:,} more days"
