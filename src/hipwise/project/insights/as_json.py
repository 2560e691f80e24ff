"""Answers for programs: one object a file, the same bytes for the same data, seed and version."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from hipwise import __version__
from hipwise.domain.formats.slips import Problem, Unusable
from hipwise.domain.insight.finding import Change, Finding, Shift, Silence, Writing
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.options import Options
from hipwise.ui.words import insight, tables
from hipwise.ui.words.names import Voice
from hipwise.ui.words.when import day

DIGITS = 6
"""Digits that count in a number: more would only show how a machine rounds."""


def answer_json(answer: Answer, options: Options) -> str:
    """The answer as JSON, indented for one file, on one line for several; ends with a line break."""
    said, voice = answer.exploration, answer.voice
    return _dumped(
        {
            "file": str(answer.path),
            "outcome": answer.panel.outcome.name,
            "days": said.days,
            "entries": said.entries,
            "engine": said.engine,
            "seed": said.seed,
            "fdr": said.fdr,
            "early": said.early,
            "suspects": list(said.suspects),
            "prior": said.prior,
            "began": _date(said.began),
            "version": __version__,
            "digest": said.digest,
            "timed": answer.panel.timed,
            "shift": _shift(said.shift, voice) if said.shift else None,
            "writing": _writing(said.writing, voice) if said.writing else None,
            "findings": [_finding(finding, voice) for finding in said.findings],
            "silences": [_silence(silence, voice) for silence in said.silences],
            "problems": [_problem(slip) for slip in answer.table.problems],
            "problem_count": answer.table.problem_count,
            "notes": [tables.note(note) for note in answer.table.notes],
        },
        options,
    )


def refusal_json(path: Path, refusal: Unusable, options: Options) -> str:
    """A file that could not be answered, with the same keys and ``error`` beside them."""
    return _dumped(
        {
            "file": str(path),
            "error": tables.unusable(refusal),
            "error_code": refusal.why,
            "outcome": options.outcome,
            "days": 0,
            "entries": 0,
            "engine": None,
            "seed": options.seed,
            "fdr": options.fdr,
            "early": options.early,
            "suspects": sorted(options.suspects),
            "prior": options.prior.digest() if options.prior else None,
            "began": _date(options.began),
            "version": __version__,
            "digest": None,
            "timed": False,
            "shift": None,
            "writing": None,
            "findings": [],
            "silences": [],
            "problems": [_problem(slip) for slip in refusal.problems],
            "problem_count": refusal.problem_count,
            "notes": [],
        },
        options,
    )


def _finding(finding: Finding, voice: Voice) -> dict[str, Any]:
    return {
        "factor": finding.factor,
        "lag": finding.lag,
        "tier": finding.tier,
        "effect": _number(finding.effect),
        "low": _number(finding.low),
        "high": _number(finding.high),
        "unit": finding.unit,
        "step": _number(finding.step),
        "p": _number(finding.p),
        "q": _number(finding.q),
        "days_used": finding.days_used,
        "direction": finding.direction,
        "above": _number(finding.above),
        "change": _change(finding.change) if finding.change else None,
        "sentence": insight.sentence(finding, voice),
    }


def _silence(silence: Silence, voice: Voice) -> dict[str, Any]:
    return {
        "factor": silence.factor,
        "lag": silence.lag,
        "reason": silence.reason,
        "low": _number(silence.low),
        "high": _number(silence.high),
        "unit": silence.unit,
        "step": _number(silence.step),
        "more_days": list(silence.more_days) if silence.more_days else None,
        "days_used": silence.days_used,
        "through": silence.through,
        "after": _number(silence.after),
        "sentence": insight.sentence(silence, voice),
    }


def _change(link: Change) -> dict[str, Any]:
    return {
        "kind": link.kind,
        "first": [_number(value) for value in link.first],
        "last": [_number(value) for value in link.last],
        "p": _number(link.p),
        "sentence": insight.changed(link),
    }


def _shift(found: Shift, voice: Voice) -> dict[str, Any]:
    return {
        "effect": _number(found.effect),
        "low": _number(found.low),
        "high": _number(found.high),
        "p": _number(found.p),
        "days_before": found.days_before,
        "days_after": found.days_after,
        "sentence": insight.shift(found, voice),
    }


def _writing(found: Writing, voice: Voice) -> dict[str, Any]:
    return {
        "difference": _number(found.difference),
        "low": _number(found.low),
        "high": _number(found.high),
        "p": _number(found.p),
        "unwritten": found.unwritten,
        "sentence": insight.writing(found, voice),
    }


def _date(began: float | None) -> str | None:
    return None if began is None else day(began).isoformat()


def _problem(slip: Problem) -> dict[str, Any]:
    return {
        "line": slip.line,
        "column": slip.column or None,
        "code": slip.code,
        "reason": tables.problem(slip),
    }


def _number(value: float | None) -> float | None:
    """A number that JSON can hold, rounded to ``DIGITS``."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}") + 0.0


def _dumped(data: dict[str, Any], options: Options) -> str:
    return json.dumps(data, allow_nan=False, indent=None if options.several else 2) + "\n"
