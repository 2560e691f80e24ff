"""What a visitor types and taps when they book, change or call off a visit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from phonenumber_field.formfields import PhoneNumberField

from hipwise.apps.booking import agreement
from hipwise.apps.booking.models import Draft, Service
from hipwise.apps.booking.services.visitors import Details
from hipwise.domain.scheduling.clinic import Wanted

LONGEST_REASON = 600
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)Z\.(\d{1,9})\.(\d{1,9})")


def wanted_in(value: str, service: Service) -> Wanted | None:
    """The time that a button stands for (``selectors.times.Time.value``); None for anything made up."""
    found = _TIME.fullmatch(value)
    if found is None:
        return None
    try:
        start = datetime.strptime(found[1], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Wanted(service.pk, int(found[2]), int(found[3]), start)


def reason_field() -> forms.CharField:
    """A few words for the practitioner."""
    return forms.CharField(
        label="What is it about?",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person who will see you reads this. Leave it out if you like.",
    )


class ReasonForm(forms.Form):
    """All that is asked of somebody with an account."""

    reason = reason_field()


class DetailsForm(forms.Form):
    """Who a visitor is. The phone is optional: fewer fields to fill in, and the address is proved anyway."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages={"required": "Please write your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={
            "required": "Please write your e-mail address.",
            "invalid": "This does not look like an e-mail address.",
        },
        help_text="We send a code there, then the details of your visit.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    reason = reason_field()
    agree = forms.BooleanField(
        label=agreement.ASK,
        error_messages={"required": "Please tick this box. Without it we may not keep the visit for you."},
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paragraphs = format_html_join("", "<p>{}</p>", ((words,) for words in agreement.WORDS))
        self.fields["agree"].help_text = format_html(
            "<details><summary>{}</summary>{}</details>", agreement.TITLE, paragraphs
        )
        self.fields["phone"] = PhoneNumberField(
            label="Phone",
            region=country or None,
            required=False,
            help_text="For the day itself, if something comes up.",
            error_messages={
                "invalid": "This does not look like a phone number. Try it with its country code, such as +353."
            },
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        )
        self.order_fields(["name", "email", "phone", "reason", "agree"])

    def details(self) -> Details:
        """What was typed, once it is valid."""
        said = self.cleaned_data
        phone = said["phone"]
        return Details(said["name"], said["email"], phone.as_e164 if phone else "", said["reason"])


def typed_in(draft: Draft) -> dict[str, object]:
    """What a draft already holds, to start the form with."""
    return {
        "name": draft.name,
        "email": draft.email,
        "phone": draft.phone,
        "reason": draft.reason,
        "agree": draft.agreed is not None,
    }


class CodeForm(forms.Form):
    """Six digits from a letter; blanks between them do no harm."""

    code = forms.CharField(
        label="The six digits from our letter",
        max_length=20,
        error_messages={"required": "Please write the six digits."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        digits = "".join(letter for letter in self.cleaned_data["code"] if letter.isdigit())
        if len(digits) != 6:
            raise forms.ValidationError("The code has six digits.")
        return digits


class CancelForm(forms.Form):
    """Why a visit is called off, if somebody likes to say."""

    reason = forms.CharField(
        label="Would you like to say why?",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It helps us, and you need not.",
    )
