"""The list of cases, and one case: its victims, its reports, its course."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import check_may, check_sees_content, is_guest, reads_reports
from schakel.access.queries import leads, oversees
from schakel.access.roles import Permission
from schakel.cases import actions, queries
from schakel.cases.forms import NoteForm
from schakel.cases.models import Case
from schakel.cases.plan.queries import numbers_of
from schakel.cases.policies import NotPossible
from schakel.cases.queries import CaseFile
from schakel.cases.sight_forms import NumberForm
from schakel.cases.states import CaseState

A_PAGE = 50


@dataclass(frozen=True)
class Moment:
    """One step in the course of a case."""

    at: datetime
    title: str
    text: str = ""


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases this viewer may see: a guest those they take part in."""
    who = viewer(request)
    check_sees_content(who)
    every = queries.cases_for(who)
    state = request.GET.get("staat", CaseState.OPEN)
    shown = every.filter(state=state) if state in CaseState.values else every
    page = Paginator(queries.with_person_counts(shown, who), A_PAGE).get_page(request.GET.get("page"))
    queries.record_listed(page, viewer=who)
    tabs = [(CaseState.OPEN.value, "Open"), (CaseState.CLOSED.value, "Gesloten"), ("alle", "Alle")]
    chosen = state if state in CaseState.values else "alle"
    context = {
        "page": page,
        "tabs": tabs,
        "chosen": chosen,
        "open_count": queries.open_case_count(who),
        "is_guest": is_guest(who),
        "may_break_glass": who.may(Permission.BREAK_GLASS),
        "find": NumberForm(),
    }
    return render(request, "cases/cases.html", context)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case."""
    return _draw(request, queries.case_for(viewer(request), case_id), NoteForm())


@require_POST
def note(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add a note."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    check_may(who, Permission.TRIAGE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _draw(request, case, form, status=422)
    actions.add_note(case=case, text=form.cleaned_data["text"], by=who)
    return see_other("case", case.id)


@require_POST
def close(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Close a case."""
    return _change(request, case_id, actions.close_case, "De casus is gesloten.")


@require_POST
def reopen(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Open a closed case again."""
    return _change(request, case_id, actions.reopen_case, "De casus is weer open.")


def _change(request: HttpRequest, case_id: uuid.UUID, action: Any, sentence: str) -> HttpResponse:
    who = viewer(request)
    case = queries.case_for(who, case_id)
    try:
        action(case=case, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, sentence)
    return see_other("case", case.id)


def _draw(request: HttpRequest, case: Case, form: NoteForm, *, status: int = 200) -> HttpResponse:
    who = viewer(request)
    file = queries.read_case(case, who)
    context = {
        "case": case,
        "file": file,
        "course": _course(case, file),
        "form": form,
        "viewers": queries.who_sees(case, "case:opened", "case:read"),
        "is_leading": leads(who, case.compartment),
        "may_oversee": oversees(who, case.compartment),
        "may_note": who.may(Permission.TRIAGE),
        "plan": numbers_of(case, who),
        "reads_reports": reads_reports(who),
        "guests": queries.guests_of(case),
        "is_open": case.state == CaseState.OPEN,
    }
    return render(request, "cases/case.html", context, status=status)


def _course(case: Case, file: CaseFile) -> list[Moment]:
    """What happened in the case, the latest first."""
    moments = [Moment(case.opened_at, "Casus geopend", f"Procesregisseur: {case.coordinator.name}.")]
    moments += [
        Moment(report.received_at, f"Melding ontvangen ({report.get_channel_display()})") for report in file.reports
    ]
    moments += [Moment(note.written_at, f"Notitie van {note.author.name}", text) for note, text in file.notes]
    if case.closed_at is not None:
        moments.append(Moment(case.closed_at, "Casus gesloten"))
    # Of what happened at the same moment, the last in line came last.
    return sorted(moments, key=lambda moment: moment.at)[::-1]
