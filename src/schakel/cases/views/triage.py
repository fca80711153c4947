"""Judging a report, and changing one's mind about it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import actions
from schakel.cases.forms import ReviseForm, TriageForm, as_typed
from schakel.cases.models import Triage
from schakel.cases.naming import NamedForms
from schakel.cases.policies import NotPossible, check_can_triage
from schakel.cases.queries import current_triage
from schakel.cases.views.report_page import case_choices, draw, named_forms, read_again, way_of
from schakel.intake.models import Report
from schakel.intake.queries import report_for, reports_for


@require_POST
def triage(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Judge a report. Whatever is wrong, everything that was typed is still there."""
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    try:
        check_can_triage(report)
    except NotPossible as refusal:
        current = current_triage(report)
        if current is None or current.decided_by_id == who.pk:
            messages.warning(request, str(refusal))
            return see_other("report", report.id)
        # A colleague was first: what this one chose and wrote goes to the form that changes a judgement.
        revision = ReviseForm(request.POST, current=current, way=way_of(report))
        revision.add_error(None, f"{refusal} Wat u koos en schreef, staat nu bij de herziening.")
        return draw(request, report, revision=revision, status=409)
    said = read_again(report)
    named = named_forms(report, said, who, request.POST)
    judgement = _judgement(report, named, who, request.POST, way=said.routing.way)
    if "add" in request.POST or "search" in request.POST:
        return _draw_again(request, report, named, judgement)
    if not all([judgement.is_valid(), named.is_valid()]):
        return draw(request, report, judgement=judgement, named=named, status=422)
    try:
        made = actions.triage(report=report, decision=judgement.decision(), people_named=named.recognised(), by=who)
    except NotPossible as refusal:
        judgement.add_error(None, str(refusal))
        return draw(request, report, judgement=judgement, named=named, status=409)
    return _tell(request, made, who)


@require_POST
def revise(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Another judgement on a report; the earlier one stays on record."""
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    current = current_triage(report)
    if current is None:
        messages.warning(request, "Deze melding is nog niet beoordeeld.")
        return see_other("report", report.id)
    form = ReviseForm(request.POST, current=current, way=way_of(report))
    if not form.is_valid():
        return draw(request, report, revision=form, status=422)
    try:
        actions.revise_triage(report=report, by=who, **form.cleaned_data)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return draw(request, report, revision=form, status=409)
    messages.success(request, "De beoordeling is herzien. De vorige blijft bewaard.")
    return see_other("report", report.id)


def _judgement(report: Report, named: NamedForms, who: User, *arguments: Any, **options: Any) -> TriageForm:
    cases = case_choices(named, who)
    return TriageForm(*arguments, viewer=who, mark=report.urgency, cases=cases, **options)


def _draw_again(request: HttpRequest, report: Report, named: NamedForms, judgement: TriageForm) -> HttpResponse:
    """The same page with one person more, or with the proposals for the names as they stand now."""
    who = viewer(request)
    rows = named.one_more() if "add" in request.POST else named.as_typed()
    shown = named_forms(report, read_again(report), who, initial=rows)
    again = _judgement(report, shown, who, way=judgement.way, initial=as_typed(judgement))
    return draw(request, report, judgement=again, named=shown)


def _tell(request: HttpRequest, made: Triage, who: User) -> HttpResponse:
    """Say what became of the report; it may have gone where this viewer does not come."""
    case = made.case
    sentence = "De melding is beoordeeld."
    if case is not None:
        sentence = f"De melding hoort nu bij casus {case.number} van {case.coordinator.name}."
    messages.success(request, sentence)
    if reports_for(who).filter(pk=made.report_id).exists():
        return see_other("report", made.report_id)
    return see_other("inbox")
