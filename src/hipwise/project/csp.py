"""One content policy for the clinic; a wider one for Wagtail's editor, which needs inline styles and a frame."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

EDITOR = {"style-src": ["'self'", "'unsafe-inline'"], "frame-src": ["'self'"], "frame-ancestors": ["'self'"]}


class PolicyMiddleware(CSPMiddleware):
    """django-csp with a policy per path."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Widen the policy under the editor's address alone."""
        if request.path_info.startswith("/cms/"):
            response._csp_replace = EDITOR  # type: ignore[attr-defined]
        return super().process_response(request, response)
