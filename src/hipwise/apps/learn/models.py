"""The clinic's web pages, and who signed the evidence they lean on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from hipwise.apps.learn.blocks import Body, TeamBody
from hipwise.apps.learn.statements import prose_refusals, refusals
from hipwise.apps.learn.surroundings import surroundings


class SignOff(models.Model):
    """A clinician's signature under one version of a catalogue. Another digest needs another signature."""

    catalogue = models.CharField(max_length=40)
    version = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    clinician = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    registration = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "digest"], name="one_signature_a_digest"),
            models.CheckConstraint(condition=~models.Q(registration=""), name="signed_with_registration"),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue} {self.version} signed by {self.name}"


class ClinicPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """The editor's form: the words outside the body are held to the same rule as those inside."""

    def clean(self) -> dict[str, Any]:
        """Refuse to publish health talk in the heading fields; a draft may be saved."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for name in self.instance.plain_fields:
                for words in prose_refusals(cleaned.get(name) or ""):
                    self.add_error(name, words)
        return cleaned


class ClinicPage(Page):  # type: ignore[misc]
    """What every page here has. It goes live only with statements that the catalogue carries."""

    plain_fields: ClassVar[tuple[str, ...]] = ("title", "lede", "search_description")
    base_form_class = ClinicPageForm
    show_in_menus_default = True

    lede = models.TextField(max_length=300, blank=True, help_text="One or two sentences under the title.")
    body = StreamField(Body(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]

    class Meta:
        abstract = True

    def refusals(self) -> list[str]:
        """Why this page may not be published, in words for the editor; empty when it may."""
        plain = [getattr(self, name) for name in self.plain_fields]
        return [*prose_refusals(*plain), *refusals(self.body)]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> Any:
        """Save, unless it would show a visitor what may not be published.

        Raises:
            ValidationError: under ``body``, for whatever comes past the editor's own form.
        """
        if self.live and (update_fields is None or "body" in update_fields):
            self.refuse_to_publish()
        return super().save(*args, update_fields=update_fields, **kwargs)

    def refuse_to_publish(self) -> None:
        """Raises ValidationError when something here may not be published."""
        found = self.refusals()
        if found:
            raise ValidationError({"body": found})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """The page as it would look, in the editor's frame: alone among our pages, the editor may frame it."""
        response = super().serve_preview(request, mode_name)
        response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the templates need beside the page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **surroundings(request, self)}


class HomePage(ClinicPage):
    """The front page."""

    plain_fields = (*ClinicPage.plain_fields, "eyebrow", "headline", "turn")
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    eyebrow = models.CharField("line above the headline", max_length=80, blank=True)
    headline = models.CharField(max_length=80)
    turn = models.CharField("last word, in italics", max_length=24, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("eyebrow"),
        FieldPanel("headline"),
        FieldPanel("turn"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "front page"


class ArticlePage(ClinicPage):
    """An article, with its references."""

    parent_page_types = ["learn.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "article"


class StandardPage(ClinicPage):
    """A page about how things work here."""

    parent_page_types = ["learn.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "page about how things work"


class TeamPage(ClinicPage):
    """Who works here."""

    max_count = 1
    parent_page_types = ["learn.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(TeamBody(), blank=True)

    class Meta:
        verbose_name = "team page"


class PrivacyPage(ClinicPage):
    """What happens with people's data. The facts about the software stand in the template, next to the code."""

    max_count = 1
    parent_page_types = ["learn.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "privacy page"
