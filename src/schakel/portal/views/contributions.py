"""What a partner adds: written, corrected, taken back by whoever wrote it; read by own staff."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.cases.plan import contents
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.policies import Changed
from schakel.cases.plan.queries import numbers_of
from schakel.cases.policies import NotPossible
from schakel.portal import actions, queries
from schakel.portal.forms import ContributionForm, WithdrawForm
from schakel.portal.models import Contribution
from schakel.portal.telling import told_of

_TWO_WAYS = ["GET", "HEAD", "POST"]
_A_PAGE = 20


@require_http_methods(_TWO_WAYS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Tell something."""
    who = viewer(request)
    case = queries.case_shared_with(who, case_id)
    form = ContributionForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.add(case=case, said=form.said(), by=who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, "Bewaard. Het centrum ziet het, met uw voorwaarden.")
            return see_other("shared_case", case.id)
    return render(request, "portal/contribution_new.html", {"case": case, "form": form}, status=status)


@require_http_methods(_TWO_WAYS)
def show(request: HttpRequest, case_id: uuid.UUID, contribution_id: uuid.UUID) -> HttpResponse:
    """What they told, to correct; how it was stays."""
    who = viewer(request)
    row = queries.contribution_of(who, queries.case_shared_with(who, case_id), contribution_id)
    if request.method != "POST":
        return _draw(request, row, ContributionForm(initial=ContributionForm.filled(contents.read_if_left(row))))
    form, revision = ContributionForm(request.POST), RevisionForm.posted(request.POST)
    if not form.is_valid():
        return _draw(request, row, form, status=422, revision=revision)
    try:
        actions.change(contribution=row, said=form.said(), revision=revision, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, row, form, status=409, revision=revision)
    except Changed:
        merged, told = told_of(row, revision, form.said().flat())
        return _draw(request, row, ContributionForm(ContributionForm.filled(merged)), status=409, told=told)
    messages.success(request, "De verbetering is bewaard. Wat er eerst stond, blijft te lezen.")
    return see_other("contribution", case_id, row.id)


@require_POST
def withdraw(request: HttpRequest, case_id: uuid.UUID, contribution_id: uuid.UUID) -> HttpResponse:
    """It may not be used any more."""
    who = viewer(request)
    row = queries.contribution_of(who, queries.case_shared_with(who, case_id), contribution_id)
    form = WithdrawForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.withdraw(contribution=row, because=form.cleaned_data["withdrawn_because"], by=who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, "Ingetrokken. Het centrum gebruikt dit niet meer.")
            return see_other("shared_case", case_id)
    kept = ContributionForm(initial=ContributionForm.filled(contents.read_if_left(row)))
    return _draw(request, row, kept, status=status, withdrawing=form)


@require_safe
def every(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything that partners added, for own staff, a page at a time."""
    who = viewer(request)
    case = queries.case_with_contributions(who, case_id)
    page = Paginator(queries.contributions_to(case), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "contributions": queries.read_contributions(case, list(page), who),
        "numbers": numbers_of(case, who),
    }
    return render(request, "portal/contributions.html", context)


def _draw(
    request: HttpRequest,
    row: Contribution,
    form: ContributionForm,
    *,
    status: int = 200,
    revision: int = 0,
    told: object = None,
    withdrawing: WithdrawForm | None = None,
) -> HttpResponse:
    sheet = queries.read_contribution(row, viewer(request))
    context = {
        "case": row.case,
        "contribution": row,
        "sheet": sheet,
        "history": sheet.history,
        "form": form,
        "told": told,
        "revision": revision or row.revision,
        "withdrawing": withdrawing or WithdrawForm(),
        "is_withdrawing": withdrawing is not None,
        "may_change": row.withdrawn_at is None and not sheet.is_destroyed,
    }
    return render(request, "portal/contribution.html", context, status=status)
