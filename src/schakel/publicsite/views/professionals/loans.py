"""Things that professionals borrow: what there is, when it is free, asking for it, and the page that tells how it stands."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.prevention import asking, pictures
from schakel.prevention.loans import calendars, queries
from schakel.prevention.loans.actions import loans
from schakel.prevention.loans.forms import AskForm
from schakel.prevention.loans.kinds import LoanState
from schakel.prevention.loans.models import LoanKind
from schakel.publicsite import pacing
from schakel.publicsite.pages import database_may_fail, page_for_professionals


@require_safe
@database_may_fail
def kinds(request: HttpRequest) -> HttpResponse:
    """What there is."""
    found = queries.kinds()
    return page_for_professionals(request, "loans", {"kinds": found, "pictures": queries.with_picture(found)})


@require_safe
@database_may_fail
def picture(request: HttpRequest, loan_kind_id: uuid.UUID) -> HttpResponse:
    """What a kind looks like."""
    return pictures.served(queries.picture_of(queries.kind(loan_kind_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def kind(request: HttpRequest, loan_kind_id: uuid.UUID) -> HttpResponse:
    """One kind: a month of its calendar, and the form to ask for it."""
    found = queries.kind(loan_kind_id)
    if request.method != "POST":
        return _draw(request, found, AskForm(initial={"token": asking.new_token()}))
    form = AskForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    if not pacing.requests.take():
        return _draw(request, found, form, busy=True, status=429)
    said, token = form.cleaned_data, form.cleaned_data["token"]
    token = token if asking.is_token(token) else asking.new_token()
    try:
        loans.ask(
            kind=found, first_day=said["first_day"], last_day=said["last_day"], said=form.who(),
            municipality=said["municipality"], token=token,
        )  # fmt: skip
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, found, form, status=409)
    response = redirect("own_loan", token=token)
    response.status_code = 303
    response["Location"] += "?ontvangen=ja"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def own_loan(request: HttpRequest, token: str) -> HttpResponse:
    """How it stands, for whoever has the link; and taking it back."""
    own = queries.own_loan(token)
    refusal = ""
    if request.method == "POST":
        try:
            loans.withdraw(loan=own)
            return redirect("own_loan", token=token)
        except NotPossible as error:
            refusal = str(error)
    context = {
        "loan": own,
        "came_in": request.GET.get("ontvangen") == "ja" and own.state == LoanState.ASKED,
        "can_withdraw": own.state in (LoanState.ASKED, LoanState.CONFIRMED),
        "address": request.build_absolute_uri(request.path),
        "refusal": refusal,
    }
    return page_for_professionals(request, "own_loan", context, status=409 if refusal else 200)


def _draw(
    request: HttpRequest, found: LoanKind, form: AskForm, *, busy: bool = False, status: int = 200
) -> HttpResponse:
    month = calendars.asked(request.GET.get("maand", ""))
    context: dict[str, Any] = {
        "kind": found,
        "has_picture": bool(queries.with_picture([found])),
        "form": form,
        "busy": busy,
        "month": month,
        "weeks": _weeks(found, month),
        "may_look_back": month.first > time.today().replace(day=1),
    }
    return page_for_professionals(request, "loan_kind", context, status=status)


def _weeks(found: LoanKind, month: calendars.Month) -> list[list[tuple[date | None, int]]]:
    free = queries.free(found, month.first, month.last)
    return [[(day, free[day] if day is not None else 0) for day in week] for week in month.weeks]
