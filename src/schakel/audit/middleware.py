"""The outermost edge of the audit: a signed-in person who was refused something leaves an event behind."""

from collections.abc import Callable
from typing import Protocol, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from schakel.audit.record import record_refusal
from schakel.core.actors import Actor

_REFUSALS = (403, 404)


class _SignedIn(Actor, Protocol):
    """What a request's user is here: the account itself is known to floors above."""

    is_authenticated: bool


class Refusals:
    """Records `access:refused` for every 403, and every 404 of a page that exists: there, or not for this viewer.

    By the time an answer passes here, the view's transaction is over. The event holds the page's name and the ids in
    its address, never the address: that may carry what somebody typed. Stands after the middleware that sets `user`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        user = cast(_SignedIn | None, getattr(request, "user", None))
        if response.status_code in _REFUSALS and found is not None and user is not None and user.is_authenticated:
            ids = {name: value for name, value in found.kwargs.items() if isinstance(value, (UUID, int))}
            record_refusal(by=user, page=found.view_name, method=request.method, status=response.status_code, ids=ids)
        return response
