"""Which reports belong with a report: proposals, joining, parting, and which one leads."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import joining
from schakel.cases.policies import NotPossible
from schakel.cases.work_forms import JoinForm
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import report_for


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The page with what looks like this report, and where it is joined."""
    who, report = _of(request, report_id)
    if report.state == ReportState.SEALED or report.set_aside_at is not None:
        messages.warning(request, "Samenvoegen kan met een melding die is geopend en niet apart ligt.")
        return see_other("report", report.id)
    others = joining.candidates(report, who)
    proposed = joining.alike(report, others, viewer=who)
    first = {one.report.pk for one in proposed}
    rest = [one for one in others if one.pk not in first]
    options: dict[str, Any] = {"proposed": proposed, "others": rest}
    form = JoinForm(request.POST, **options) if request.method == "POST" else JoinForm(**options)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                joining.join(report=report, to=form.chosen(), reason=form.cleaned_data["reason"], by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, "De meldingen horen nu bij elkaar. Elk houdt haar eigen gesprek.")
                return see_other("report", report.id)
    context = {"report": report, "form": form, "proposed": proposed, "others": rest, "is_wrong": status != 200}
    return render(request, "cases/joining.html", context, status=status)


@require_POST
def part(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report stands alone again."""
    who, report = _of(request, report_id)
    try:
        joining.part(report=report, by=who)
        messages.success(request, "De melding staat weer op zichzelf.")
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("report", report.id)


@require_POST
def lead(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report leads its group."""
    who, report = _of(request, report_id)
    try:
        joining.let_lead(report=report, by=who)
        messages.success(request, "Deze melding is nu de eerste van de groep.")
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("report", report.id)


def _of(request: HttpRequest, report_id: uuid.UUID) -> tuple[User, Report]:
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    return who, report
