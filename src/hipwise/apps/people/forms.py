"""What a person typed about themselves, the clinic and its staff."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import pycountry
from allauth.account.forms import LoginForm, SignupForm
from allauth.core import context
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from hipwise.apps.people import consents, selectors, services
from hipwise.apps.people.models import Clinic, StaffSeat, User
from hipwise.kit import clock


def consent_field(consent: consents.Consent) -> forms.BooleanField:
    """A box to tick, never ticked beforehand, with its words a tap away."""
    paragraphs = format_html_join("", "<p>{}</p>", ((words,) for words in consent.words))
    return forms.BooleanField(
        label=consent.ask,
        help_text=format_html("<details><summary>{}</summary>{}</details>", consent.title, paragraphs),
        error_messages={"required": "Please tick this box to go on, or leave without an account."},
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": "E-mail", "password": "Password"})


class SignUpForm(SignupForm):  # type: ignore[misc]
    """E-mail, password, a name if one likes, and what one agrees to.

    Somebody who came by an invitation to work here is asked for the terms alone and gets no patient record.
    """

    field_order = ["name", "email", "password1", "terms", "health_notes"]
    name = forms.CharField(
        label="What should we call you?",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    account_already_exists: bool
    terms = consent_field(consents.TERMS)
    health_notes = consent_field(consents.HEALTH_NOTES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"email": "E-mail", "password1": "Password"})
        self.invited = selectors.invited_address(context.request, clock.now())
        if self.invited:
            del self.fields["health_notes"]
            self.fields["email"].initial = self.invited
            self.fields["email"].disabled = True

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, all of it or nothing. When two ask for one address at once, the second is told by mail."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)  # type: ignore[no-any-return]
            except IntegrityError:
                self.account_already_exists = True
        return super().try_save(request)  # type: ignore[no-any-return]

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002
        """Our part of it, called by allauth between the account and its address."""
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
        if self.invited:
            services.agree_to_terms(user, clock.now())
        else:
            services.welcome_patient(user, list(consents.NEEDED), clock.now())


def _plain(form: forms.Form, labels: dict[str, str]) -> None:
    """Our labels, no placeholders: a placeholder is gone when it is needed."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class NameForm(forms.Form):
    """What a person is called."""

    name = forms.CharField(
        label="What should we call you?",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Your clinic sees this name. Leave it empty and it sees the first part of your e-mail address.",
    )
    registration = forms.CharField(
        label="Your professional registration number",
        max_length=60,
        required=False,
        help_text="It stands beside your name where you sign something.",
    )

    def __init__(self, *args: Any, registers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not registers:
            del self.fields["registration"]


class AgreeForm(forms.Form):
    """The consents that the patient's side needs and that do not stand."""

    def __init__(self, missing: list[consents.Consent], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for consent in missing:
            self.fields[consent.kind] = consent_field(consent)


def _countries() -> list[tuple[str, str]]:
    return sorted(((country.alpha_2, country.name) for country in pycountry.countries), key=lambda pair: pair[1])


class ClinicForm(forms.ModelForm):  # type: ignore[type-arg]
    """The clinic's details and the numbers people call."""

    country = forms.ChoiceField(choices=_countries)
    time_zone = forms.ChoiceField(
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
    )

    class Meta:
        model = Clinic
        fields = [
            "name",
            "address",
            "phone",
            "country",
            "time_zone",
            "emergency_number",
            "crisis_number",
            "crisis_words",
        ]
        labels = {
            "address": "Address",
            "phone": "The clinic's phone",
            "emergency_number": "Number for emergencies",
            "crisis_number": "Number for people in a mental crisis",
            "crisis_words": "One line about that number",
        }
        help_texts = {
            "emergency_number": "Shown wherever somebody may be in danger. Please ring it once to be sure it is right.",
            "crisis_words": "For example: day and night, free of charge.",
        }

    def clean(self) -> dict[str, Any]:
        """Ask the rule that the command line asks too."""
        cleaned = super().clean() or {}
        if not self.errors and (refusal := services.wrong_with(Clinic(**cleaned))):
            raise forms.ValidationError(refusal.words, code=refusal.code)
        return cleaned


class InviteForm(forms.Form):
    """Who is asked to work here, and as what."""

    email = forms.EmailField(label="Their e-mail", max_length=254)
    work = forms.ChoiceField(label="Works as", choices=StaffSeat.Work.choices)
    edits_pages = forms.BooleanField(label="May edit the clinic's web pages", required=False)


class LogForm(forms.Form):
    """Which lines of the log to show."""

    person = forms.EmailField(label="E-mail of a person", required=False)
    only_readings = forms.BooleanField(label="Only who read something", required=False)
