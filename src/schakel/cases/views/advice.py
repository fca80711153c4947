"""Closing an advice request, on one short page."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import advice
from schakel.cases.advice_forms import AdviceForm
from schakel.cases.policies import NotPossible, check_can_triage
from schakel.cases.states import AdviceOutcome
from schakel.intake import actions
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import report_for


@require_http_methods(["GET", "HEAD", "POST"])
def handle(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The question, and what the desk did with it."""
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    try:
        check_can_triage(report)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("report", report.id)
    form = AdviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _store(request, report, form, who)
    return _draw(request, report, form, who)


def _store(request: HttpRequest, report: Report, form: AdviceForm, who: User) -> HttpResponse:
    handled = form.handled()
    try:
        advice.handle(report=report, handled=handled, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, report, form, who)
    if handled.outcome == AdviceOutcome.BECAME_REPORT:
        messages.success(request, "Dit is nu een gewone melding. Beoordeel die hieronder.")
    else:
        messages.success(request, "De adviesvraag is afgehandeld.")
    return see_other("report", report.id)


def _draw(request: HttpRequest, report: Report, form: AdviceForm, who: User) -> HttpResponse:
    assert report.state == ReportState.OPENED  # noqa: S101  (checked by whoever calls)
    said = actions.open_report(report=report, by=who)
    context = {"report": report, "said": said, "form": form}
    return render(request, "cases/advice.html", context, status=422 if form.is_bound else 200)
