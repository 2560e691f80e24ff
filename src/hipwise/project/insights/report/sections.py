"""The sections of a report: findings, the time since something began, how notes were written, silences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from hipwise.domain.insight.finding import Finding, Reason, Silence
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report.days import marks, outcome_by_day
from hipwise.project.insights.report.pictures import Album
from hipwise.ui.charts.html import figure
from hipwise.ui.words import insight, numbers

_TAGS = {"clear": '<span class="tag clear">Clear</span>', "early": '<span class="tag weak">Early sign</span>'}


def findings(answer: Answer, album: Album) -> Iterator[str]:
    """A card for each finding, or that nothing stands out."""
    found, voice = answer.exploration.findings, answer.voice
    if not found:
        yield (
            '<section class="sect"><h2>Nothing stands out yet</h2>'
            f"<p>No link with {escape(voice.outcome)} is clear enough to speak of. "
            f"That is an answer too.</p>{figure(album.days())}</section>"
        )
    for at, finding in enumerate(found):
        yield _finding(answer, album, at, finding)
    if found:
        cause, given = insight.reservations(voice)
        which = insight.undirected(found, voice)
        told = f"{cause} {escape(which)} {given}" if which else f"{cause} {given}"
        yield f'<p class="note"><span><strong>What this can’t tell:</strong> {told}</span></p>'


def shifted(answer: Answer, album: Album) -> Iterator[str]:
    """The time since something began, against the time before, when that was asked."""
    sentence, found = answer.shifted, answer.exploration.shift
    if not sentence:
        return
    drawn = ""
    if found:
        places = numbers.decimals(found.effect, found.low, found.high)
        cells = _cells(
            ("Difference", f"{numbers.signed(found.effect, places)} points"),
            ("Likely range", f"{numbers.signed(found.low, places)} to {numbers.signed(found.high, places)}"),
            ("Days before", f"{found.days_before:,}"),
            ("Days after", f"{found.days_after:,}"),
        )
        pictures = figure(album.since(found)), figure(album.shift_range(found))
        drawn = f'{pictures[0]}<div class="aside">{pictures[1]}{cells}</div>'
    yield (
        '<section class="sect"><h2>Before and after</h2><article class="card finding">'
        f'<p class="whole">{escape(sentence)}</p>{drawn}</article></section>'
    )


def written(answer: Answer, album: Album) -> Iterator[str]:  # noqa: ARG001 - all sections are asked alike
    """What the gaps between notes point to."""
    if answer.writing:
        yield f'<section class="sect"><h2>How the notes were written</h2><p>{escape(answer.writing)}</p></section>'


def _finding(answer: Answer, album: Album, at: int, finding: Finding) -> str:
    voice = answer.voice
    told = insight.told(finding, voice)
    kind = {"more": "", "less": ' class="ok"', "out": ' class="even"'}[album.tone(finding.effect)]
    lag = insight.lag_words(finding.lag, timed=voice.timed).capitalize()
    after = f'<span class="cap">{escape(" ".join(told.after))}</span>' if told.after else ""
    both = f'<p class="whole">{escape(told.both_ways)}</p>' if told.both_ways else ""
    change = figure(album.change(at, finding.change)) if finding.change else ""
    return (
        f'<article class="card finding" aria-labelledby="f{at}"><p class="tags">{_TAGS[finding.tier]}'
        f'<span class="tag plain">{lag}</span>{after}</p>'
        f'<h2 id="f{at}">{escape(told.lead)}<b{kind}>{escape(told.change)}</b>.</h2>'
        f'{figure(album.marked(at, finding))}<div class="aside">{figure(album.range(at, finding))}'
        f"{_numbers(answer, finding)}</div>{change}{both}</article>"
    )


def _numbers(answer: Answer, finding: Finding) -> str:
    places = numbers.decimals(finding.effect, finding.low, finding.high)
    if finding.unit == insight.STEP:
        last = ("Its usual step", numbers.amount(finding.step))
    else:
        noted = zip(marks(answer.panel, finding), outcome_by_day(answer.panel), strict=True)
        both = [mark for mark, value in noted if mark is not None and value is not None]
        sides = "With and without" if finding.above is None else f"Above {numbers.mark(finding.above)} and not"
        last = (sides, f"{sum(both):,} and {len(both) - sum(both):,}")
    return _cells(
        ("Difference", f"{numbers.signed(finding.effect, places)} points"),
        ("Likely range", f"{numbers.signed(finding.low, places)} to {numbers.signed(finding.high, places)}"),
        ("Days used", f"{finding.days_used:,}"),
        last,
    )


def _cells(*cells: tuple[str, str]) -> str:
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in cells)
    return f'<dl class="nums num">{items}</dl>'


def silences(answer: Answer, album: Album) -> Iterator[str]:
    """What can't be told, a section for each reason."""
    for reason in insight.REASONS:
        silent = [one for one in answer.exploration.silences if one.reason == reason]
        if silent:
            yield _silent(answer, album, reason, silent)


def _silent(answer: Answer, album: Album, reason: Reason, silent: Sequence[Silence]) -> str:
    outcome = answer.voice.outcome
    ranged = [one for one in silent if one.low is not None]
    head = f'<section class="sect"><h2>{escape(insight.REASONS[reason])}</h2>'
    if reason == "not_clear" and ranged:
        sentence = (
            f"Each bar shows what is still possible: {outcome} could be that much lower or higher. "
            "Beside it stands after how many more days of notes the answer may be clear."
        )
        return f"{head}{figure(album.glance('open', ranged, sentence, 'open'))}</section>"
    if reason == "ruled_out" and ranged:
        sentence = (
            f"If one of these goes along with {outcome}, then by no more than its bar shows: too little to matter much."
        )
        return f"{head}{figure(album.glance('out', ranged, sentence, 'out'))}</section>"
    told = (
        insight.together(silent, answer.voice)
        if reason not in {"not_clear", "ruled_out"}
        else [insight.sentence(one, answer.voice) for one in silent]
    )
    items = "".join(f"<li>{escape(words)}</li>" for words in told)
    return f'{head}<ul class="said">{items}</ul></section>'
