"""Whoever signed in without a second step sees the page to set one up, and nothing else of the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from schakel.access.edge import see_other, viewer
from schakel.signin.edge import is_complete
from schakel.signin.queries import has_factor


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
        if not request.user.is_authenticated or is_complete(request):
            return None
        if has_factor(viewer(request)):
            # Set up elsewhere in the meantime: whoever knows the password alone sets up nothing beside it.
            auth.logout(request)
            return see_other("account_login")
        is_open = not getattr(view, "login_required", True) or getattr(view, "before_second_step", False)
        return None if is_open else see_other("second_factor")
