"""What every view of the desk needs: who is looking, and the way on after something was written."""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url

from schakel.access.models import User


def viewer(request: HttpRequest) -> User:
    """Who is signed in. Raises TypeError for a visitor: the middleware lets none through to these views."""
    if not isinstance(request.user, User):
        raise TypeError("this page is for somebody who is signed in")
    return request.user


def see_other(to: Any, *arguments: Any) -> HttpResponseRedirect:
    """To a page by name or address, fetched anew: reloading it writes nothing a second time."""
    return HttpResponseRedirect(resolve_url(to, *arguments), status=303)
