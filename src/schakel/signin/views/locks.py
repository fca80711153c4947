"""Accounts that are locked after too many failures, for the administrator."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.signin import queries
from schakel.signin.actions import attempts
from schakel.signin.edge import fresh_proof


@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    """Who is locked out now, and until when."""
    return render(request, "signin/locked.html", {"locked": queries.locked_accounts(viewer(request))})


@require_POST
def lift(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseBase:
    """Let somebody try again at once."""
    check_may(viewer(request), Permission.MANAGE_USERS)
    return _lift(request, account_id)


@fresh_proof
def _lift(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = User.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404
    try:
        attempts.lift_lock(account=account, by=viewer(request))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{account.name} kan het weer proberen.")
    return see_other("locked_accounts")
