"""Writing down that somebody said yes, and that they no longer do."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.cases.models import Case
from schakel.sharing import policies, queries
from schakel.sharing.actions import agreeing
from schakel.sharing.forms import ConsentForm, WithdrawForm
from schakel.sharing.offer import CASE
from schakel.sharing.policies import REFUSALS

_TWO_WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(_TWO_WAYS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Somebody said yes."""
    who = viewer(request)
    case = queries.case_with_disclosures(who, case_id)
    policies.check_may_write(who)
    try:
        people = [one for one in queries.choices_of(case, who).subjects if one.id != CASE]
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("disclosures", case.id)
    form = ConsentForm(request.POST or None, people=people)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _store(case, form, request)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, "De toestemming is vastgelegd.")
            return see_other("disclosures", case.id)
    return render(request, "sharing/consent.html", {"case": case, "form": form}, status=status)


@require_http_methods(_TWO_WAYS)
def withdraw(request: HttpRequest, case_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """Somebody no longer says yes; what rests on it is shown."""
    who = viewer(request)
    row = queries.consent_for(who, case_id, consent_id)
    policies.check_may_write(who)
    form = WithdrawForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            agreeing.withdraw_consent(consent=row, on=said["withdrawn_on"], because=said["because"], by=who)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, "Ingetrokken. Op deze toestemming wordt niets meer verstrekt.")
            return see_other("disclosures", row.case_id)
    context = {"case": row.case, "consent": row, "form": form, "agreed": queries.agreed_of(row, who)}
    return render(request, "sharing/withdraw.html", context, status=status)


def _store(case: Case, form: ConsentForm, request: HttpRequest) -> None:
    said = form.cleaned_data
    agreeing.record_consent(
        case=case,
        row=case.involvements.select_related("case", "person__report").get(pk=said["whose"]),
        agreement=form.agreement(),
        said_on=said["said_on"],
        by=viewer(request),
    )
