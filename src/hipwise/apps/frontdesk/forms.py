"""What somebody types who writes to the clinic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import format_html, format_html_join
from phonenumber_field.phonenumber import to_python

from hipwise.apps.frontdesk import agreement
from hipwise.apps.frontdesk.checks import sums
from hipwise.apps.frontdesk.fields import Lines
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.services.core import LONGEST

NEITHER = (
    "This looks like neither an e-mail address nor a phone number. An address has an @ in it; "
    "try a number with its country code, such as +353."
)

BOTH = (
    "Please write one of the two here, an e-mail address or a phone number, and nothing else. "
    "The other one can stand in your message."
)


class ReachField(forms.CharField):
    """An e-mail address or a phone number, as somebody likes: cleaned to (address, number), one of them empty."""

    def __init__(self, *, country: str, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.country = country

    def clean(self, value: Any) -> tuple[str, str]:
        """The address as typed, or the number as +31612345678."""
        typed = super().clean(value)
        if "@" in typed:
            return _address(typed), ""
        phone = to_python(typed, region=self.country or None)
        if not phone or not phone.is_valid():
            raise ValidationError(NEITHER, "invalid")
        return "", phone.as_e164


def _address(typed: str) -> str:
    if len(typed.split()) > 1:
        raise ValidationError(BOTH, "invalid")
    try:
        validate_email(typed)
    except ValidationError:
        raise ValidationError("This does not look like an e-mail address.", "invalid") from None
    return typed


class WriteForm(forms.Form):
    """The contact form. Somebody the clinic knows (``known``) is asked for topic and message alone."""

    topic = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose, if you like"), *Conversation.Topic.choices],
        required=False,
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    body = Lines(
        label="How can we help?",
        max_length=LONGEST,
        help_text="Please write nothing here about your health. We can talk about that in person.",
        error_messages={
            "required": "Please write a few words.",
            "max_length": f"This is longer than {LONGEST} letters. Please make it shorter.",
        },
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, known: bool, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known:
            self.fields |= _who(country)
        self.order_fields(["name", "reach", "topic", "body", "number", "agree"])

    def ask(self, question: str) -> None:
        """Put a sum, with an empty box for its answer."""
        if "number" in self.fields:
            self["number"].label = self.fields["number"].label = question
            if self.is_bound:
                self.data = {name: self.data[name] for name in self.data} | {"number": ""}

    def address(self) -> tuple[str, str]:
        """The e-mail address and the phone number that were typed, one of them empty."""
        found: tuple[str, str] = self.cleaned_data.get("reach") or ("", "")
        return found


def _who(country: str) -> dict[str, forms.Field]:
    """What is asked of a visitor without an account."""
    return {
        "name": forms.CharField(
            label="Your name",
            max_length=120,
            error_messages={"required": "Please write your name."},
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        ),
        "reach": ReachField(
            country=country,
            label="E-mail or phone",
            help_text="We answer you there.",
            error_messages={
                "required": "Please write an e-mail address or a phone number, so that we can answer.",
                "invalid": NEITHER,
            },
            widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        ),
        "number": forms.CharField(
            required=False,
            max_length=sums.LONGEST,
            help_text="So we know you’re a person.",
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        ),
        "agree": forms.BooleanField(
            label=agreement.ASK,
            help_text=format_html(
                "<details><summary>{}</summary>{}</details>",
                agreement.TITLE,
                format_html_join("", "<p>{}</p>", ((words,) for words in agreement.WORDS)),
            ),
            error_messages={"required": "Please tick this box. Without it we may not keep your message."},
        ),
    }
