"""Whoever signed in without a second step sees the page to set one up, and nothing else of the desk."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from schakel.access.edge import see_other
from schakel.signin.edge import is_complete


class SecondStepFirst:
    """Stands after the middleware that asks for signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Every view that asks for signing in asks for the second step too, unless it says otherwise."""
        is_open = not getattr(view, "login_required", True) or getattr(view, "before_second_step", False)
        if is_open or not request.user.is_authenticated or is_complete(request):
            return None
        return see_other("second_factor")
