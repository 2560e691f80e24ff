"""One content policy for the clinic; a wider one for Wagtail's editor, and one for what other websites may frame."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

EDITOR = {"style-src": ["'self'", "'unsafe-inline'"], "frame-src": ["'self'"], "frame-ancestors": ["'self'"]}
FRAMED = {"frame-ancestors": ["*"]}
"""For free times and the chat inside another website's page (the two views.embed): neither knows a session."""


class PolicyMiddleware(CSPMiddleware):
    """django-csp with a policy per path."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Widen the policy under the editor's address and the framed pages' alone."""
        if request.path_info.startswith("/cms/"):
            response._csp_replace = EDITOR  # type: ignore[attr-defined]
        elif request.path_info.startswith("/embed/"):
            response._csp_replace = FRAMED  # type: ignore[attr-defined]
        return super().process_response(request, response)
