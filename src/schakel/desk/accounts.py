"""Signing in and out: who may, what is recorded, and what stays behind in the browser (nothing)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from schakel.access.edge import see_other
from schakel.access.models import User
from schakel.audit.record import record
from schakel.core.actors import NamedActor

# Nobody yet: whoever tried has no account, or did not show that it is theirs.
VISITOR = NamedActor("visitor", "visitor")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the administrator, never by signing up; every attempt to sign in is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        record("account:signed_in", by=user, about=user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Which account was tried, if there is one. What was typed is not kept: it may be somebody's password."""
        tried = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        record("account:sign_in_failed", by=VISITOR, about=tried)

    def add_message(self, *arguments: Any, **details: Any) -> None:
        """No "you are signed in": the page that follows shows it."""


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget what it kept of the desk."""
    if isinstance(request.user, User):
        record("account:signed_out", by=request.user, about=request.user)
    auth.logout(request)
    response = see_other("account_login")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@login_not_required
def inactive(request: HttpRequest) -> HttpResponse:
    """An account that was closed reads the same as a wrong password."""
    return see_other("account_login")
