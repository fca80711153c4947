"""Signing in: password, then a second step; or a passkey, which is both; and out again."""

from typing import Any

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other
from schakel.access.models import User
from schakel.audit.record import record
from schakel.signin import oidc, passkeys
from schakel.signin.actions import factors, signing_in
from schakel.signin.actions.attempts import VISITOR, TooSoon
from schakel.signin.edge import before_second_step, sign_in, target_of, wait_for_second_step, waiting_for_second_step
from schakel.signin.forms import CodeForm, PasswordForm, RecoveryCodeForm, RecoveryForm
from schakel.signin.models import How
from schakel.signin.queries import factors_of, has_factor

CHALLENGE = "challenge"
_WRONG = "E-mailadres en wachtwoord horen niet bij elkaar."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The first step. Who has no second step yet is signed in, to set one up and nothing else."""
    target = target_of(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return see_other(target)
        return _page(request, PasswordForm(), target)
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, target)
    try:
        account = signing_in.check_password(address=form.cleaned_data["email"], password=form.cleaned_data["password"])
    except TooSoon as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, target)
    if account is None:
        form.add_error(None, _WRONG)
        return _page(request, form, target)
    return first_step_done(request, account, target)


def first_step_done(request: HttpRequest, account: User, target: str) -> HttpResponse:
    """On to the second step, or to setting one up."""
    if has_factor(account):
        wait_for_second_step(request, account, target=target)
        return see_other("second_step")
    sign_in(request, account, How.HALF)
    return see_other("second_factor")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code, a passkey or a recovery code, by whoever showed the first step a moment ago."""
    waiting = waiting_for_second_step(request)
    if waiting is None:
        return see_other("account_login")
    account, target = waiting
    is_recovery = "recovery" in request.POST or "herstelcode" in request.GET
    form = (RecoveryCodeForm if is_recovery else CodeForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how = _check_second_step(form, account)
        if how is not None:
            sign_in(request, account, how)
            _warn_after_recovery(request, account, how)
            return see_other(target)
    context = {"form": form, "is_recovery": is_recovery, "factors": factors_of(account)}
    return render(request, "signin/second_step.html", context, status=422 if form.is_bound else 200)


def _check_second_step(form: CodeForm | RecoveryCodeForm, account: User) -> How | None:
    try:
        if isinstance(form, RecoveryCodeForm):
            if signing_in.use_recovery_code(account=account, code=form.cleaned_data["recovery"]):
                return How.RECOVERY
            form.add_error("recovery", "Dit is geen herstelcode van dit account, of hij is al gebruikt.")
        elif signing_in.check_code(account=account, code=form.cleaned_data["code"]):
            return How.CODE
        else:
            form.add_error("code", "Deze code klopt niet of is al gebruikt. Wacht op de volgende.")
    except TooSoon as refusal:
        form.add_error(None, str(refusal))
    return None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Password and recovery code at once: works while the account is locked."""
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        account = signing_in.recover(address=typed["email"], password=typed["password"], code=typed["code"])
        if account is not None:
            sign_in(request, account, How.RECOVERY)
            _warn_after_recovery(request, account, How.RECOVERY)
            return see_other("/")
        form.add_error(None, "E-mailadres, wachtwoord en herstelcode horen niet bij elkaar.")
    return render(request, "signin/recover.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser's passkey must sign: for the account that is signing in, or for whoever holds one."""
    account = request.user if isinstance(request.user, User) else None
    waiting = waiting_for_second_step(request)
    if account is None and waiting is not None:
        account = waiting[0]
    question, request.session[CHALLENGE] = passkeys.ask_to_show(request, account)
    return HttpResponse(question, content_type="application/json")


@login_not_required
@require_POST
def passkey_enter(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone, or with one as the second step."""
    waiting = waiting_for_second_step(request)
    target = waiting[1] if waiting is not None else target_of(request)
    account = shown_passkey(request)
    if account is None or not account.is_active or (waiting is not None and waiting[0] != account):
        record("account:sign_in_failed", by=VISITOR, about=account, step="passkey")
        form = PasswordForm()
        return _page(request, form, target, passkey_failed=True)
    sign_in(request, account, How.PASSKEY)
    return see_other(target)


def shown_passkey(request: HttpRequest) -> User | None:
    """Whose passkey answered the question that was asked; a question is asked once."""
    try:
        shown = passkeys.shown(request, request.session.pop(CHALLENGE, None), request.POST.get("credential", ""))
    except passkeys.NotShown:
        return None
    return shown.passkey.account if factors.note_use(passkey=shown.passkey, use_count=shown.use_count) else None


@login_not_required
@before_second_step
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
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


def _warn_after_recovery(request: HttpRequest, account: User, how: How) -> None:
    if how == How.RECOVERY:
        left = account.recovery_codes.count()
        messages.warning(
            request,
            f"U gebruikte een herstelcode; er zijn er nog {left}. Is uw telefoon of sleutel weg? "
            "Stel onder “Mijn account” een nieuwe in en verwijder de oude.",
        )


def _page(request: HttpRequest, form: PasswordForm, target: str, **context: Any) -> HttpResponse:
    context |= {"form": form, "next": target, "providers": oidc.providers()}
    is_wrong = form.is_bound or bool(context.get("passkey_failed"))
    return render(request, "signin/enter.html", context, status=422 if is_wrong else 200)
