"""What stands before every operation: its policy, its rate limit, sizes, other websites, and one shape of errors."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation
from ninja.params.models import BodyModel, QueryModel

from hipwise.apps.booking.api.problems import problem, wrong_at
from hipwise.kit import limits
from hipwise.kit.clock import now
from hipwise.kit.doors import Policy, door

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])
View = Callable[..., HttpResponseBase]

LARGEST_BODY = 16_384
"""Bytes."""
LARGEST_QUESTION = 2_048
"""Letters of a query string."""

# Any website may ask, in its visitors' browsers. No cookie is sent along or read, so nobody can be made to act
# as somebody they are signed in as, and there is nothing that CSRF could protect.
SHARED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
MAX_AGE = "86400"


def opened(policy: Policy, limit: str, *problems: int) -> Callable[[F], F]:
    """Name the policy of an operation, what its asks count towards, and the statuses of its own problems.

    An operation without can't be mounted.
    """

    def name(operation: F) -> F:
        operation.hipwise_policy = policy  # type: ignore[attr-defined]
        operation.hipwise_limit = limit  # type: ignore[attr-defined]
        operation.hipwise_problems = problems  # type: ignore[attr-defined]
        return operation

    return name


def gate(view: View, operations: Iterable[Operation]) -> View:
    """A guarded view over the operations of one address.

    Raises:
        ValueError: when an operation names no policy, or not the same as its neighbour.
    """
    rules = {method: one for one in operations for method in one.methods}
    policies = {getattr(one.view_func, "hipwise_policy", None) for one in rules.values()}
    policy = policies.pop() if len(policies) == 1 else None
    if policy is None:
        raise ValueError(f"the operations of {sorted(one.path for one in rules.values())} need one policy")

    @door(policy)
    def guarded(request: HttpRequest, /, **parts: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight(rules)
        rule = rules.get(request.method or "")
        if rule is None:
            answer = problem("method_not_allowed", f"It takes {_allowed(rules)}.")
            answer["Allow"] = _allowed(rules)
            return answer
        return _too_often(request, rule) or _unfit(request, rule) or view(request, **parts)

    return csrf_exempt(_shared(guarded))


def public(policy: Policy) -> Callable[[View], View]:
    """The same for an address of the API that is no operation, such as its description."""

    def make(view: View) -> View:
        return csrf_exempt(_shared(door(policy)(view)))

    return make


def broken(request: HttpRequest, _: Exception | type[Exception]) -> HttpResponse:
    """What is answered when the code is at fault; call it while the exception is handled. The log gets the lines."""
    log.exception("The API broke")
    got_request_exception.send(sender=broken, request=request)
    return problem("broken")


def _shared(view: View) -> View:
    """Every answer may be read by other websites and is kept by nobody; whatever breaks is a problem too."""

    @functools.wraps(view)
    def sharing(request: HttpRequest, /, **parts: Any) -> HttpResponseBase:
        try:
            answer = view(request, **parts)
        except Exception as wrong:  # the one place above everything: no traceback, and no page, for a program
            answer = broken(request, wrong)
        for name, value in SHARED.items():
            answer[name] = value
        answer["Cache-Control"] = "no-store"
        return answer

    return sharing


def _allowed(rules: Mapping[str, Operation]) -> str:
    return ", ".join([*sorted(rules), "OPTIONS"])


def _preflight(rules: Mapping[str, Operation]) -> HttpResponse:
    """What a browser asks before it lets another website go on."""
    answer = HttpResponse(status=204)
    answer["Allow"] = answer["Access-Control-Allow-Methods"] = _allowed(rules)
    answer["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    answer["Access-Control-Max-Age"] = MAX_AGE
    return answer


def _too_often(request: HttpRequest, rule: Operation) -> HttpResponse | None:
    return too_often(getattr(rule.view_func, "hipwise_limit", ""), limits.computer(request))


def too_often(limit: str, who: str) -> HttpResponse | None:
    """Count an ask; the answer when it was one too many."""
    seconds = limits.wait(limit, who, now())
    if not seconds:
        return None
    answer = problem("too_many")
    answer["Retry-After"] = str(seconds)
    return answer


def _unfit(request: HttpRequest, rule: Operation) -> HttpResponse | None:
    """Why a request is not even looked into: too large, not JSON, or with unknown or doubled questions."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if len(request.META.get("QUERY_STRING", "")) > LARGEST_QUESTION or not sent.isdecimal() or int(sent) > LARGEST_BODY:
        return problem("too_large", f"At most {LARGEST_BODY} bytes, and {LARGEST_QUESTION} in the address.")
    if takes_body(rule) and request.content_type != "application/json":
        return problem("not_json")
    known = questions(rule)
    for name, values in request.GET.lists():
        if name not in known:
            return wrong_at("query", name, "There is no such parameter here")
        if len(values) > 1:
            return wrong_at("query", name, "This may be given once only")
    return None


def takes_body(rule: Operation) -> bool:
    """Whether an operation reads a body."""
    return any(issubclass(model, BodyModel) for model in rule.models)


def questions(rule: Operation) -> frozenset[str]:
    """The names of the query parameters of an operation."""
    asked = (model for model in rule.models if issubclass(model, QueryModel))
    return frozenset(name for model in asked for name in getattr(model, "__ninja_flatten_map__", {}))
