"""Every page of the desk asks for signing in; what somebody typed while their session ran out is not thrown away."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

from schakel.desk.views.errors import form_expired


class SignInFirst(LoginRequiredMiddleware):
    """To the sign-in page, and back after it. A form that was sent too late shows what was in it, to copy."""

    def handle_no_permission(  # type: ignore[override]  # the stub promises a redirect, the caller takes any response
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.method == "POST":
            return form_expired(request)
        return super().handle_no_permission(request, view_func)
