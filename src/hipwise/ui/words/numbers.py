"""Numbers as they are spoken: as few digits as are true."""

from __future__ import annotations

import math

_FEW = 7
_LONG_WAIT = 730


def decimals(*values: float) -> int:
    """Digits after the point that suit these numbers together: one, none for large ones, more for tiny ones."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 20:
        return 0
    return min(6, max(1, 1 - math.floor(math.log10(largest * 2)))) if largest else 1


def _enough(value: float, places: int) -> int:
    """One digit more where a number would otherwise be rounded to nothing."""
    return places + (0 < abs(value) < 0.5 * 10.0**-places)


def plain(value: float, places: int) -> str:
    """A number without its sign or its empty decimals: "1", "0.5", "2,900"."""
    text = f"{abs(value):,.{_enough(value, places)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float, places: int) -> str:
    """A number with its sign, for tables; all decimals stay so that columns line up."""
    text = f"{abs(value):,.{_enough(value, places)}f}"
    if not text.strip("0.,"):
        return "0"
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


def span(low: float, high: float, places: int) -> str:
    """A range whose direction has just been told: "0.5 to 1.7", or "1.1 lower to 0.04 higher" across zero."""
    if low < 0 < high:
        return f"{plain(low, places)} lower to {plain(high, places)} higher"
    least, most = sorted((abs(low), abs(high)))
    return f"{plain(least, places)} to {plain(most, places)}"


def mark(value: float) -> str:
    """A mark on a scale, such as a threshold, with its sign: "7", "6.25", "−2", "7,500"."""
    if value == 0:
        return "0"
    places = max(3 - math.floor(math.log10(abs(value))), 0)
    return ("−" if value < 0 else "") + plain(round(value, places), places)


def bound(low: float, high: float) -> str:
    """The least number of points, rounded up, that neither end of a range goes beyond."""
    largest = max(abs(low), abs(high))
    places = decimals(largest) if largest < 0.1 else 1  # a bound may be coarse
    scale = 10.0**places
    return points(math.ceil(largest * scale - 1e-9) / scale, places)


def chance(value: float) -> str:
    """A p or q in as few digits as are of use: "0.0004", "0.02", "<0.0001"."""
    if value < 0.0001:
        return "<0.0001"
    return f"{value:.4f}" if value < 0.01 else f"{value:.2f}"


def wait(more_days: tuple[int, int]) -> str:
    """A forecast of days, no finer than it can be: "about 25 to 60 more days"."""
    least, most = map(_rough, more_days)
    if least >= _LONG_WAIT:
        return "years of further notes"
    if most < _FEW:
        return "a few more days"
    if most >= _LONG_WAIT:
        return f"{'a few' if least < _FEW else f'about {least:,}'} more days, or many more"
    if 8 * least < most:
        return f"up to about {most:,} more days"
    return f"about {least:,} more days" if least == most else f"about {least:,} to {most:,} more days"


def _rough(days: int) -> int:
    """Days rounded to what a forecast can bear: fives, then tens, then fifties."""
    unit = 1 if days < 10 else 5 if days < 100 else 10 if days < 500 else 50
    return unit * round(days / unit)
