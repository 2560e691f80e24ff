"""The page of a report: sentences, pictures, numbers, and how to come to the same answer again."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from hipwise.project.insights.answer import Answer
from hipwise.project.insights.report.days import span_of
from hipwise.project.insights.report.foot import foot
from hipwise.project.insights.report.pictures import Album
from hipwise.project.insights.report.sections import findings, shifted, silences, written
from hipwise.ui.charts.html import style
from hipwise.ui.words import insight

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
"""The report may load nothing at all; what it shows is inside it."""

_OPEN = frozenset({"not_clear", "too_few_days", "either", "no_variation"})


def answer_html(answer: Answer) -> str:
    """The whole report as one document."""
    album = Album.of(answer)
    title = f"What your notes show about {answer.voice.outcome}"
    parts = (findings, shifted, written, silences)
    body = "".join([*_head(answer, title), *(html for part in parts for html in part(answer, album)), *foot(answer)])
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
        f'<header class="stack"><p class="eyebrow">{insight.date_words(span.start)} to {insight.date_words(span.end)}, '
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
    found, silent = answer.exploration.findings, answer.exploration.silences
    counts = [
        ("Clear", sum(one.tier == "clear" for one in found)),
        ("Early signs", sum(one.tier == "early" for one in found)),
        ("Can’t tell yet", sum(one.reason in _OPEN for one in silent)),
        ("Ruled out", sum(one.reason == "ruled_out" for one in silent)),
        ("Comes after", sum(one.reason == "after_pain" for one in silent)),
        ("With another", sum(one.reason == "explained_by" for one in silent)),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{count}</dd></div>" for name, count in counts if count)
    return f'<dl class="nums short">{cells}</dl>' if cells else ""
