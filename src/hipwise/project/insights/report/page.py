"""The page of a report: sentences, pictures, numbers, and how to come to the same answer again."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from importlib.resources import files

from hipwise import __version__
from hipwise.domain.insight.finding import Finding, Reason, Silence
from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report.days import marks, outcome_by_day, span_of
from hipwise.project.insights.report.pictures import Album
from hipwise.ui.charts.figure import Table
from hipwise.ui.charts.html import figure, style, table
from hipwise.ui.words import insight, numbers, tables
from hipwise.ui.words.names import words

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
"""The report may load nothing at all; what it shows is inside it."""

_TAGS = {"clear": '<span class="tag clear">Clear</span>', "early": '<span class="tag weak">Early sign</span>'}


def answer_html(answer: Answer) -> str:
    """The whole report as one document."""
    album = Album.of(answer)
    title = f"What your notes show about {answer.voice.outcome}"
    body = "".join([*_head(answer, title), *_findings(answer, album), *_silences(answer, album), *_foot(answer)])
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head>\n"
        f'<body class="report"><main>{body}</main></body></html>\n'
    )


def _style() -> str:
    """The house's own style sheet and the report's, with the letters inside; on paper always the light colours."""
    sheet = style().replace("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
    letters = base64.b64encode(files("hipwise.ui").joinpath("static/hipwise/fonts/fraunces.woff2").read_bytes())
    face = (
        "@font-face{font-family:Fraunces;font-weight:420 560;font-display:swap;"
        f'src:url("data:font/woff2;base64,{letters.decode()}") format("woff2")}}'
    )
    return sheet + face + files("hipwise.project.insights.report").joinpath("report.css").read_text("utf-8")


def _head(answer: Answer, title: str) -> Iterator[str]:
    said, span, voice = answer.exploration, span_of(answer.panel), answer.voice
    yield (
        f'<header class="stack"><p class="eyebrow">{_day(span.start)} to {_day(span.end)}, '
        f"{insight.days(said.days)} with {escape(voice.outcome)} written down</p><h1>{escape(title)}</h1>"
        '<p class="lede">This report is made from your own notes. It says what goes along with '
        f"{escape(voice.outcome)} on your days, how sure that is, and what can’t be told yet. "
        "It is not a diagnosis.</p>"
        f"{_still(answer)}{_in_short(answer)}</header>"
    )


def _still(answer: Answer) -> str:
    return f"<p>{escape(answer.stillness)}</p>" if answer.stillness else ""


def _in_short(answer: Answer) -> str:
    """How many answers of each kind there are."""
    findings, silences = answer.exploration.findings, answer.exploration.silences
    counts = [
        ("Clear", sum(one.tier == "clear" for one in findings)),
        ("Early signs", sum(one.tier == "early" for one in findings)),
        ("Can’t tell yet", sum(one.reason in {"not_clear", "too_few_days", "no_variation"} for one in silences)),
        ("Ruled out", sum(one.reason == "ruled_out" for one in silences)),
        ("With another", sum(one.reason == "explained_by" for one in silences)),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{count}</dd></div>" for name, count in counts if count)
    return f'<dl class="nums short">{cells}</dl>' if cells else ""


def _findings(answer: Answer, album: Album) -> Iterator[str]:
    findings = answer.exploration.findings
    if not findings:
        yield (
            '<section class="sect"><h2>Nothing stands out yet</h2>'
            f"<p>No link with {escape(answer.voice.outcome)} is clear enough to speak of. "
            f"That is an answer too.</p>{figure(album.days())}</section>"
        )
    for at, finding in enumerate(findings):
        yield _finding(answer, album, at, finding)
    if findings:
        cause, given = insight.reservations(answer.voice)
        yield f'<p class="note"><span><strong>What this can’t tell:</strong> {cause} {given}</span></p>'


def _finding(answer: Answer, album: Album, at: int, finding: Finding) -> str:
    voice = answer.voice
    told = insight.told(finding, voice)
    kind = {"more": "", "less": ' class="ok"', "out": ' class="even"'}[album.tone(finding.effect)]
    lag = insight.lag_words(finding.lag, timed=voice.timed).capitalize()
    after = f'<span class="cap">{escape(" ".join(told.after))}</span>' if told.after else ""
    return (
        f'<article class="card finding" aria-labelledby="f{at}"><p class="tags">{_TAGS[finding.tier]}'
        f'<span class="tag plain">{lag}</span>{after}</p>'
        f'<h2 id="f{at}">{escape(told.lead)}<b{kind}>{escape(told.change)}</b>.</h2>'
        f'{figure(album.marked(at, finding))}<div class="aside">{figure(album.range(at, finding))}'
        f"{_numbers(answer, finding)}</div></article>"
    )


def _numbers(answer: Answer, finding: Finding) -> str:
    places = numbers.decimals(finding.effect, finding.low, finding.high)
    cells = [
        ("Difference", f"{numbers.signed(finding.effect, places)} points"),
        ("Likely range", f"{numbers.signed(finding.low, places)} to {numbers.signed(finding.high, places)}"),
        ("Days used", f"{finding.days_used:,}"),
    ]
    if finding.unit == insight.EVENT:
        noted = zip(marks(answer.panel, finding), outcome_by_day(answer.panel), strict=True)
        both = [mark for mark, value in noted if mark is not None and value is not None]
        cells.append(("With and without", f"{sum(both):,} and {len(both) - sum(both):,}"))
    else:
        cells.append(("Its usual step", numbers.amount(finding.step)))
    items = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in cells)
    return f'<dl class="nums num">{items}</dl>'


def _silences(answer: Answer, album: Album) -> Iterator[str]:
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


def _foot(answer: Answer) -> Iterator[str]:
    yield _for_clinicians(answer)
    said = answer.exploration
    rows = [
        ("Journal", answer.path.name),
        ("Outcome", answer.panel.outcome.name),
        ("Looked at", ", ".join(tables.safe(column.name) for column in answer.panel.factors) or "nothing else"),
        ("Engine", f"{said.engine}, Hipwise {__version__}"),
        ("Seed", str(said.seed)),
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
        f"{'moment' if voice.timed else 'day'} and of the next day, within this one person. "
        "Effects are in points of the outcome: for things that happened or not, days with against days without; "
        "for numbers, a rise of one standard deviation within the person (its usual step). Ranges are 95 % intervals. "
        f"Of the clear findings, at most {100 * said.fdr:g} in 100 should be false; of the early signs, more. "
        "These are associations, not effects of treatment."
    )
    rows = tuple(_row(answer, finding) for finding in said.findings)
    names = ("Noted", "When", "Effect", "95 % interval", "p", "q", "Days")
    numbers_table = table(Table("All findings in numbers, in points", names, rows)) if rows else ""
    head = "<h2>For a doctor or physiotherapist</h2>"
    return f'<section class="sect">{head}<p class="small">{how}</p>{numbers_table}</section>'


def _row(answer: Answer, finding: Finding) -> tuple[str, ...]:
    places = numbers.decimals(finding.effect, finding.low, finding.high)
    return (
        words(finding.factor),
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


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
