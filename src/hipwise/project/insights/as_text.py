"""Answers for a terminal of 80 columns: sentences first, numbers after, silences by their reason."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from hipwise.domain.insight.finding import Finding, Reason, Silence
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report.days import span_of
from hipwise.ui.words import insight, numbers
from hipwise.ui.words.names import Voice, words

WIDTH = 80

_HINTS: dict[Reason, str] = {
    "not_clear": "With each of these, {outcome} could be this much lower or higher. More days may tell.",
    "ruled_out": "If there is a link with {outcome}, it is no larger than this.",
}


def answer_text(answer: Answer) -> str:
    """The whole answer; ends with a line break."""
    parts = [_head(answer), *_findings(answer), *_whole(answer), *_silences(answer), _foot(answer)]
    return "\n\n".join(parts) + "\n"


def _head(answer: Answer) -> str:
    said, panel = answer.exploration, answer.panel
    span = span_of(panel)
    lines = [
        str(answer.path),
        f"{insight.days(said.days)} with {answer.voice.outcome} written down, {_span(span.start, span.end)}"
        + (f", in {said.entries:,} entries" if said.entries != said.days else ""),
    ]
    if answer.stillness:
        lines.append(_wrapped(answer.stillness, ""))
    if answer.table.problem_count:
        lines.append(f"{answer.table.problem_count:,} rows or cells could not be read as they stand; see the messages")
    return "\n".join(lines)


def _findings(answer: Answer) -> Iterator[str]:
    findings, voice = answer.exploration.findings, answer.voice
    if not findings:
        yield _wrapped(f"Nothing stands out yet: no link with {voice.outcome} is clear enough to speak of.", "")
        return
    for tier, heading in (("clear", "Clear"), ("early", "Early signs")):
        told = [insight.sentence(finding, voice) for finding in findings if finding.tier == tier]
        if told:
            yield "\n".join([heading, *(_wrapped(sentence, "  ") for sentence in told)])
    yield _numbers(findings, voice)
    if undirected := insight.undirected(findings, voice):
        yield _wrapped(undirected, "")


def _whole(answer: Answer) -> Iterator[str]:
    """What is said of all the notes together."""
    for heading, sentence in (("Before and after", answer.shifted), ("How the notes were written", answer.writing)):
        if sentence:
            yield f"{heading}\n{_wrapped(sentence, '  ')}"


def _numbers(findings: Sequence[Finding], voice: Voice) -> str:
    rows = [["factor", "when", "effect", "95 % range", "p", "q", "days"]]
    for one in findings:
        places = numbers.decimals(one.effect, one.low, one.high)
        span = f"{numbers.signed(one.low, places)} to {numbers.signed(one.high, places)}"
        when = insight.lag_words(one.lag, timed=voice.timed)
        effect = numbers.signed(one.effect, places)
        name = words(one.factor) + (f" above {numbers.mark(one.above)}" if one.above is not None else "")
        rows.append([name, when, effect, span, numbers.chance(one.p), numbers.chance(one.q), f"{one.days_used:,}"])
    return _table(rows, right={2, 4, 5, 6})


def _silences(answer: Answer) -> Iterator[str]:
    voice = answer.voice
    for reason, heading in insight.REASONS.items():
        silent = [silence for silence in answer.exploration.silences if silence.reason == reason]
        if silent:
            yield "\n".join([f"{heading} ({len(silent)})", *_silent(reason, silent, voice)])


def _silent(reason: Reason, silent: Sequence[Silence], voice: Voice) -> Iterator[str]:
    ranged = [one for one in silent if one.low is not None and one.high is not None]
    if reason not in _HINTS or len(ranged) < len(silent):
        told = [insight.sentence(one, voice) for one in silent] if reason in _HINTS else insight.together(silent, voice)
        yield from (_wrapped(sentence, "  ") for sentence in told)
        return
    yield _wrapped(_HINTS[reason].format(outcome=voice.outcome), "  ")
    yield _table([[words(one.factor), insight.lag_words(one.lag, timed=voice.timed), *_range(one)] for one in ranged])


def _range(silence: Silence) -> list[str]:
    low, high = silence.low or 0.0, silence.high or 0.0
    if silence.reason == "ruled_out":
        return [numbers.bound(low, high)]
    places = numbers.decimals(low, high)
    span = f"{numbers.signed(low, places)} to {numbers.signed(high, places)}"
    return [span, numbers.wait(silence.more_days) if silence.more_days else ""]


def _foot(answer: Answer) -> str:
    said = answer.exploration
    how = (
        f"How: engine {said.engine}, seed {said.seed}, at most {100 * said.fdr:g} in 100 clear findings false. "
        f"Data {said.digest[:16]}. The same file, seed and version give the same answer."
    )
    cause, given = insight.reservations(answer.voice)
    told = (f"What this can’t tell: {cause} {given}", *answer.beforehand, how)
    return "\n".join(_wrapped(words, "") for words in told)


def _span(first: date, last: date) -> str:
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _table(rows: Sequence[Sequence[str]], right: frozenset[int] | set[int] = frozenset()) -> str:
    """Rows in columns; the first is shortened when a line would be too wide."""
    count = max(len(row) for row in rows)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(len(row[at]) for row in full) for at in range(count)]
    widths[0] = max(8, min(widths[0], WIDTH - 2 - sum(widths[1:]) - 2 * (count - 1)))
    lines = []
    for row in full:
        first = row[0] if len(row[0]) <= widths[0] else row[0][: widths[0] - 1] + "…"
        cells = [
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip([first, *row[1:]], widths, strict=True))
        ]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return "\n".join(lines)
