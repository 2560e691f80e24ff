"""What a run was asked for, and what comes back for each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["text", "json", "html"]
FORMATS: tuple[Format, ...] = ("text", "json", "html")


@dataclass(frozen=True, slots=True)
class Options:
    """The arguments that bear on an answer. ``several`` says that more than one file was named."""

    outcome: str | None = None
    ignore: tuple[str, ...] = ()
    fdr: float = 0.05
    seed: int = 0
    format: Format = "text"
    strict: bool = False
    several: bool = False

    @property
    def early(self) -> float:
        """Share of false ones allowed among the early signs, never stricter than for the clear ones."""
        return max(0.10, self.fdr)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer about one file, ready to be printed, and lines of complaint for the error stream.

    ``crashed`` says that the program failed, not the file.
    """

    answered: bool
    text: str
    complaints: tuple[str, ...] = ()
    crashed: bool = False
