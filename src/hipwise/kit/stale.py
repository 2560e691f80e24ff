"""A form whose proof of coming from our page is out of date, as after signing in or out in another tab.

Django answers it with a page of its own, and what was typed is gone once the form is loaded again. A view that carries
``shown_again`` draws its form once more instead. Nothing is done with what was sent, and what comes from another
website is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from hipwise.kit.refusal import Refusal

View = TypeVar("View", bound=Callable[..., Any])
Show = Callable[[HttpRequest], HttpResponse]

STALE = Refusal(
    "stale",
    "This has not been sent: the page was open while somebody signed in or out, or this browser keeps no cookies. "
    "What you wrote is still here. Please send it once more.",
)
STATUS = 403
_FROM_ELSEWHERE = ("Origin", "Referer")


def shown_again(show: Show) -> Callable[[View], View]:
    """For a view with a form: ``show`` draws it again with everything typed, and says ``STALE``."""

    def mark(view: View) -> View:
        view.hipwise_stale = show  # type: ignore[attr-defined]
        return view

    return mark


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a POST without a true token meets (``CSRF_FAILURE_VIEW``)."""
    match = request.resolver_match
    show: Show | None = getattr(match.func, "hipwise_stale", None) if match else None
    if show is None or reason.startswith(_FROM_ELSEWHERE):
        return csrf_failure(request, reason)
    return show(request)
