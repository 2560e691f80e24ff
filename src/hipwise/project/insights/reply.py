"""The reply that is printed about one file, whatever it held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hipwise.domain.formats.slips import Unusable
from hipwise.project.insights.answer import Answer, find_answer
from hipwise.project.insights.options import Options, Reply
from hipwise.project.insights.sources import read_source
from hipwise.ui.words import tables

COMPLAINTS = 10
"""So many slips of a file are told on the error stream; the rest is counted."""


def reply_to(path: Path, options: Options) -> Reply:
    """The reply about one file of this machine."""
    return reply_with(path, read_source(path), options)


def reply_with(path: Path, data: bytes | Unusable, options: Options) -> Reply:
    """The reply about one file that has been read. What goes wrong inside is a complaint about this file alone."""
    try:
        answer = find_answer(path, data, options)
        return _failed(path, answer, options) if isinstance(answer, Unusable) else _told(answer, options)
    except Exception as error:  # one file must never take the others down
        return crashed(path, f"{type(error).__name__}: {error}", options)


def crashed(path: Path, what: str, options: Options) -> Reply:
    """The reply about a file on which the program itself failed."""
    return replace(_failed(path, Unusable("crashed", what), options), crashed=True)


def _told(answer: Answer, options: Options) -> Reply:
    table = answer.table
    complaints = [f"{answer.path}: {tables.note(note)}" for note in table.notes]
    complaints += [f"{answer.path}: no column is called “{tables.safe(name)}”" for name in answer.strange]
    complaints += [f"{answer.path}: {answer.unfit}"] if answer.unfit else []
    complaints += _lines(answer.path, Unusable("not_strict", "", (), table.problems, table.problem_count))
    return Reply(True, _rendered(answer, options), tuple(complaints))


def _failed(path: Path, refusal: Unusable, options: Options) -> Reply:
    text = ""
    if options.format == "json":
        from hipwise.project.insights.as_json import refusal_json

        text = refusal_json(path, refusal, options)
    return Reply(False, text, (*_lines(path, refusal), f"{path}: {tables.unusable(refusal)}"))


def _lines(path: Path, refusal: Unusable) -> list[str]:
    told = [f"{path}:{slip.line}: {tables.problem(slip)}" for slip in refusal.problems[:COMPLAINTS]]
    rest = refusal.problem_count - len(told)
    return [*told, f"{path}: and {rest:,} more like these"] if rest else told


def _rendered(answer: Answer, options: Options) -> str:
    """The answer in the form asked for; only what this form needs is imported."""
    match options.format:
        case "json":
            from hipwise.project.insights.as_json import answer_json

            return answer_json(answer, options)
        case "html":
            from hipwise.project.insights.report.page import answer_html

            return answer_html(answer)
        case "svg":
            from hipwise.project.insights.report.sheet import answer_svg

            return answer_svg(answer)
        case "prior":
            from hipwise.project.insights.borrowing import summed_up

            return summed_up(answer.exploration)
        case "text":
            from hipwise.project.insights.as_text import answer_text

            return answer_text(answer)
