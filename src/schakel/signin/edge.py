"""What a request shows of how its sender signed in, and the fresh proof that dangerous acts ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from schakel.access.edge import see_other
from schakel.access.models import User
from schakel.core import time
from schakel.signin.actions import signing_in
from schakel.signin.models import How
from schakel.signin.session import HOW, SINCE

FRESH = timedelta(minutes=5)
# How long the second step may take after the first.
_PENDING_LIFE = timedelta(minutes=10)
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PENDING, _PROVED, _HELD = "pending", "proved", "held"

View = Callable[..., HttpResponseBase]


def sign_in(request: HttpRequest, account: User, how: How, *, provider: str = "") -> None:
    """Sign somebody in who showed who they are; the session gets a new id."""
    now = time.real_now().timestamp()
    auth.login(request, account, backend=_BACKEND)
    request.session.pop(_PENDING, None)
    request.session.update({HOW: str(how), SINCE: now, _PROVED: now})
    signing_in.signed_in(account=account, how=how, provider=provider)


def rise(request: HttpRequest, how: How) -> None:
    """The second step was set up, or who it is was shown anew: a new id for the session, and a fresh proof."""
    request.session.cycle_key()
    request.session.update({HOW: str(how), _PROVED: time.real_now().timestamp()})


def how_of(request: HttpRequest) -> How:
    """By which way this session was signed in."""
    told = request.session.get(HOW, How.HALF)
    return How(told) if told in How.values else How.HALF


def is_complete(request: HttpRequest) -> bool:
    """Whether this session has its second step. A persona counts where personas exist: in the demo."""
    how = how_of(request)
    return settings.SCHAKEL_DEMO if how == How.PERSONA else how != How.HALF


def wait_for_second_step(request: HttpRequest, account: User, *, target: str) -> None:
    """Remember who showed the first step; nobody is signed in by that."""
    request.session[_PENDING] = {"account": str(account.id), "at": time.real_now().timestamp(), "next": target}


def waiting_for_second_step(request: HttpRequest) -> tuple[User, str] | None:
    """Who showed the first step a moment ago, and where they wanted to go."""
    pending = request.session.get(_PENDING)
    if pending is None or _age(pending["at"]) > _PENDING_LIFE:
        return None
    account = User.objects.filter(pk=pending["account"], is_active=True).first()
    return (account, pending["next"]) if account is not None else None


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether the sender showed who they are in the last five minutes."""
    proved = request.session.get(_PROVED)
    return proved is not None and _age(proved) <= FRESH


def fresh_proof(view: View) -> View:
    """A view that asks who it is, unless that was shown in the last five minutes.

    What was posted is kept in the session, which only the cookie opens, and offered again after the proof.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if has_fresh_proof(request):
            return view(request, *arguments, **named)
        path = request.get_full_path()
        if request.method == "POST":
            fields = [
                (name, str(value))
                for name in request.POST
                if name != "csrfmiddlewaretoken"
                for value in request.POST.getlist(name)
            ]
            request.session[_HELD] = {"path": path, "fields": fields}
        return see_other(f"{reverse('prove')}?{urlencode({'next': path})}")

    return guarded


def fresh_proof_to_send(view: View) -> View:
    """The same for a page that may be read without: only what is sent asks who it is."""
    guarded = fresh_proof(view)

    @wraps(view)
    def chosen(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        return (guarded if request.method == "POST" else view)(request, *arguments, **named)

    return chosen


def take_held(request: HttpRequest, path: str) -> list[tuple[str, str]] | None:
    """What was posted to `path` before the proof, once; None when nothing was."""
    held = request.session.get(_HELD)
    if held is None or held["path"] != path:
        return None
    del request.session[_HELD]
    return [(name, value) for name, value in held["fields"]]


def target_of(request: HttpRequest) -> str:
    """The page to go to afterwards (`next`), if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


def before_second_step(view: View) -> View:
    """Mark a view that somebody may use who has no second step yet."""
    view.before_second_step = True  # type: ignore[attr-defined]  # a mark, as Django's own login_required is
    return view


def _age(moment: float) -> timedelta:
    now = time.real_now()
    return now - datetime.fromtimestamp(moment, tz=time.REGION_ZONE)
