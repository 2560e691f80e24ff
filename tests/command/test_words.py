"""Sentences: right for any column name, exact in their numbers, never a cause and never a diagnosis."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.formats.slips import Note, Problem, Remark, Slip, Unusable, Why
from hipwise.domain.insight.finding import Finding, Reason, Silence, Unit
from hipwise.ui.words import insight, numbers, tables
from hipwise.ui.words.insight import sentence
from hipwise.ui.words.names import Name, Voice, name_of, voice_for, words

EVENT: Unit = "points, yes against no"
NUMBER: Unit = "points, one usual step up"
VOICE = voice_for("hip_pain")
MOMENTS = voice_for("pain", timed=True)

FOUND = Finding("argument", "same", "clear", 1.04, 0.5, 1.7, EVENT, 1.0, 0.001, 0.01, 107)
STRESS = replace(FOUND, factor="stress", unit=NUMBER, step=1.83)
EARLY = replace(FOUND, factor="tired", tier="early", effect=-0.5, low=-1.1, high=0.04, days_used=1)
SILENT = Silence("steps", "same", "not_clear", -0.5, 1.12, NUMBER, 2900.4, (20, 45), 30)
CAUSAL = re.compile(r"caus|because|due to|leads? to|trigger|makes? |you have|diagnos", re.IGNORECASE)


@pytest.mark.parametrize(
    ("finding", "voice", "said"),
    [
        (
            FOUND,
            VOICE,
            "On days with an argument, your notes show hip pain about 1 point higher "
            "(likely range 0.5 to 1.7; from 107 days).",
        ),
        (
            replace(FOUND, lag="next"),
            VOICE,
            "The day after a day with an argument, your notes show hip pain about 1 point higher "
            "(likely range 0.5 to 1.7; from 107 days).",
        ),
        (
            STRESS,
            VOICE,
            "When stress is 1.8 higher, your notes show hip pain about 1 point higher "
            "(likely range 0.5 to 1.7; from 107 days).",
        ),
        (
            replace(STRESS, lag="next", factor="steps", step=2900.4, effect=-0.3, low=-0.44, high=-0.1),
            VOICE,
            "The day after “steps” was 2,900 higher, your notes show hip pain about 0.3 points "
            "lower (likely range 0.1 to 0.44; from 107 days). It is a small difference, under half a point.",
        ),
        (
            EARLY,
            VOICE,
            "An early sign: on days with “tired” noted, your notes show hip pain about half a point lower "
            "(likely range 1.1 lower to 0.04 higher; from 1 day). It could still be chance.",
        ),
        (
            FOUND,
            MOMENTS,
            "At times with an argument, your notes show pain about 1 point higher "
            "(likely range 0.5 to 1.7; from 107 days).",
        ),
    ],
)
def test_findings(finding: Finding, voice: Voice, said: str) -> None:
    assert sentence(finding, voice) == said


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (
            SILENT,
            "Can’t tell yet about “steps”. With it 2,900 higher, hip pain could be anything from "
            "half a point lower to 1.1 points higher. About 20 to 45 more days should tell.",
        ),
        (
            replace(SILENT, factor="walk", unit=EVENT, step=1.0, lag="next", more_days=None),
            "Can’t tell yet about walking. The day after, hip pain could be anything from "
            "half a point lower to 1.1 points higher.",
        ),
        (Silence("yoga", "same", "not_clear"), "Can’t tell yet about yoga."),
        (
            Silence("swim", "same", "too_few_days", more_days=(25, 60)),
            "Can’t tell yet about swimming: there are too few days to compare. About 25 to 60 more days may settle it.",
        ),
        (
            Silence("gluten", "same", "no_variation"),
            "Nothing to compare for “gluten”: it hardly changed on the days with hip pain written down.",
        ),
        (
            replace(SILENT, reason="ruled_out", factor="sat_long", unit=EVENT, high=0.31, low=-0.2),
            "If long sitting and hip pain go together the same day, it is by no more than 0.4 points.",
        ),
        (
            replace(SILENT, reason="ruled_out", high=0.3, low=-0.2, lag="next"),
            "If “steps” and hip pain go together the next day, it is by no more than 0.3 points for a rise of 2,900.",
        ),
        (
            Silence("steps", "same", "explained_by", through="poor_sleep"),
            "“steps” and hip pain go together in your notes, but with poor sleep taken into account "
            "nothing clear is left.",
        ),
    ],
)
def test_silences(silence: Silence, said: str) -> None:
    assert sentence(silence, VOICE) == said


def test_silences_together() -> None:
    few = [Silence("swim", "same", "too_few_days"), Silence("steps", "next", "too_few_days", more_days=(25, 60))]
    assert insight.together(few, VOICE) == [
        "There are too few days to compare for swimming and “steps” (about 25 to 60 more days may tell)."
    ]
    beside = [Silence(name, "same", "explained_by", through="stress") for name in ("work", "rest", "mood")]
    assert insight.together(beside, VOICE) == [
        "With stress taken into account, nothing clear is left of work, rest and mood."
    ]
    assert insight.together([Silence("gluten", "same", "no_variation")], VOICE) == [
        "There is nothing to compare for “gluten”: hardly any change on the days with hip pain noted."
    ]


def test_an_outcome_that_hardly_changed() -> None:
    assert insight.stillness(3, 3.5, VOICE) is None
    said = "The hip pain in these notes hardly changed: on half of the days it lay between 3 and 3.4."
    assert insight.stillness(3, 3.4, VOICE) == said
    assert insight.stillness(1, 1, MOMENTS) == "The pain in these notes hardly changed: in half of them it lay at 1."


def test_a_page_may_name_things_itself() -> None:
    voice = Voice("pain", names={"conflict": Name("arguing", "an argument")})
    assert sentence(replace(FOUND, factor="conflict"), voice).startswith("On days with an argument,")
    assert sentence(replace(FOUND, factor="conflict"), VOICE).startswith("On days with a conflict,")


@pytest.mark.parametrize(
    ("column", "noun", "event"),
    [
        ("hip_pain", "hip pain", "hip pain"),
        ("Low-Back Pain", "low back pain", "low back pain"),
        ("poorSleep", "poor sleep", "poor sleep"),
        ("Steps", "“Steps”", "“Steps” noted"),
        ("NPRS", "pain (NPRS)", "pain (NPRS)"),
        ("müde", "“müde”", "“müde” noted"),
        ("a\x1b[2J\nb", "“a [2J b”", "“a [2J b” noted"),
        ("__", "“unnamed”", "“unnamed” noted"),
    ],
)
def test_names(column: str, noun: str, event: str) -> None:
    assert name_of(column) == Name(noun, event)


@given(st.text(max_size=120), st.sampled_from(["same", "next"]), st.floats(-50, 50), st.floats(0.001, 40))
def test_any_name_and_any_number(name: str, lag: str, effect: float, reach: float) -> None:
    finding = replace(FOUND, factor=name, lag=lag, effect=effect, low=effect - reach, high=effect + reach)  # type: ignore[arg-type]
    said = sentence(finding, voice_for(name))
    assert said.isprintable()
    assert said.endswith(".")
    assert "  " not in said
    assert len(words(name)) <= 48


def test_no_cause_and_no_diagnosis() -> None:
    reasons: list[Reason] = ["too_few_days", "no_variation", "not_clear", "ruled_out", "explained_by"]
    said = [
        sentence(replace(SILENT, reason=reason, through="stress"), voice)
        for reason in reasons
        for voice in (VOICE, MOMENTS)
    ]
    said += [sentence(finding, voice) for finding in (FOUND, STRESS, EARLY) for voice in (VOICE, MOMENTS)]
    assert [words for words in said if CAUSAL.search(words)] == []
    assert CAUSAL.search("an argument causes pain")


def test_small_is_what_the_engine_calls_no_matter() -> None:
    from hipwise.domain.insight.points import NO_MATTER

    assert insight.SMALL == NO_MATTER


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((1.04, 0.5, 1.7), ["1", "0.5", "1.7"]),
        ((0.04, 0.01, 0.09), ["0.04", "0.01", "0.09"]),
        ((0.3, 0.02, 0.6), ["0.3", "0.02", "0.6"]),
        ((2500.0, 30.0, 4000.0), ["2,500", "30", "4,000"]),
        ((0.0,), ["0"]),
    ],
)
def test_digits(values: tuple[float, ...], told: list[str]) -> None:
    places = numbers.decimals(*values)
    assert [numbers.plain(value, places) for value in values] == told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((25, 60), "about 25 to 60 more days"),
        ((29, 31), "about 30 more days"),
        ((1, 604), "up to about 600 more days"),
        ((349, 1500), "about 350 more days, or many more"),
        ((2000, 9000), "years of further notes"),
        ((1, 2), "a few more days"),
        ((4, 2000), "a few more days, or many more"),
    ],
)
def test_waits(days: tuple[int, int], told: str) -> None:
    assert numbers.wait(days) == told


def test_every_code_has_words() -> None:
    for slip in Slip.__args__:  # type: ignore[attr-defined]
        assert tables.problem(Problem(slip, 3, "pain", "x"))
    for remark in Remark.__args__:  # type: ignore[attr-defined]
        assert tables.note(Note(remark, "pain", 3))
    for why in Why.__args__:  # type: ignore[attr-defined]
        assert tables.unusable(Unusable(why, "x"))
