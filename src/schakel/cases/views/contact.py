"""How a reporter may be reached: the rules with their history, what was tried, and letting them know there is news."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.cases.contact_forms import AttemptForm, ContactRulesForm
from schakel.cases.contact_words import as_words
from schakel.cases.forms import Problems
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import report_for
from schakel.outbox import actions, queries
from schakel.outbox.actions import Outcome
from schakel.vault.records import Destroyed


@require_safe
def show(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The rules, what they were, and every attempt."""
    return _draw(request, _report(request, report_id))


@require_POST
def change(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Other rules; the old ones stay on record."""
    report = _report(request, report_id)
    return _write(request, report, "rules", ContactRulesForm)


@require_POST
def attempt(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Somebody tried to reach the reporter."""
    report = _report(request, report_id)
    return _write(request, report, "attempt", AttemptForm)


@require_POST
def news(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Let the reporter know that there is news."""
    report = _report(request, report_id)
    try:
        actions.tell_reporter(report=report, by=viewer(request))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Het bericht staat klaar. Het gaat uit zodra het veilig is.")
    return see_other(reverse("report", args=[report.id]) + "#contact")


def _report(request: HttpRequest, report_id: uuid.UUID) -> Report:
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    return report


def _write(request: HttpRequest, report: Report, name: str, kind: type[Any]) -> HttpResponse:
    if report.state == ReportState.SEALED:
        messages.warning(request, "Open de melding eerst.")
        return see_other("report", report.id)
    try:
        form = kind(request.POST, contact=queries.contact_of(report))
    except Destroyed:
        return see_other("report", report.id)
    if not form.is_valid():
        return _draw(request, report, status=422, **{name: form})
    try:
        _keep(request, report, form)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, report, status=409, **{name: form})
    return see_other("report_contact", report.id)


def _keep(request: HttpRequest, report: Report, form: ContactRulesForm | AttemptForm) -> None:
    who = viewer(request)
    if isinstance(form, ContactRulesForm):
        actions.change_contact(report=report, contact=form.contact(), why=form.cleaned_data["why"], by=who)
        messages.success(request, "De regels zijn gewijzigd. Wat eerder gold, blijft bewaard.")
        return
    outcome = Outcome(form.cleaned_data["outcome"])
    actions.record_attempt(report=report, outcome=outcome, note=form.cleaned_data["note"], by=who)
    messages.success(request, "Vastgelegd.")


def _draw(request: HttpRequest, report: Report, *, status: int = 200, **forms: Any) -> HttpResponse:
    if report.state == ReportState.SEALED:
        messages.warning(request, "Open de melding eerst.")
        return see_other("report", report.id)
    try:
        contact = queries.contact_of(report)
        changes, attempts = queries.history(report, viewer=viewer(request))
    except Destroyed:
        return see_other("report", report.id)
    rules = forms.get("rules") or ContactRulesForm(contact=contact)
    tried = forms.get("attempt") or AttemptForm(contact=contact)
    context = {
        "report": report,
        "contact": as_words(contact),
        "address": contact.address,
        "changes": [(change, as_words(change.contact)) for change in changes],
        "attempts": [(made, Outcome(made.outcome).label) for made in attempts],
        "rules": rules,
        "attempt": tried,
        "problems": Problems(rules, tried),
        "is_changing": "rules" in forms,
    }
    return render(request, "cases/contact.html", context, status=status)
