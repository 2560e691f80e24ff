"""One content policy for the clinic; a slightly wider one for Wagtail's editor, which needs inline styles and a preview frame."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

EDITOR = {"style-src": ["'self'", "'unsafe-inline'"], "frame-src": ["'self'"], "frame-ancestors": ["'self'"]}


class PolicyMiddleware(CSPMiddleware):  # type: ignore[misc]
    """django-csp with a policy per path."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Widen the policy under the editor's address alone."""
        if request.path_info.startswith("/cms/"):
            response._csp_replace = EDITOR  # type: ignore[attr-defined]
        return super().process_response(request, response)  # type: ignore[no-any-return]
