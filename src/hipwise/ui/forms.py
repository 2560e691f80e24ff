"""How Django forms look here, and fields that only our widgets need.

The renderer gives every form our fields: FORM_RENDERER = "hipwise.ui.forms.Renderer".
"""

from typing import Any

from django.forms import MultipleChoiceField
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Needs "django.forms" in INSTALLED_APPS, for the plain widgets' own templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class TagsField(MultipleChoiceField):
    """Words from a list, or one's own: for `ChipSet(own=…)`. Gives a list of str, each at most `longest` letters."""

    default_error_messages = {"invalid_choice": "“%(value)s” is too long; please use fewer words."}

    def __init__(self, *, longest: int = 40, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def valid_value(self, value: Any) -> bool:
        """Any word that is short enough."""
        return 0 < len(str(value)) <= self.longest
