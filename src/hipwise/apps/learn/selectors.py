"""What is read about the pages and the evidence they lean on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from hipwise.apps.learn.models import ArticlePage, ClinicPage, HomePage, PrivacyPage, SignOff, StandardPage, TeamPage
from hipwise.apps.learn.statements import WORDS, statements_in
from hipwise.domain import evidence

PAGES: tuple[type[ClinicPage], ...] = (HomePage, ArticlePage, StandardPage, TeamPage, PrivacyPage)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A published statement that visitors no longer see, because the catalogue changed under it."""

    page: str
    words: str
    reasons: tuple[str, ...]


def signature() -> SignOff | None:
    """The signature under the catalogue as it is now; None while it is a draft."""
    catalogue = evidence.load()
    return signature_of(catalogue.name, catalogue.digest)


def signature_of(name: str, digest: str) -> SignOff | None:
    """The signature under a version of a catalogue; None while it is a draft."""
    return SignOff.objects.filter(catalogue=name, digest=digest).first()


def earlier_signatures() -> QuerySet[SignOff]:
    """Signatures under versions that have changed since, newest first."""
    catalogue = evidence.load()
    return earlier_signatures_of(catalogue.name, catalogue.digest)


def earlier_signatures_of(name: str, digest: str) -> QuerySet[SignOff]:
    """Signatures under other versions of a catalogue, newest first."""
    return SignOff.objects.filter(catalogue=name).exclude(digest=digest).order_by("-at")


def published_pages() -> list[ClinicPage]:
    """Every page that visitors can open."""
    return [page for kind in PAGES for page in kind.objects.live().public().order_by("path")]


def published_articles() -> QuerySet[ArticlePage]:
    """Articles visitors can open, newest first."""
    found: QuerySet[ArticlePage] = ArticlePage.objects.live().public().order_by("-first_published_at")
    return found


def withheld_statements() -> list[Withheld]:
    """What the pages hold and visitors do not see."""
    return [
        Withheld(page.title, value.statement().words, tuple(WORDS[each] for each in value.objections()))
        for page in published_pages()
        for value in statements_in(page.body)
        if value.objections()
    ]
