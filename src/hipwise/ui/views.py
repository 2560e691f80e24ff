"""The gallery: every part and state on one page, to look at and to test. Mounted in the demo only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hipwise.kit.doors import anyone, door
from hipwise.ui import icons, samples
from hipwise.ui.charts import Table
from hipwise.ui.forms import TagsField
from hipwise.ui.nav import NavItem
from hipwise.ui.pictures import NAMES, body_regions, emotions
from hipwise.ui.widgets import BodyMap, ChipSet, EmotionWheel, PainScale, Segment

QUALITIES = [("pain", "Pain"), ("tight", "Tight"), ("tender", "Tender"), ("pulling", "Pulling")]
DOINGS = [
    ("walk", "Walk"),
    ("stretch", "Stretch"),
    ("yoga", "Yoga"),
    ("sat", "Sat long"),
    ("work", "Work"),
    ("rest", "Rest"),
]
AMOUNTS = [(str(n), w) for n, w in enumerate(("none", "a little", "some", "a lot", "very much"))]

TABLE = Table(
    "People and their days",
    ("Name", "Days noted", "Last note"),
    (("Ana Berg", "107", "today"), ("Samir Haddad", "41", "yesterday"), ("Lise Moreau", "12", "3 days ago")),
)


class JournalSample(forms.Form):
    """The journal's controls."""

    pain = forms.IntegerField(
        label="How sore is the hip now?", help_text="You can leave this out.", required=False, widget=PainScale
    )
    quality = forms.MultipleChoiceField(
        label="What is it like?", required=False, choices=QUALITIES, widget=ChipSet(two=True)
    )
    places = forms.MultipleChoiceField(
        label="Where?",
        help_text="Tap the picture, as many places as you like.",
        required=False,
        choices=body_regions.CHOICES,
        widget=BodyMap,
    )
    doings = TagsField(
        label="What happened just before?", required=False, choices=DOINGS, widget=ChipSet(own="Something else")
    )
    stress = forms.ChoiceField(label="How much stress?", required=False, choices=AMOUNTS, widget=Segment)
    feelings = forms.MultipleChoiceField(
        label="And how do you feel?",
        help_text="Any, several, or none.",
        required=False,
        choices=emotions.CHOICES,
        widget=EmotionWheel,
    )
    note = forms.CharField(
        label="Anything to note?",
        help_text="Only you can read this, unless you share it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlainSample(forms.Form):
    """Django's own controls."""

    name = forms.CharField(label="Your name")
    email = forms.EmailField(label="E-mail", help_text="We answer here.")
    born = forms.DateField(label="Day of birth", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    country = forms.ChoiceField(label="Country", choices=[("no", "Norway"), ("in", "India"), ("br", "Brazil")])
    contact = forms.ChoiceField(
        label="How may we reach you?", choices=[("mail", "By e-mail"), ("phone", "By phone")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I have read what you keep about me")


def _context() -> dict[str, Any]:
    journal = JournalSample(
        initial={
            "pain": 4,
            "quality": ["tight", "pulling"],
            "places": ["left_front_hip", "left_groin", "left_buttock"],
            "doings": ["sat", "Mum’s visit"],
            "stress": "2",
            "feelings": ["worried", "fear", "fed_up"],
            "note": "Long drive, then the phone call about the flat.",
        },
        prefix="a",
    )
    return {
        "journal": journal,
        "plain": PlainSample({"b-name": "", "b-email": "ana@", "b-country": "no"}, prefix="b"),
        "page": Paginator(range(40), 10).page(2),
        "icons": icons.ICONS,
        "pictures": [name for name in NAMES if name != "figure_half_kneel"],  # it stands in the empty state
        **samples.figures(),
    }


@door(anyone)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part, in the visitor's shell."""
    return render(request, "ui/gallery.html", _context())


@door(anyone)
def gallery_patient(request: HttpRequest) -> HttpResponse:
    """The patient's shell."""
    tabs = [
        NavItem("Today", "#", "today"),
        NavItem("Journal", "#", "journal", current=True),
        NavItem("Insight", "#", "insight"),
        NavItem("You", "#", "you"),
    ]
    return render(request, "ui/gallery_patient.html", {**_context(), "tabs": tabs})


@door(anyone)
def gallery_staff(request: HttpRequest) -> HttpResponse:
    """The staff's shell."""
    rail = [
        NavItem("Board", "#", "today", current=True),
        NavItem("People", "#", "people"),
        NavItem("Inbox", "#", "mail", count=4),
        NavItem("Pages", "#", "building"),
    ]
    return render(request, "ui/gallery_staff.html", {**_context(), "rail": rail, "table": TABLE})
