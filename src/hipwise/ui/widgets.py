"""The journal's controls as Django widgets. All are plain radio buttons and checkboxes underneath.

PainScale     0 to 10 or left out            for an IntegerField(required=False)
Segment       two to five words in a row     for a ChoiceField
ChipSet       any of several words           for a MultipleChoiceField, or TagsField with `own`
BodyMap       places on a picture            for a MultipleChoiceField(choices=body_regions.CHOICES)
EmotionWheel  feelings on a picture          for a MultipleChoiceField(choices=emotions.CHOICES)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from hipwise.ui.pictures import body_map, emotions
from hipwise.ui.pictures.body_regions import CHOICES as PLACES
from hipwise.ui.pictures.body_regions import REGIONS


class PainScale(forms.RadioSelect):
    """0 to 10, and "leave out" for no number; `low` and `high` say what the ends mean."""

    template_name = "ui/widgets/pain_scale.html"

    def __init__(
        self, low: str = "no pain", high: str = "worst I can think of", attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs, [*((n, str(n)) for n in range(11)), ("", "leave out")])
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        # A field that brings its own choices puts the empty one first; on the scale it stands last.
        widget["optgroups"].sort(key=lambda group: group[1][0]["value"] == "")
        widget.update(low=self.low, high=self.high)
        return context


class Segment(forms.RadioSelect):
    """One of a few words in a row. `low` and `high` (optional) say what the ends mean."""

    template_name = "ui/widgets/segment.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = (), low: str = "", high: str = ""
    ) -> None:
        super().__init__(attrs, choices)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(low=self.low, high=self.high, many=len(list(self.choices)) > 3)
        return context


class ChipSet(forms.CheckboxSelectMultiple):
    """Words to tick. `two`: in two columns. `own`: label of a box for words of one's own, commas between them."""

    template_name = "ui/widgets/chip_set.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = (), two: bool = False, own: str = ""
    ) -> None:
        super().__init__(attrs, choices)
        self.two, self.own = two, own

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:  # noqa: ARG002
        """What is ticked, then the words typed, each once."""
        ticked = data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or [])
        typed = [" ".join(word.split()) for word in str(data.get(f"{name}-own", "")).split(",")] if self.own else []
        return list(dict.fromkeys([*ticked, *(word for word in typed if word)]))

    def value_omitted_from_data(self, *args: Any) -> bool:  # noqa: ARG002
        """Never: no tick is an answer too."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        known = {str(key) for key, _ in self.choices}
        extra = [(word, word) for word in self.format_value(value) or [] if word not in known] if self.own else []
        kept = self.choices
        self.choices = [*kept, *extra]
        context = super().get_context(name, value, attrs)
        self.choices = kept
        context["widget"].update(two=self.two, own=self.own)
        return context


class _Taps(forms.CheckboxSelectMultiple):
    """A picture whose parts are checkboxes; see ui/css/taps.css."""

    def spots(self, widget: dict[str, Any]) -> list[dict[str, Any]]:
        """One dict a choice: name, value, id, checked, words, place (classes), drawing (SVG)."""
        options = (option for _, group, _ in widget["optgroups"] for option in group)
        return [
            {
                "name": option["name"],
                "value": option["value"],
                "id": option["attrs"].get("id", ""),
                "checked": option["selected"],
                "words": option["label"],
                **self.drawn(str(option["value"]), widget["attrs"].get("id") or widget["name"]),
            }
            for option in options
        ]

    def drawn(self, key: str, ident: str) -> dict[str, Any]:
        """The place and the drawing of one choice."""
        raise NotImplementedError

    def bases(self, ident: str) -> list[SafeString]:
        """The picture or pictures underneath."""
        raise NotImplementedError

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["spots"] = self.spots(widget)
        widget["bases"] = self.bases(widget["attrs"].get("id") or widget["name"])
        return context


def _grid(x: float, y: float, width: float, height: float) -> str:
    """The classes that put an invisible checkbox near (x, y): tenths of the picture."""
    return f"x{min(9, max(0, round(x / width * 10)))} y{min(9, max(0, round(y / height * 10)))}"


class BodyMap(_Taps):
    """Front and back of hips and thighs; the person's own left and right."""

    template_name = "ui/widgets/body_map.html"
    regions = {region.key: region for region in REGIONS}

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = tuple(PLACES)) -> None:
        super().__init__(attrs, choices)

    def drawn(self, key: str, ident: str) -> dict[str, Any]:
        """The place in the person's own sides, clipped by the sheet's outline."""
        region = self.regions[key]
        svg = mark_safe(body_map.layer(region, ident))  # noqa: S308 - our own drawing; ident is a field's id
        return {"view": region.view, "place": _grid(*region.pin, 342, 320), "drawing": svg}

    def bases(self, ident: str) -> list[SafeString]:
        """Front and back."""
        return [mark_safe(body_map.sheet(view, ident)) for view in ("front", "back")]  # noqa: S308 - as above


class EmotionWheel(_Taps):
    """Six kinds of feeling and twelve words for them; any, several or none."""

    template_name = "ui/widgets/emotion_wheel.html"
    petals = {emotion.key: emotion for emotion in emotions.EMOTIONS}

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = tuple(emotions.CHOICES)) -> None:
        super().__init__(attrs, choices)

    def drawn(self, key: str, ident: str) -> dict[str, Any]:  # noqa: ARG002 - petals carry no ids
        """The petal with its word."""
        petal = self.petals[key]
        svg = mark_safe(emotions.layer(petal))  # noqa: S308 - our own drawing
        return {"place": _grid(*petal.centre, emotions.SHEET, emotions.SHEET), "drawing": svg}

    def bases(self, ident: str) -> list[SafeString]:  # noqa: ARG002 - as above
        """The middle of the wheel."""
        return [mark_safe(emotions.hub())]  # noqa: S308 - our own drawing
