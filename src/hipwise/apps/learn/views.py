"""Pages beside the clinic's own: the catalogue for staff, and what robots read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hipwise.apps.learn import policies, selectors, services
from hipwise.apps.learn.surroundings import absolute
from hipwise.domain import evidence
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

PRIVATE = ("/account/", "/cms/", "/documents/", "/staff/", "/you/")


@require_http_methods(["GET", "POST"])
@door(policies.may_read_catalogue)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every claim with what carries it, and the signature; a POST signs."""
    actor = actor_of(request)
    if request.method == "POST":
        done = services.sign_catalogue(actor, digest=request.POST.get("digest", ""), now=clock.now())
        if isinstance(done, Refusal):
            messages.error(request, done.words)
        else:
            messages.success(request, f"Signed by {done.name} ({done.registration}).")
        return redirect("learn:catalogue")
    known = evidence.load()
    context = {
        "catalogue": known,
        "claims": [(claim, [known.reference(id) for id in claim.references]) for claim in known.claims],
        "signed": selectors.signature(),
        "earlier": selectors.earlier_signatures(),
        "withheld": selectors.withheld_statements(),
        "may_sign": policies.may_sign_catalogue(actor),
    }
    return render(request, "learn/catalogue.html", context)


@require_GET
@door(anyone)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What search engines may read: the clinic's pages, not people's."""
    places = (f"Disallow: {path}" for path in PRIVATE)
    lines = ["User-agent: *", *places, "", f"Sitemap: {absolute(reverse('learn:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
@door(anyone)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The published pages with the day each last changed."""
    pages = [(absolute(page.get_url(request) or "/"), page.last_published_at) for page in selectors.published_pages()]
    return render(request, "learn/sitemap.xml", {"pages": pages}, content_type="application/xml")
