"""Every page of the desk asks for signing in; what somebody typed while their session ran out is not thrown away."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from schakel.desk.views.errors import destroyed, form_expired
from schakel.vault import records


class SignInFirst(LoginRequiredMiddleware):
    """To the sign-in page, and back after it. A form that was sent too late shows what was in it, to copy."""

    def handle_no_permission(  # type: ignore[override]  # the stub promises a redirect, the caller takes any response
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.method == "POST":
            return form_expired(request)
        return super().handle_no_permission(request, view_func)


class Destroyed:
    """Work on something whose key was destroyed says so; its page shows what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return destroyed(request) if isinstance(error, records.Destroyed) else None
