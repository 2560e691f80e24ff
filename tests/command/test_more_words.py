"""Sentences about later lags, thresholds, change, direction, a treatment's start and how notes were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.insight.finding import LAGS, Change, Finding, Lag, Reason, Shift, Silence, Writing
from hipwise.ui.words import insight, numbers
from hipwise.ui.words.insight import ABOVE, EVENT, REASONS, STEP, sentence
from hipwise.ui.words.names import voice_for
from tests.command.test_words import CAUSAL, EARLY, FOUND, MOMENTS, SILENT, STRESS, VOICE

HIGH = replace(STRESS, above=7.0, unit=ABOVE)
BEGUN = Change("begun", (0.02, -0.3, 0.4), (1.2, 0.6, 1.8), 0.01)
BEGAN = float((date(2026, 3, 3) - date(1970, 1, 1)).days)
SHIFT = Shift(BEGAN, -0.8, -1.4, -0.2, 0.01, 40, 61)
WRITING = Writing(-0.8, -1.2, -0.3, 0.01, 41)
AFTER = Silence("mood", "same", "after_pain", -0.4, 0.1, STEP, 1.6, after=-0.3)


@pytest.mark.parametrize(
    ("finding", "begins"),
    [
        (replace(FOUND, lag="second"), "Two days after a day with an argument, your notes show hip pain about "),
        (replace(FOUND, lag="third"), "Three days after a day with an argument, your notes show "),
        (replace(STRESS, lag="second"), "Two days after stress was 1.8 higher, your notes show "),
        (HIGH, "On days when stress is above 7, your notes show hip pain about 1 point higher "),
        (replace(HIGH, lag="next", above=6.25), "The day after stress was above 6.25, your notes show "),
        (replace(HIGH, lag="third", above=-2.0), "Three days after stress was above −2, your notes show "),
        (replace(HIGH, factor="steps", above=12345.0), "On days when “steps” is above 12,345, your notes show "),
        (replace(HIGH, tier="early"), "An early sign: on days when stress is above 7, your notes show "),
    ],
)
def test_when(finding: Finding, begins: str) -> None:
    assert sentence(finding, VOICE).startswith(begins)


def test_thresholds_by_the_hour() -> None:
    assert sentence(HIGH, MOMENTS).startswith("At times when stress is above 7, your notes show pain ")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("begun", "This link has begun: early on hardly any difference (0.3 lower to 0.4 higher), "),
        ("faded", "This link has faded: early on "),
        ("stronger", "This link has grown stronger: early on "),
        ("weaker", "This link has grown weaker: early on "),
    ],
)
def test_change(kind: str, said: str) -> None:
    finding = replace(FOUND, change=replace(BEGUN, kind=kind))  # type: ignore[arg-type]
    told = insight.told(finding, VOICE)
    assert told.changed.startswith(said)
    assert told.changed.endswith("lately about 1.2 points higher (0.6 to 1.8).")
    assert told.changed in told.sentence


def test_direction() -> None:
    assert insight.told(FOUND, VOICE).both_ways == ""
    both = sentence(replace(FOUND, lag="next", direction="both"), VOICE)
    assert both.endswith(" It goes both ways: hip pain on one day also goes along with arguing on the next.")
    forward = replace(STRESS, lag="second", direction="forward")
    assert insight.undirected([forward], VOICE) is None
    assert insight.undirected([FOUND, forward], VOICE) == (
        "Which came first can’t be told for arguing, which was noted for the same day as hip pain."
    )
    assert insight.undirected([FOUND, STRESS], MOMENTS) == (
        "Which came first can’t be told for arguing and stress, which were noted at the same moment as pain."
    )
    assert insight.undirected([replace(FOUND, lag="next")], VOICE) is None, "a day after is a direction"


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (
            AFTER,
            "Mood is lower after days with more hip pain. "
            "That says hip pain comes first; it is no sign that mood moves hip pain.",
        ),
        (
            replace(AFTER, factor="rest", unit=EVENT, after=0.1),
            "Rest comes more often after days with more hip pain. "
            "That says hip pain comes first; it is no sign that rest moves hip pain.",
        ),
        (
            replace(AFTER, after=None),
            "Mood is not the same after days with more hip pain as at other times. "
            "That says hip pain comes first; it is no sign that mood moves hip pain.",
        ),
        (
            Silence("stress", "same", "either", through="argument"),
            "Either arguing or stress goes along with hip pain, but your days can’t tell which.",
        ),
        (
            replace(SILENT, reason="ruled_out", high=0.3, low=-0.2, lag="second"),
            "If “steps” and hip pain go together two days later, it is by no more than 0.3 points for a rise of 2,900.",
        ),
        (
            replace(SILENT, lag="third", more_days=None),
            "Can’t tell yet about “steps”. Three days after it was 2,900 higher, hip pain could be anything from "
            "half a point lower to 1.1 points higher.",
        ),
    ],
)
def test_silences(silence: Silence, said: str) -> None:
    assert sentence(silence, VOICE) == said


def test_silences_together() -> None:
    assert insight.together([AFTER], VOICE) == [sentence(AFTER, VOICE)]
    rivals = [Silence("stress", "same", "either", through="argument")]
    rivals.append(Silence("argument", "next", "either", through="stress"))
    assert insight.together(rivals, VOICE) == [sentence(rivals[0], VOICE)]
    assert insight.together([AFTER, replace(AFTER, factor="fatigue", after=0.2)], VOICE) == [
        "Mood is lower after days with more hip pain.",
        "Fatigue is higher after days with more hip pain.",
        "That says hip pain comes first; it is no sign that any of these moves hip pain.",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            SHIFT,
            "Since 3 March 2026, hip pain has been about 0.8 points lower (likely range 0.2 to 1.4; from 40 days "
            "before and 61 after), allowing for the day of the week, slow change and the days before. ",
        ),
        (
            replace(SHIFT, effect=-0.3, low=-1.1, high=0.5),
            "Can’t tell yet whether hip pain has changed since 3 March 2026: anything from 1.1 points lower to "
            "half a point higher is possible (from 40 days before and 61 after). ",
        ),
        (
            replace(SHIFT, effect=0.0, low=-0.31, high=0.3),
            "Since 3 March 2026, hip pain has changed by no more than 0.4 points, if at all "
            "(from 40 days before and 61 after). ",
        ),
    ],
)
def test_since_something_began(found: Shift, said: str) -> None:
    assert insight.shift(found, VOICE) == f"{said}Other things may have changed at the same time."


def test_too_little_before_or_after() -> None:
    assert insight.shiftless(BEGAN, VOICE) == (
        "Can’t tell whether hip pain has changed since 3 March 2026: "
        "there are too few days with notes before or after it."
    )


def test_writing_on_some_days_more() -> None:
    assert insight.writing(WRITING, VOICE) == (
        "You seem to write more on days with more hip pain: just before and after the 41 days without a note, "
        "it is about 0.8 points lower than on other days (likely range 0.3 to 1.2). "
        "What these notes show may not hold for the days without notes."
    )
    less = insight.writing(replace(WRITING, difference=0.8, low=0.3, high=1.2, unwritten=1), VOICE)
    assert less
    assert less.startswith("You seem to write less on days with more hip pain: just before and after the one day ")
    assert insight.writing(replace(WRITING, high=0.1), VOICE) is None


def test_what_was_said_beforehand() -> None:
    assert insight.suspects((), VOICE) is None
    assert insight.suspects(("stress",), VOICE) == (
        "You named stress beforehand, so it needed a little less evidence, and the others a little more."
    )
    two = insight.suspects(("stress", "argument"), VOICE)
    assert two
    assert two.startswith("You named stress and arguing beforehand, so they needed")
    assert insight.borrowed(None) is None
    assert insight.borrowed("ab12")


@pytest.mark.parametrize(
    ("value", "told"), [(7.0, "7"), (6.5, "6.5"), (0.0, "0"), (-1.25, "−1.25"), (0.0333, "0.0333")]
)
def test_marks(value: float, told: str) -> None:
    assert numbers.mark(value) == told


@given(st.sampled_from(LAGS), st.floats(-40, 40), st.floats(0.001, 40), st.one_of(st.none(), st.floats(-1e4, 1e4)))
def test_any_numbers(lag: Lag, effect: float, reach: float, above: float | None) -> None:
    part = (effect, effect - reach, effect + reach)
    finding = replace(
        STRESS, lag=lag, effect=effect, low=part[1], high=part[2], change=Change("faded", part, part, 0.1)
    )
    said = [sentence(replace(finding, above=above, direction="both"), voice) for voice in (VOICE, MOMENTS)]
    said.append(insight.shift(replace(SHIFT, effect=effect, low=part[1], high=part[2]), VOICE))
    for words in said:
        assert words.isprintable()
        assert words.endswith(".")
        assert "  " not in words
        assert "-" not in words.replace("“", "")


def test_every_reason_has_words_and_a_heading() -> None:
    assert set(REASONS) == set(Reason.__args__)  # type: ignore[attr-defined]
    for reason in REASONS:
        assert sentence(Silence("stress", "same", reason, through="argument"), VOICE).endswith(".")


def test_no_cause_is_named() -> None:
    said = [sentence(replace(AFTER, reason=reason, lag=lag), voice_for("pain")) for reason in REASONS for lag in LAGS]
    said += [sentence(replace(one, lag=lag, change=BEGUN), VOICE) for one in (FOUND, HIGH, EARLY) for lag in LAGS]
    said += [insight.shift(SHIFT, VOICE), insight.writing(WRITING, VOICE) or "", insight.borrowed("x") or ""]
    assert [words for words in said if CAUSAL.search(words)] == []
