"""An exploration as plain values that any store can hold, and back, equal to what it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hipwise.domain.insight.finding import Change, Exploration, Finding, Shift, Silence, Writing


def plain(exploration: Exploration) -> dict[str, Any]:
    """Numbers, strings, lists and dictionaries; floats are exact."""
    return asdict(exploration)


def restored(kept: dict[str, Any]) -> Exploration:
    """What :func:`plain` was given, also when lists have taken the place of tuples (as in JSON).

    Raises:
        TypeError, KeyError: when ``kept`` is nothing that :func:`plain` gave.
    """
    shift, writing = kept["shift"], kept["writing"]
    return Exploration(
        **{
            **kept,
            "findings": tuple(_finding(one) for one in kept["findings"]),
            "silences": tuple(Silence(**{**one, "more_days": _pair(one["more_days"])}) for one in kept["silences"]),
            "suspects": tuple(kept["suspects"]),
            "shift": None if shift is None else Shift(**shift),
            "writing": None if writing is None else Writing(**writing),
        }
    )


def _finding(kept: dict[str, Any]) -> Finding:
    change = kept["change"]
    if change is not None:
        change = Change(**{**change, "first": tuple(change["first"]), "last": tuple(change["last"])})
    return Finding(**{**kept, "change": change})


def _pair(kept: Any) -> tuple[int, int] | None:
    return None if kept is None else (int(kept[0]), int(kept[1]))
