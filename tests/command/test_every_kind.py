"""Text, JSON, report and picture each tell every kind of answer."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from hipwise.project.insights.answer import Answer
from hipwise.project.insights.as_json import answer_json
from hipwise.project.insights.as_text import answer_text
from hipwise.project.insights.options import Options
from hipwise.project.insights.report import ink
from hipwise.project.insights.report.page import answer_html
from hipwise.project.insights.report.sheet import answer_svg
from tests.command.test_report import Page
from tests.command.told import every_kind, first_day

SAID = (
    "On days with an argument, your notes show hip pain about 1 point higher",
    "Two days after “steps” was 1,800 higher, your notes show hip pain about 0.7 points lower",
    "The day after stress was above 7, your notes show hip pain about 0.9 points higher",
    "This link has begun: early on hardly any difference",
    "It goes both ways: hip pain on one day also goes along with stress on the next.",
    "Which came first can’t be told for arguing, which was noted for the same day as hip pain.",
    "Mood is lower after days with more hip pain.",
    "Either work or yoga goes along with hip pain, but your days can’t tell which.",
    "With stress taken into account, nothing clear is left of rest.",
    "Since 2 March 2026, hip pain has been about 0.8 points lower",
    "Other things may have changed at the same time.",
    "You seem to write more on days with more hip pain",
    "You named stress beforehand, so it needed a little less evidence, and the others a little more.",
    "whether one brings the other, or something else brings both.",
)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return every_kind()


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def missing(text: str) -> list[str]:
    return [words for words in SAID if words not in flat(text)]


def test_text(answer: Answer) -> None:
    said = answer_text(answer)
    assert missing(said) == []
    assert max(map(len, said.splitlines())) <= 80
    assert re.search(r"stress above 7 +next day +\+0\.9", said)
    assert "two days later" in said


def test_a_sentence_left_out_is_missed(answer: Answer) -> None:
    assert missing(answer_text(answer).replace("both ways", "one way")) == [SAID[4]]


def test_json(answer: Answer) -> None:
    said = json.loads(answer_json(answer, Options()))
    assert (said["suspects"], said["prior"], said["began"]) == (["stress"], "ab" * 32, first_day())
    assert said["shift"]["days_before"] == 60
    assert said["shift"]["sentence"].startswith("Since 2 March 2026, ")
    assert said["writing"]["unwritten"] == 20
    by_name = {one["factor"]: one for one in (*said["findings"], *said["silences"])}
    assert by_name["argument"]["change"]["kind"] == "begun"
    assert by_name["argument"]["change"]["last"] == [1.2, 0.6, 1.8]
    assert (by_name["stress"]["above"], by_name["stress"]["direction"]) == (7.0, "both")
    assert by_name["mood"]["after"] == -0.31
    assert by_name["yoga"]["through"] == "work"


def test_report(answer: Answer) -> None:
    text = answer_html(answer)
    page = Page(text)
    assert missing(re.sub(r" \(likely range [^)]*\)\.", "", page.text)) == []
    assert len(page.ids) == len(set(page.ids))
    assert page.tags["title"] == page.tags["svg"] + 1
    assert page.tags["article"] == 5, "four findings, and the time since something began"
    assert f"--suspect stress --began {first_day()} --prior FILE" in page.text
    assert "Above 7 and not" in page.text
    assert ("Early on" in page.text) and ("Lately" in page.text)


def test_picture(answer: Answer) -> None:
    text = answer_svg(answer)
    drawn = ElementTree.fromstring(text)
    said = " ".join(part for part in drawn.itertext())
    assert missing(said) == []
    assert not re.search(r"class=|style=|<style|var\(|url\(|href|<script|foreignObject", text), "nothing from elsewhere"
    assert set(re.findall(r'font-family="([^"]*)"', text)) == {ink.SANS, ink.SERIF}
    width, height = (float(drawn.attrib[side]) for side in ("width", "height"))
    for node in drawn.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 < float(node.attrib["x"]) < width
        assert 0 < float(node.attrib["y"]) < height
    assert text == answer_svg(answer)


def test_lines_of_a_picture_fit_wide_letters_too() -> None:
    assert ink.wrapped("MMMM MMMM MMMM", 7 * 14, 14) == ["MMMM", "MMMM", "MMMM"]
    assert ink.wrapped("till it is in", 8 * 14, 14) == ["till it is in"]
    assert ink.wrapped("", 100, 14) == []


def test_colours_are_the_house_s() -> None:
    assert re.fullmatch("#[0-9a-f]{6}", ink.colour("clay"))
    with pytest.raises(ValueError, match="no colour"):
        ink.colour("mauve")
