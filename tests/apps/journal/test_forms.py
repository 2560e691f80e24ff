"""What people type, and what nobody should have to fear typing."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipwise.apps.journal.content import Content
from hipwise.apps.journal.forms import CheckInForm
from hipwise.apps.journal.services import AHEAD
from hipwise.apps.journal.vocabulary import Emotion, Place
from hipwise.ui.pictures import body_regions, emotions
from tests.apps.journal.writing import NOW, content

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIELDS = [*CheckInForm.base_fields, "happened-own", "places-view"]
ODD = ["", " ", "0", "10", "-1", "11", "1e3", "nan", "inf", "1,5", "7.25", "walk", "worried", "elbow", "\x00", "\ud800"]
ODD += [
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-03-04",
    "25:00",
    "24:00",
    "09:30",
    "<script>",
    "'; --",
    "x" * 5000,
]


def typed(**said: str | list[str]) -> QueryDict:
    """A posted form: this morning's day and time unless told otherwise."""
    post = QueryDict(mutable=True)
    for name, value in ({"day": "2026-03-04", "hour": "09:00"} | said).items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


def form(post: QueryDict | None = None, **more: Any) -> CheckInForm:
    usual: dict[str, Any] = {"now": NOW, "own": ["Choir"]}
    return CheckInForm(post, **(usual | more))


def said_by(**said: str | list[str]) -> Content:
    bound = form(typed(**said))
    assert bound.is_valid(), bound.errors
    return bound.content()


def test_pictures_and_vocabulary_name_the_same_things() -> None:
    assert [key for key, _ in body_regions.CHOICES] == Place.values
    assert {key for key, _ in emotions.CHOICES} == set(Emotion.values)


def test_everything_may_be_left_out() -> None:
    assert said_by().is_empty


def test_a_full_check_in() -> None:
    said = said_by(
        pain="4",
        happened=["sat_long", "Choir"],
        **{"happened-own": "Mum's visit, walk , walk,,"},
        stress="3",
        mood="1",
        feelings=["worried", "low"],
        strength="3",
        sleep_hours="6.5",
        note="Long\r\nday",
    )
    assert said.pain == 4 and said.stress == 3 and said.mood == 1 and said.sleep_hours == 6.5
    assert said.activities == ("sat_long", "walk") and said.own == ("Choir", "Mum's visit")
    assert said.emotions == {"worried": 3, "low": 3}


def test_times_are_the_clinics() -> None:
    with timezone.override(AMSTERDAM):
        assert said_by(hour="09:00").at.utcoffset() == timedelta(hours=1)


def test_an_edit_that_touches_nothing_changes_nothing() -> None:
    before = content(
        at=NOW.replace(second=17, microsecond=42),
        emotions={"worried": 1, "low": 3},
        qualities=("tight",),
        places=("left_groin",),
        activities=("walk",),
        own=("Choir",),
        sleep_hours=6.5,
        stress=0,
        note="As it was",
    )
    with timezone.override(AMSTERDAM):
        shown = form(entry=before)
        post = QueryDict(mutable=True)
        for name in shown.fields:
            value = shown[name].value()
            if name in ("day", "hour"):
                value = shown.fields[name].widget.format_value(value)
            if value is not None:
                post.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
        again = form(post, entry=before)
        assert again.is_valid(), again.errors
        assert again.content() == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"pain": "11"}, "pain"),
        ({"pain": "four"}, "pain"),
        ({"sleep_hours": "25"}, "sleep_hours"),
        ({"sleep_hours": "much"}, "sleep_hours"),
        ({"sleep_hours": "nan"}, "sleep_hours"),
        ({"places": ["elbow"]}, "places"),
        ({"feelings": ["hungry"]}, "feelings"),
        ({"note": "x" * 4001}, "note"),
        ({"day": "tomorrow"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"hour": "25:61"}, "hour"),
        ({"happened-own": ",".join("abcdefghij")}, "happened"),
        ({"happened-own": "x" * 41}, "happened"),
    ],
)
def test_a_slip_is_named_plainly_and_nothing_typed_is_lost(said: dict[str, Any], field: str) -> None:
    bound = form(typed(**({"note": "Keep me", "stress": "2"} | said)))
    assert list(bound.errors) == [field]
    assert "valid choice" not in str(bound.errors)
    shown = bound.as_p()
    assert ("Keep me" in shown or field == "note") and 'value="2"' in shown
    assert any(bound.opened.values()) or field in ("pain", "feelings", "happened")


def test_a_services_no_stands_beside_its_field() -> None:
    bound = form(typed(day="2027-01-01", pain="3"))
    assert bound.is_valid()
    bound.refuse(AHEAD)
    assert bound.errors["day"] == [AHEAD.words] and bound.opened["when"]


@pytest.mark.parametrize("sent", ["", "not a number", "\x00", "12345"])
def test_a_lost_client_id_is_made_anew(sent: str) -> None:
    bound = form(typed(client_id=sent))
    bound.is_valid()
    assert isinstance(bound.cleaned_data.get("client_id", uuid.uuid4()), uuid.UUID)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.sampled_from(ODD) | st.text(max_size=30), max_size=4)))
def test_nothing_sent_breaks_the_form(sent: dict[str, list[str]]) -> None:
    post = QueryDict(mutable=True)
    for name, values in sent.items():
        post.setlist(name, values)
    bound = form(post)
    if bound.is_valid():
        assert isinstance(bound.content(), Content)
    assert bound.opened is not None
    bound.as_p()
