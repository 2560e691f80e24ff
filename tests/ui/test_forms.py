"""The journal's controls are plain inputs: they render, tie their words together, and read what was sent."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict

from hipwise.ui.forms import TagsField
from hipwise.ui.pictures import body_regions, emotions
from hipwise.ui.views import JournalSample, PlainSample
from hipwise.ui.widgets import BodyMap, ChipSet, EmotionWheel, PainScale

KEYS = [key for key, _ in body_regions.CHOICES]


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.found if "id" in attrs]


def rendered(form: forms.Form) -> Tags:
    return Tags(str(form))


@pytest.mark.parametrize("form", [JournalSample(), PlainSample(), PlainSample({})])
def test_ids_are_unique_and_every_reference_leads_somewhere(form: forms.Form) -> None:
    tags = rendered(form)
    ids = tags.ids()
    assert len(ids) == len(set(ids))
    for _, attrs in tags.found:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (attrs.get(name) or "").split():
                assert target in ids, f"{name}={target}"


def test_an_error_is_tied_to_its_field_and_told_at_the_top() -> None:
    page = str(PlainSample({"name": "", "email": "ana@"}))
    assert 'role="alert"' in page
    assert '<a href="#id_email">E-mail</a>' in page
    box = re.search(r'<input type="email"[^>]*>', page)
    assert box
    assert 'value="ana@"' in box[0]
    assert 'aria-invalid="true"' in box[0]
    assert "id_email_helptext" in box[0]
    assert "id_email_error" in box[0]


def test_a_form_without_errors_says_nothing() -> None:
    assert "form-errors" not in str(PlainSample())


def test_what_is_typed_is_escaped() -> None:
    page = str(PlainSample({"name": "<b>Ana</b>", "email": '"><script>'}))
    assert "<b>Ana" not in page
    assert "<script" not in page


class OneDay(forms.Form):
    pain = forms.IntegerField(required=False, min_value=0, max_value=10, widget=PainScale)
    places = forms.MultipleChoiceField(required=False, choices=body_regions.CHOICES, widget=BodyMap)
    feelings = forms.MultipleChoiceField(required=False, choices=emotions.CHOICES, widget=EmotionWheel)
    doings = TagsField(required=False, choices=[("walk", "Walk")], widget=ChipSet(own="Something else"))


def day(query: str) -> OneDay:
    return OneDay(QueryDict(query))


def test_a_day_is_read() -> None:
    form = day(
        "pain=0&places=left_groin&places=lower_back&feelings=fear&doings=walk&doings-own=Mum’s visit,  long  drive,"
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "pain": 0,
        "places": ["left_groin", "lower_back"],
        "feelings": ["fear"],
        "doings": ["walk", "Mum’s visit", "long drive"],
    }


@pytest.mark.parametrize("query", ["", "pain=&places-view=back"])
def test_everything_may_be_left_out(query: str) -> None:
    form = day(query)
    assert form.is_valid()
    assert form.cleaned_data == {"pain": None, "places": [], "feelings": [], "doings": []}


@pytest.mark.parametrize("query", ["pain=11", "pain=ouch", "places=moon", "feelings=smug", "doings=" + "x" * 41])
def test_nonsense_is_refused_and_comes_back(query: str) -> None:
    form = day(query)
    assert not form.is_valid()
    str(form)


def test_own_words_come_back_ticked() -> None:
    form = day("pain=12&doings=walk&doings-own=Mum’s visit")
    page = str(form)
    assert re.search(r'value="Mum’s visit" id="[^"]+" checked', page)


def test_zero_is_an_answer_and_left_out_is_another() -> None:
    chosen = r'value="{}"[^>]*checked'
    assert re.search(chosen.format("0"), str(OneDay(initial={"pain": 0})["pain"]))
    assert re.search(chosen.format(""), str(OneDay()["pain"]))


def test_every_place_is_a_box_with_a_name() -> None:
    page = str(OneDay(initial={"places": ["left_groin"]})["places"])
    assert re.findall(r'name="places" value="(\w+)"', page) == KEYS
    assert len(re.findall(r"</svg><span>[^<]+</span></label>", page)) == len(KEYS)
    assert len(re.findall(r" checked>", page)) == 2  # the place, and the front of the picture


def test_places_are_on_the_persons_own_side() -> None:
    pins = {region.key: region.pin[0] for region in body_regions.REGIONS}
    middle = body_regions.MIDDLE
    assert pins["left_groin"] > middle > pins["right_groin"], "seen from the front, their left is at our right"
    assert pins["left_buttock"] < middle < pins["right_buttock"], "seen from behind it is not"


def test_places_and_feelings_have_unique_keys() -> None:
    for keys in (KEYS, [key for key, _ in emotions.CHOICES]):
        assert len(keys) == len(set(keys))
        assert all(re.fullmatch(r"[a-z_]+", key) for key in keys)


def test_two_maps_fit_on_one_page() -> None:
    page = str(OneDay(prefix="a")) + str(OneDay(prefix="b"))
    ids = Tags(page).ids()
    assert len(ids) == len(set(ids))


def test_leave_out_stands_last_whoever_brings_the_choices() -> None:
    class Typed(forms.Form):
        pain = forms.TypedChoiceField(
            required=False, choices=[("", "leave out"), *((str(n), str(n)) for n in range(11))], widget=PainScale
        )

    for form in (Typed(), OneDay()):
        assert re.findall(r'name="pain" value="(\d*)"', str(form["pain"])) == [*map(str, range(11)), ""]
