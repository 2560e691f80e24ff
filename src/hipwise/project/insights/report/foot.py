"""The end of a report: for a doctor or physiotherapist, and how to come to the same answer again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from html import escape

from hipwise import __version__
from hipwise.domain.insight.finding import Finding
from hipwise.project.insights.answer import Answer
from hipwise.ui.charts.figure import Table
from hipwise.ui.charts.html import table
from hipwise.ui.words import insight, numbers, tables
from hipwise.ui.words.names import words
from hipwise.ui.words.when import day


def foot(answer: Answer) -> Iterator[str]:
    """Both parts."""
    yield _for_clinicians(answer)
    said = answer.exploration
    rows = [
        ("Journal", answer.path.name),
        ("Outcome", answer.panel.outcome.name),
        ("Looked at", ", ".join(tables.safe(column.name) for column in answer.panel.factors) or "nothing else"),
        ("Engine", f"{said.engine}, Hipwise {__version__}"),
        ("Seed", str(said.seed)),
        ("Suspects", ", ".join(map(tables.safe, said.suspects)) or "none"),
        *([("Asked about", f"the time since {insight.date_words(day(said.began))}")] if said.began is not None else []),
        *([("Prior", said.prior)] if said.prior else []),
        ("Data", said.digest),
        ("To repeat it", _again(answer)),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    yield (
        '<section class="sect how"><h2>How to come to the same answer</h2>'
        f'<dl class="made">{cells}</dl><p class="small">The same file, seed and version give the same answer.</p>'
        f"{_reading(answer)}</section>"
    )


def _for_clinicians(answer: Answer) -> str:
    said, voice = answer.exploration, answer.voice
    how = (
        "Each thing noted was compared with the outcome of the same "
        f"{'moment' if voice.timed else 'day'} and of the days after, within this one person. "
        "Effects are in points of the outcome: for things that happened or not, days with against days without; "
        "for numbers, a rise of one standard deviation within the person (its usual step), or values above a threshold "
        "against all others. Ranges are 95 % intervals. "
        f"Of the clear findings, at most {100 * said.fdr:g} in 100 should be false; of the early signs, more. "
        "These are associations, not effects of treatment."
    )
    before = "".join(f'<p class="small">{escape(told)}</p>' for told in answer.beforehand)
    rows = tuple(_row(answer, finding) for finding in said.findings)
    names = ("Noted", "When", "Effect", "95 % interval", "p", "q", "Days")
    numbers_table = table(Table("All findings in numbers, in points", names, rows)) if rows else ""
    head = "<h2>For a doctor or physiotherapist</h2>"
    return f'<section class="sect">{head}<p class="small">{how}</p>{before}{numbers_table}</section>'


def _row(answer: Answer, finding: Finding) -> tuple[str, ...]:
    places = numbers.decimals(finding.effect, finding.low, finding.high)
    return (
        words(finding.factor) + (f" above {numbers.mark(finding.above)}" if finding.above is not None else ""),
        insight.lag_words(finding.lag, timed=answer.panel.timed),
        numbers.signed(finding.effect, places),
        f"{numbers.signed(finding.low, places)} to {numbers.signed(finding.high, places)}",
        numbers.chance(finding.p),
        numbers.chance(finding.q),
        f"{finding.days_used:,}",
    )


def _again(answer: Answer) -> str:
    said = answer.exploration
    looked = {answer.panel.outcome.name, *(column.name for column in answer.panel.factors)}
    left_out = [word for name in answer.table.names if name not in looked for word in ("--ignore", name)]
    parts = ["hipwise", "insights", answer.path.name, "--outcome", answer.panel.outcome.name, *left_out]
    parts += [word for name in said.suspects for word in ("--suspect", name)]
    parts += ["--began", day(said.began).isoformat()] if said.began is not None else []
    parts += ["--prior", "FILE"] if said.prior else []
    return shlex.join([*parts, "--fdr", f"{said.fdr:g}", "--seed", str(said.seed)])


def _reading(answer: Answer) -> str:
    """What was left out or doubtful when the file was read."""
    told = [tables.note(note) for note in answer.table.notes]
    told += [f"line {slip.line}: {tables.problem(slip)}" for slip in answer.table.problems[:20]]
    rest = answer.table.problem_count - min(20, len(answer.table.problems))
    told += [f"and {rest:,} more like these"] if rest else []
    if not told:
        return '<p class="small">Every row of the file could be read.</p>'
    items = "".join(f"<li>{escape(words)}</li>" for words in told)
    return f'<h3>How the file was read</h3><ul class="said small">{items}</ul>'
