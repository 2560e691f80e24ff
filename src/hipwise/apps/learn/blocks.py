"""What the pages are built of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from hipwise.apps.learn import calls
from hipwise.apps.learn.statements import FIELD, WORDS, StatementValue, prose_in, prose_refusals, shown
from hipwise.domain import evidence

GRADE_NAMES: dict[evidence.Grade, str] = {
    "strong": "Strong evidence",
    "moderate": "Moderate evidence",
    "weak": "Weak evidence",
    "contested": "Contested: mixed, or not shown",
    "reference": "Plain anatomy or method",
}
PICTURES = (
    ("anatomy_front", "Hip and psoas from the front"),
    ("anatomy_side", "Hip and psoas from the side"),
    ("anatomy_joint", "The hip joint, close"),
    ("figure_bridge", "A person lifting the hips"),
    ("figure_sit", "A person sitting and breathing"),
    ("figure_half_kneel", "A person stretching the front of the hip"),
    ("figure_stand_hip", "A person standing and moving one leg"),
    ("figure_rest", "A person resting with bent knees"),
)
PROSE = ["bold", "italic", "link", "ul", "ol"]
PROSE_HELP = (
    "Connecting words, how things work, what to do next. What causes pain, what helps and how likely that is "
    "belongs in a health statement."
)


def claim_choices() -> list[tuple[str, str]]:
    """The claims of the catalogue for the editor, each with its grade."""
    claims = evidence.load().claims
    return [(each.id, f"{shorten(each.page_claim, 56, placeholder='…')} ({each.grade})") for each in claims]


def reference_choices() -> list[tuple[str, str]]:
    """The references that pages may lean on, each with the claims it stands behind."""
    catalogue = evidence.load()
    behind: dict[str, list[str]] = {}
    for claim in catalogue.claims:
        for reference in catalogue.behind(claim):
            behind.setdefault(reference.id, []).append(claim.id.partition("_")[0])
    return [
        (each.id, f"{each.author} {each.year} (for {', '.join(behind[each.id])})")
        for each in catalogue.references
        if each.id in behind
    ]


class StatementBlock(blocks.StructBlock):  # type: ignore[misc]
    """A sentence about health, with the claim, grade and references that carry it."""

    claim = blocks.ChoiceBlock(
        choices=claim_choices,
        help_text="What people say, with the catalogue’s grade. More is under Catalogue.",
    )
    text = blocks.TextBlock(max_length=400, help_text="The catalogue’s words, or the same said more simply.")
    grade = blocks.ChoiceBlock(choices=list(GRADE_NAMES.items()), help_text="The catalogue’s grade, or a lower one.")
    references = blocks.MultipleChoiceBlock(
        choices=reference_choices, help_text="At least one with a DOI, from those of this claim."
    )

    class Meta:
        icon = "doc-full"
        label = "Health statement"
        value_class = StatementValue
        template = "learn/blocks/statement.html"

    def clean(self, value: Any) -> Any:
        """Refuse to publish what the catalogue does not carry; a draft may be saved as it is."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            found = cleaned.objections()
            if found:
                raise StructBlockValidationError({FIELD[each]: ValidationError(WORDS[each]) for each in found})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds what a visitor reads."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["shown"] = shown(value, (parent_context or {}).get("numbers", {}))
        return context


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """One of our drawings and the sentence under it."""

    picture = blocks.ChoiceBlock(choices=PICTURES)
    caption = blocks.CharBlock(max_length=200, help_text="One sentence: what the picture shows.")

    class Meta:
        icon = "image"
        label = "Picture"
        template = "learn/blocks/picture.html"


class PassageBlock(blocks.StructBlock):  # type: ignore[misc]
    """Plain words."""

    heading = blocks.CharBlock(max_length=80, required=False)
    text = blocks.RichTextBlock(features=PROSE, max_length=900, help_text=PROSE_HELP)

    class Meta:
        icon = "pilcrow"
        label = "Plain words"
        template = "learn/blocks/passage.html"


class StoryBlock(blocks.StructBlock):  # type: ignore[misc]
    """Plain words and a statement beside a picture."""

    heading = blocks.CharBlock(max_length=80)
    lede = blocks.CharBlock(max_length=200, required=False, help_text=PROSE_HELP)
    text = blocks.RichTextBlock(features=PROSE, max_length=600, required=False, help_text=PROSE_HELP)
    statements = blocks.ListBlock(StatementBlock(), default=[])
    picture = PictureBlock()

    class Meta:
        icon = "image"
        label = "Words beside a picture"
        template = "learn/blocks/story.html"


class WeighingBlock(blocks.StructBlock):  # type: ignore[misc]
    """What holds up and what does not, side by side."""

    heading = blocks.CharBlock(max_length=80, required=False)
    holds = blocks.ListBlock(StatementBlock(), label="What holds up")
    does_not = blocks.ListBlock(StatementBlock(), label="What does not")

    class Meta:
        icon = "table"
        label = "What holds up, what does not"
        template = "learn/blocks/weighing.html"


class WayBlock(blocks.StructBlock):  # type: ignore[misc]
    """One way to ease a hip."""

    heading = blocks.CharBlock(max_length=40)
    picture = blocks.ChoiceBlock(choices=PICTURES)
    text = blocks.CharBlock(max_length=240, required=False, help_text=PROSE_HELP)
    statements = blocks.ListBlock(StatementBlock())


class WaysBlock(blocks.StructBlock):  # type: ignore[misc]
    """The ways of release, side by side."""

    heading = blocks.CharBlock(max_length=80)
    ways = blocks.ListBlock(WayBlock(), max_num=4)

    class Meta:
        icon = "list-ol"
        label = "Ways to ease a hip"
        template = "learn/blocks/ways.html"


class OwnDaysBlock(blocks.StructBlock):  # type: ignore[misc]
    """What a journal can show, with an example from a made-up life."""

    heading = blocks.CharBlock(max_length=80)
    text = blocks.RichTextBlock(features=PROSE, max_length=900, help_text=PROSE_HELP)

    class Meta:
        icon = "calendar"
        label = "Your own days"
        template = "learn/blocks/own_days.html"


class CallsBlock(blocks.StructBlock):  # type: ignore[misc]
    """Invitations to what works."""

    heading = blocks.CharBlock(max_length=80, required=False)
    calls = blocks.MultipleChoiceBlock(choices=calls.choices)

    class Meta:
        icon = "link"
        label = "Invitations"
        template = "learn/blocks/calls.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the calls whose doors exist."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["working"] = calls.working(list(value.get("calls") or []))
        return context


class SafetyBlock(blocks.StaticBlock):  # type: ignore[misc]
    """When not to wait, with the clinic's emergency number."""

    class Meta:
        icon = "warning"
        label = "Don’t wait"
        admin_text = "When to call at once. The words are fixed; the number is the clinic’s own."
        template = "learn/blocks/safety.html"


class MemberBlock(blocks.StructBlock):  # type: ignore[misc]
    """Somebody who works here."""

    name = blocks.CharBlock(max_length=80)
    work = blocks.CharBlock(max_length=80, help_text="Such as physiotherapist.")
    text = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "user"
        label = "Team member"
        template = "learn/blocks/member.html"


class Body(blocks.StreamBlock):  # type: ignore[misc]
    """A page's body. Plain words that speak about health are not published (docs/adr/0006)."""

    passage = PassageBlock()
    statement = StatementBlock()
    picture = PictureBlock()
    story = StoryBlock()
    weighing = WeighingBlock()
    ways = WaysBlock()
    own_days = OwnDaysBlock()
    calls = CallsBlock()
    safety = SafetyBlock()

    def clean(self, value: Any) -> Any:
        """Refuse to publish health talk outside statements, and a picture drawn twice."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            found = [*prose_refusals(*prose_in(cleaned)), *_twice(cleaned)]
            if found:
                raise StreamBlockValidationError(non_block_errors=found)
        return cleaned


class TeamBody(Body):
    """The body of the team page."""

    member = MemberBlock()


def pictures_in(value: Any) -> Iterator[str]:
    """The names of the drawings a body holds."""
    names = {name for name, _ in PICTURES}
    return (text for text in prose_in(value) if text in names)


def _twice(value: Any) -> list[str]:
    drawn = Counter(pictures_in(value))
    return [f"The picture “{dict(PICTURES)[name]}” stands here twice. Keep one." for name, n in drawn.items() if n > 1]
