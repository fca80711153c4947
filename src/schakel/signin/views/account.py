"""One's own account: password, second step, sessions, the organisation's own sign-in."""

import uuid

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.roles import Role
from schakel.signin import oidc, queries
from schakel.signin.actions import sessions
from schakel.signin.edge import fresh_proof
from schakel.signin.forms import NewPasswordForm
from schakel.signin.session import hash_of


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What there is of one's own account, and the way to each part."""
    who = viewer(request)
    links = queries.links_of(who)
    context = {
        "account": who,
        "role": Role(who.role).label,
        "factors": queries.factors_of(who),
        "sessions": queries.sessions_of(who).count(),
        "providers": [(provider, links.get(provider.id)) for provider in oidc.providers()],
        "has_password": who.has_usable_password(),
    }
    return render(request, "signin/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def change_password(request: HttpRequest) -> HttpResponse:
    """Another password; one's other sessions end by that."""
    who = viewer(request)
    if not who.has_usable_password():
        messages.warning(request, "U meldt zich aan bij uw eigen organisatie en heeft hier geen wachtwoord.")
        return see_other("my_account")
    form = NewPasswordForm(request.POST or None, account=who)
    if request.method == "POST" and form.is_valid() and form.change():
        update_session_auth_hash(request, who)
        sessions.end_others(keep=str(request.session.session_key), by=who)
        messages.success(request, "Uw wachtwoord is gewijzigd. U bent op andere plekken afgemeld.")
        return see_other("my_account")
    return render(request, "signin/change_password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in now: since when, last seen, by which way."""
    here = hash_of(str(request.session.session_key))
    rows = [(session, bytes(session.key_hash) == here) for session in queries.sessions_of(viewer(request))]
    return render(request, "signin/sessions.html", {"sessions": rows})


@require_POST
@fresh_proof
def end_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """End one of one's own sessions."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    if bytes(session.key_hash) == hash_of(str(request.session.session_key)):
        messages.warning(request, "Dit is de sessie waarin u werkt. Meld u af om die te beëindigen.")
    else:
        sessions.end(session=session, by=who)
        messages.success(request, "De sessie is beëindigd.")
    return see_other("my_sessions")


@require_POST
@fresh_proof
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    count = sessions.end_others(keep=str(request.session.session_key), by=viewer(request))
    messages.success(request, "Er was geen andere sessie." if count == 0 else f"Beëindigde sessies: {count}.")
    return see_other("my_sessions")
