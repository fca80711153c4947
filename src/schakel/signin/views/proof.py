"""“Bevestig dat u het bent”: password and second step once more, before something dangerous."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.audit.record import record
from schakel.signin import oidc, queries
from schakel.signin.actions import factors, signing_in
from schakel.signin.actions.attempts import TooSoon
from schakel.signin.edge import before_second_step, has_fresh_proof, how_of, rise, take_held, target_of
from schakel.signin.forms import ProofForm
from schakel.signin.models import How
from schakel.signin.views.entry import shown_passkey


@before_second_step
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask who it is, then offer what was posted before, or go on to the page that asked."""
    who, target = viewer(request), target_of(request)
    if has_fresh_proof(request):
        return _go_on(request, target)
    how = how_of(request)
    if how == How.PERSONA:
        # In the demo a persona shows who it is by being chosen again.
        back = f"{request.path}?{urlencode({'next': target})}"
        return see_other(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
    known = queries.factors_of(who)
    # A password alone is enough only for somebody who has nothing else yet.
    asks = who.has_usable_password() and (known.has_code_app or how == How.HALF)
    is_typed = request.method == "POST" and "credential" not in request.POST
    form = ProofForm(request.POST if is_typed else None, asks_code=known.has_code_app)
    if request.method == "POST" and (_is_typed(form, who) if is_typed and asks else _is_shown(request, who)):
        rise(request, how)
        signing_in.proved(account=who, how=How.PASSKEY if "credential" in request.POST else how)
        return _go_on(request, target)
    context = {
        "form": form,
        "next": target,
        "has_passkey": bool(known.passkeys),
        "asks": asks,
        "providers": [provider for provider in oidc.providers() if provider.id in queries.links_of(who)],
        "passkey_failed": "credential" in request.POST,
    }
    return render(request, "signin/prove.html", context, status=422 if request.method == "POST" else 200)


def _is_shown(request: HttpRequest, who: User) -> bool:
    if shown_passkey(request) == who:
        return True
    record("account:proof_failed", by=who, about=who, step="passkey")
    return False


def _is_typed(form: ProofForm, who: User) -> bool:
    try:
        return form.is_valid() and _is_password(form, who) and ("code" not in form.fields or _is_code(form, who))
    except TooSoon as refusal:
        form.add_error(None, str(refusal))
        return False


def _is_code(form: ProofForm, who: User) -> bool:
    code = form.cleaned_data["code"]
    check = signing_in.use_recovery_code if len(code) >= factors.CODE_LENGTH else signing_in.check_code
    if check(account=who, code=code):
        return True
    form.add_error("code", "Deze code klopt niet of is al gebruikt. Wacht op de volgende.")
    return False


def _is_password(form: ProofForm, who: User) -> bool:
    if signing_in.check_password(address=who.email, password=form.cleaned_data["password"]) == who:
        return True
    form.add_error("password", "Dit is niet uw wachtwoord.")
    return False


def _go_on(request: HttpRequest, target: str) -> HttpResponse:
    held = take_held(request, target)
    if held is None:
        return see_other(target)
    return render(request, "signin/go_on.html", {"action": target, "held": held})
