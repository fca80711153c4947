"""Setting up and taking away the second step: code app, passkeys, recovery codes."""

import uuid

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.core import region
from schakel.signin import passkeys, queries, totp
from schakel.signin.actions import factors, sessions
from schakel.signin.edge import before_second_step, fresh_proof, how_of, is_complete, rise
from schakel.signin.forms import CodeForm, PasskeyNameForm
from schakel.signin.models import How
from schakel.signin.views.entry import CHALLENGE

_SECRET = "code app"  # noqa: S105  (the name of a place in the session)


@before_second_step
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is, and what can be added; the only page of somebody without a second step."""
    context = {"factors": queries.factors_of(viewer(request)), "is_complete": is_complete(request)}
    return render(request, "signin/factors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@before_second_step
@fresh_proof
def code_app(request: HttpRequest) -> HttpResponse:
    """Show the secret, as a picture and in letters, and keep it once the app shows the right code."""
    who = viewer(request)
    secret = request.session.setdefault(_SECRET, totp.new_secret())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.add_code_app(account=who, secret=secret, code=form.cleaned_data["code"])
        except NotPossible as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[_SECRET]
            return _added(request, codes, How.CODE, "De code-app is ingesteld.")
    address = totp.address(secret, account=who.email, issuer=region.current().name)
    context = {
        "form": form,
        "picture": _picture(address),
        "groups": [secret[start : start + 4] for start in range(0, len(secret), 4)],
        "address": address,
        "is_complete": is_complete(request),
    }
    return render(request, "signin/code_app.html", context, status=422 if form.is_bound else 200)


@require_POST
@fresh_proof
def remove_code_app(request: HttpRequest) -> HttpResponse:
    """Take the code app away."""
    try:
        factors.remove_code_app(account=viewer(request))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De code-app is verwijderd.")
    return see_other("second_factor")


@require_http_methods(["GET", "HEAD", "POST"])
@before_second_step
@fresh_proof
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Name a passkey, let the browser make it, and keep its public half."""
    who = viewer(request)
    form = PasskeyNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = passkeys.made(request, request.session.pop(CHALLENGE, None), request.POST.get("credential", ""))
            codes = factors.add_passkey(account=who, name=form.cleaned_data["name"], made=made)
        except passkeys.NotShown:
            form.add_error(None, "De sleutel is niet gemaakt. Probeer het nog een keer, of kies een andere manier.")
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return _added(request, codes, How.PASSKEY, "De toegangssleutel is toegevoegd.")
    context = {"form": form, "is_complete": is_complete(request)}
    return render(request, "signin/add_passkey.html", context, status=422 if form.is_bound else 200)


@require_POST
@before_second_step
@fresh_proof
def passkey_to_make(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    question, request.session[CHALLENGE] = passkeys.ask_to_make(request, viewer(request))
    return HttpResponse(question, content_type="application/json")


@require_POST
@fresh_proof
def remove_passkey(request: HttpRequest, passkey_id: uuid.UUID) -> HttpResponse:
    """Take a passkey away."""
    who = viewer(request)
    try:
        factors.remove_passkey(passkey=queries.passkey_for(who, passkey_id), by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De toegangssleutel is verwijderd.")
    return see_other("second_factor")


@require_POST
@fresh_proof
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown this once."""
    try:
        codes = factors.new_recovery_codes(account=viewer(request))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("second_factor")
    return _show_codes(request, codes)


def _added(request: HttpRequest, codes: list[str], how: How, words: str) -> HttpResponse:
    """The session has its second step from now on."""
    if is_complete(request):
        rise(request, how_of(request))
    else:
        rise(request, how)
        # Whoever else signed in with the password alone was not asked for this second step.
        sessions.end_others(keep=str(request.session.session_key), by=viewer(request))
    messages.success(request, words)
    return _show_codes(request, codes) if codes else see_other("second_factor")


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    groups = [" ".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]
    return render(request, "signin/recovery_codes.html", {"codes": groups, "account": viewer(request)})


def _picture(address: str) -> SafeString:
    """The QR code as an element of the page: the policy allows no picture from a data address."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  (drawn here, of numbers only)
