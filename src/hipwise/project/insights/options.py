"""What a run was asked for, and what comes back for each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hipwise.domain.insight.prior import Prior

Format = Literal["text", "json", "html", "svg", "prior"]
FORMATS: tuple[Format, ...] = ("text", "json", "html", "svg", "prior")

EARLY = 0.10
"""Share of false ones allowed among the early signs, unless the clear ones are allowed more."""

MOST_SUSPECTS = 3


@dataclass(frozen=True, slots=True)
class Options:
    """The arguments that bear on an answer. ``several`` says that more than one file was named.

    ``began`` is a day counted from 1970-01-01.
    """

    outcome: str | None = None
    ignore: tuple[str, ...] = ()
    fdr: float = 0.05
    early: float = EARLY
    seed: int = 0
    suspects: tuple[str, ...] = ()
    prior: Prior | None = None
    began: float | None = None
    format: Format = "text"
    strict: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer about one file, ready to be printed, and lines of complaint for the error stream.

    ``crashed`` says that the program failed, not the file.
    """

    answered: bool
    text: str
    complaints: tuple[str, ...] = ()
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a whole run can't do what was asked, in one sentence."""

    reason: str
