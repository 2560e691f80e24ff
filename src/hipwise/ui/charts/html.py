"""Figures and style for pages that Django does not render, such as the printed insight report."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from hipwise.ui.charts.figure import Figure, Table

_SHEET = Path(__file__).parents[1] / "static/hipwise/css/hipwise.css"


def style() -> str:
    """The whole style sheet for a <style> of a page that stands alone: no files beside it, so system serifs."""
    return re.sub(r"@font-face\{[^}]*\}", "", _SHEET.read_text("utf-8"))


def figure(chart: Figure) -> str:
    """The chart, its legend, its sentence and, folded, its table."""
    legend = "".join(f'<li><i class="lg lg-{mark}"></i>{escape(words)}</li>' for mark, words in chart.legend)
    return (
        f'<figure class="figure">{chart.svg}'
        + (f'<ul class="legend">{legend}</ul>' if legend else "")
        + f'<figcaption class="cap">{escape(chart.sentence)}</figcaption>'
        + (f"<details><summary>The numbers</summary>{table(chart.table)}</details>" if chart.table.rows else "")
        + "</figure>"
    )


def table(data: Table) -> str:
    """The table in a region that scrolls sideways where it must."""
    head = "".join(f'<th scope="col"{_right(i)}>{escape(cell)}</th>' for i, cell in enumerate(data.head))
    rows = "".join(f"<tr>{''.join(_cell(i, cell) for i, cell in enumerate(row))}</tr>" for row in data.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(data.caption)}"><table>'
        f"<caption>{escape(data.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _right(i: int) -> str:
    return ' class="n"' if i else ""


def _cell(i: int, words: str) -> str:
    return f'<td class="n">{escape(words)}</td>' if i else f'<th scope="row">{escape(words)}</th>'
