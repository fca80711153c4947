"""The page behind a one-time link: who has it sets up their account, without being signed in.

The secret stands after the # of the link. No browser sends that part, so it reaches no log, no history on the server
and no referrer; a script puts it in the form and takes it out of the address. Without scripts it is pasted by hand.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schakel.access import actions
from schakel.access.edge import see_other
from schakel.access.models import Invitation
from schakel.access.policies import NotPossible
from schakel.access.role_words import SEES
from schakel.access.roles import Role
from schakel.desk.account_forms import CodeForm, PasswordForm


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """First the code of the link, then a password, twice."""
    if request.method != "POST":
        return render(request, "desk/invitation.html", {"form": CodeForm()})
    code = CodeForm(request.POST)
    if not code.is_valid():
        return render(request, "desk/invitation.html", {"form": code}, status=422)
    token = code.cleaned_data["code"]
    try:
        found = actions.invitation_for(token)
        if "password" not in request.POST:
            return _ask_password(request, PasswordForm(initial={"code": token}), found)
        return _accept(request, token, found)
    except NotPossible as refusal:
        code.add_error("code", str(refusal))
        return render(request, "desk/invitation.html", {"form": code}, status=422)


def _accept(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            actions.accept_invitation(token=token, password=form.cleaned_data["password"])
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            messages.success(request, "Uw wachtwoord is ingesteld. Meld u ermee aan.")
            # With a # of its own: a browser keeps the old one, and the secret in it, through a redirect without.
            return see_other(f"{reverse('account_login')}#main")
    return _ask_password(request, form, found, status=422)


def _ask_password(request: HttpRequest, form: PasswordForm, found: Invitation, *, status: int = 200) -> HttpResponse:
    role = Role(found.role)
    context = {"form": form, "invitation": found, "role": role.label, "sees": SEES[role]}
    return render(request, "desk/invitation_password.html", context, status=status)
