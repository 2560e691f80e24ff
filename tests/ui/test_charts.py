"""Charts say in words and numbers what they draw, keep gaps, and let no text become markup."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest

from hipwise.ui import charts, samples
from hipwise.ui.charts import html
from hipwise.ui.charts.calendar import Days, runs, smooth
from hipwise.ui.charts.figure import plain
from hipwise.ui.charts.strip import usual

START = date(2026, 7, 28)
NASTY = '<script>alert("1")</script> & "co"'


def a_strip(values: Sequence[float | None], marked: Sequence[bool] = (), title: str = "Pain") -> charts.Figure:
    return charts.strip(charts.Strip("s", title, "One sentence.", START, values, marked, "argument" if marked else ""))


def every_figure() -> list[charts.Figure]:
    found = samples.figures()
    return [found["strip"], found["dots"], found["lines"], *found["intervals"]]


@pytest.mark.parametrize("figure", every_figure())
def test_figure_is_well_formed_named_and_told_twice(figure: charts.Figure) -> None:
    drawn = list(ET.fromstring(f"<all>{figure.svg}</all>"))
    for svg in drawn:
        title = svg.find("title")
        assert svg.get("role") == "img"
        assert title is not None
        assert title.get("id") == svg.get("aria-labelledby")
    assert figure.sentence
    assert figure.table.rows
    assert all(len(row) == len(figure.table.head) for row in figure.table.rows)
    assert "style=" not in figure.svg


@pytest.mark.parametrize("figure", every_figure())
def test_nothing_leaves_the_sheet(figure: charts.Figure) -> None:
    for svg in ET.fromstring(f"<all>{figure.svg}</all>"):
        _, _, width, height = (float(v) for v in svg.attrib["viewBox"].split())
        for mark in svg.iter("circle"):
            assert 0 <= float(mark.attrib["cx"]) <= width
            assert 0 <= float(mark.attrib["cy"]) <= height


def test_text_is_escaped_wherever_it_goes() -> None:
    figure = charts.strip(charts.Strip(NASTY, NASTY, NASTY, START, [1, 2, 3], [True, False, True], NASTY))
    page = html.figure(figure)
    assert "<script" not in page
    ET.fromstring(f"<all>{figure.svg}</all>")
    assert page.count("&lt;script&gt;") > 3


def test_a_gap_stays_a_gap() -> None:
    figure = a_strip([4, None, None, 5])
    assert [row[0] for row in figure.table.rows] == ["28 Jul 2026", "31 Jul 2026"]
    assert figure.svg.count("ch-dot") == 2 * 2  # two days, two sizes


def test_a_long_gap_breaks_the_line() -> None:
    assert runs([1, 1, None, None, 1, None, None, None, 1]) == [[0, 1, 4], [8]]
    broken = a_strip([3] * 10 + [None] * 6 + [3] * 10)
    assert broken.svg.count('class="ch-line"') == 2 * 2


def test_smoothing_is_the_mean_of_the_week_around() -> None:
    day, mean = smooth([0, 7, None, 7], [0, 1, 3])[0]
    assert day == 0
    assert mean == pytest.approx(14 / 3)
    assert smooth([5], [0]) == [(0, 5)]


def test_marked_days_have_another_shape_and_a_legend() -> None:
    figure = a_strip([1, 2, 3], [True, False, True])
    assert figure.svg.count("ch-mark") == 2 * 2
    assert ("mark", "argument") in figure.legend
    assert [row[2] for row in figure.table.rows] == ["yes", "no", "yes"]


def test_usual_range_needs_days() -> None:
    assert usual([1, 2, 3, None]) is None
    assert usual([float(v) for v in range(8)]) == (2, 6)


@pytest.mark.parametrize("count", [1, 2, 7, 30, 90, 200, 365, 1500])
def test_day_names_never_overlap(count: int) -> None:
    drawn = "".join(Days(START, count, 26, 296).axis(0, 10))
    spans = []
    for x, anchor, words in re.findall(r'x="([\d.]+)" y="10"(?: text-anchor="(\w+)")?>([^<]+)', drawn):
        wide = len(words) * 6.4
        left = float(x) - {"": 0, "middle": wide / 2, "end": wide}[anchor]
        spans.append((left, left + wide))
    assert spans
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("values", [[], [None], [0], [10, 10]])
def test_hardly_any_days(values: list[float | None]) -> None:
    ET.fromstring(f"<all>{a_strip(values).svg}</all>")


def test_lines_refuse_series_of_different_length() -> None:
    series = [charts.Series("Pain", "", [1, 2]), charts.Series("Mood", "", [1])]
    with pytest.raises(ValueError, match="same days"):
        charts.lines(charts.Lines("l", "t", "s", START, series))


def test_dots_count_every_day() -> None:
    figure = charts.dots(charts.Dots("d", "t", "s", [5, 5, 6.4], [1], "With"))
    assert figure.svg.count("ch-mark") == 3
    assert figure.table.rows[-1] == ("Mean", "5.5", "1")
    ET.fromstring(charts.dots(charts.Dots("d", "t", "s", [], [], "With")).svg)


def test_an_interval_beyond_the_scale_points_on() -> None:
    wide = charts.interval(charts.Interval("i", "t", "s", -9, 9, 0, "open"))
    narrow = charts.interval(charts.Interval("i", "t", "s", -1, 1, 0, "out"))
    assert wide.svg.count("iv-end") == 2
    assert "iv-end" not in narrow.svg


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), (3, "3"), (3.0, "3"), (0.51, "0.5"), (-0.04, "0"), (-1.2, "−1.2"), (10, "10")]
)
def test_numbers_for_people(value: float | None, words: str) -> None:
    assert plain(value) == words


def test_charts_need_no_django() -> None:
    code = "import sys, hipwise.ui.charts.html as h; h.style(); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "src"})
    assert done.returncode == 0


def test_style_for_a_page_that_stands_alone_wants_no_files() -> None:
    assert "url(" not in html.style()
    assert ".ch-dot{" in html.style()
