"""To the identity provider of somebody's own organisation, and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.signin import oidc
from schakel.signin.actions import providers, signing_in
from schakel.signin.actions.attempts import VISITOR
from schakel.signin.edge import FRESH, before_second_step, fresh_proof, how_of, rise, sign_in, target_of
from schakel.signin.models import How
from schakel.signin.views.entry import first_step_done

_NOT_NOW = "Aanmelden bij {name} lukt nu niet. Probeer het later opnieuw, of meld u aan met uw wachtwoord."


@login_not_required
@require_safe
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider: to sign in, or for a fresh proof by whoever is signed in."""
    provider = oidc.provider_for(provider_id)
    purpose = "prove" if request.user.is_authenticated else "enter"
    try:
        return HttpResponseRedirect(oidc.begin(request, provider, purpose=purpose, target=target_of(request)))
    except oidc.ProviderError:
        return _failed(request, provider, "unreachable")


@require_POST
@fresh_proof
def link(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, to link one's own account."""
    provider = oidc.provider_for(provider_id)
    viewer(request)
    try:
        address = oidc.begin(request, provider, purpose="link", target="/")
    except oidc.ProviderError:
        return _failed(request, provider, "unreachable")
    # Not a redirect: the policy lets no form of ours end at another host.
    return render(request, "signin/to_provider.html", {"provider": provider, "address": address})


@login_not_required
@before_second_step
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    provider = oidc.provider_for(provider_id)
    if not oidc.knows_state(request) and "again" not in request.GET:
        # A browser does not send a strict cookie with a visit that another site sent; from our own page it does.
        address = f"{request.path}?{request.GET.urlencode()}&again=1"
        return render(request, "signin/from_provider.html", {"address": address})
    try:
        flow, identity = oidc.finish(request, provider)
    except oidc.ProviderError as error:
        return _failed(request, provider, str(error))
    if flow.purpose == "enter":
        return _enter(request, identity, flow.target)
    if not request.user.is_authenticated:
        return see_other("account_login")
    if flow.purpose == "link":
        return _link(request, identity)
    return _prove(request, identity, flow.target)


def _enter(request: HttpRequest, identity: oidc.Identity, target: str) -> HttpResponse:
    account = providers.account_of(identity)
    if account is None:
        return render(request, "signin/unknown.html", {"provider": identity.provider}, status=403)
    if identity.has_second_factor:
        sign_in(request, account, How.PROVIDER, provider=identity.provider.id)
        return see_other(target)
    # The provider does not say that it asked for a second step: ours comes after it.
    return first_step_done(request, account, target)


def _link(request: HttpRequest, identity: oidc.Identity) -> HttpResponse:
    try:
        providers.link(account=viewer(request), identity=identity)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"U kunt u nu aanmelden bij {identity.provider.name}.")
    return see_other("my_account")


def _prove(request: HttpRequest, identity: oidc.Identity, target: str) -> HttpResponse:
    who = viewer(request)
    is_now = identity.shown_at is not None and time.real_now() - identity.shown_at <= FRESH
    if providers.account_of(identity) != who or not is_now or not identity.has_second_factor:
        record("account:proof_failed", by=who, about=who, step="provider")
        messages.warning(request, f"{identity.provider.name} bevestigde niet dat u het bent.")
        return see_other("my_account")
    rise(request, how_of(request))
    signing_in.proved(account=who, how=How.PROVIDER)
    return see_other(target)


def _failed(request: HttpRequest, provider: oidc.Provider, reason: str) -> HttpResponse:
    by = request.user if isinstance(request.user, User) else VISITOR
    record("account:provider_failed", by=by, provider=provider.id, reason=reason)
    messages.warning(request, _NOT_NOW.format(name=provider.name))
    return see_other("my_account" if request.user.is_authenticated else "account_login")
