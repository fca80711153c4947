"""Splitting a case and joining two, with who will see what said before it is done."""

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import Grant, User
from schakel.access.policies import NotPossible as AccessNotPossible
from schakel.access.queries import live_grants
from schakel.audit.record import record
from schakel.cases import queries
from schakel.cases.life import lineage
from schakel.cases.life.forms import JoinCasesForm, SplitForm, WhichCaseForm
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.life.queries import lineage_for, reports_of
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible, check_leads
from schakel.signin.edge import fresh_proof_to_send

_TWO_WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(_TWO_WAYS)
@fresh_proof_to_send
def split(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose who and what goes to a new case."""
    who, case = _led(request, case_id)
    people = in_words([row for row in rows_of(case, who) if row.until is None])
    reports = reports_of(case, who)
    record("case:involved_read", by=who, about=case, persons=[one.person.id for one in people if one.person])
    form = SplitForm(request.POST if request.method == "POST" else None, people=people, reports=reports)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                new = lineage.split(
                    case=case, rows=form.rows(), reports=form.chosen_reports(), why=form.cleaned_data["why"], by=who
                )
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, f"Casus {new.number} is afgesplitst van {case.number}.")
                return see_other("case", new.id)
    context = {"case": case, "form": form, "behind": lineage.who_stays_behind(case, who), "is_wrong": status != 200}
    return render(request, "cases/split.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose the case in which this one goes on."""
    who, case = _led(request, case_id)
    form = WhichCaseForm(request.GET if "other" in request.GET else None, cases=_led_too(case, who))
    if form.is_bound and form.is_valid():
        return see_other("case_join", case.id, form.chosen().id)
    return render(request, "cases/join_choose.html", {"case": case, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(_TWO_WAYS)
@fresh_proof_to_send
def join(request: HttpRequest, case_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Who would see more and who less, and then the joining itself."""
    who, origin = _led(request, case_id)
    _, successor = _led(request, other_id)
    seen = lineage.outlook(origin=origin, successor=successor)
    form = JoinCasesForm(request.POST if request.method == "POST" else None, gains=seen.gains)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                lineage.join(
                    origin=origin, successor=successor, why=form.cleaned_data["why"], keeps=form.kept(), by=who
                )
            except (NotPossible, AccessNotPossible) as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, f"Casus {origin.number} gaat verder in {successor.number}.")
                return see_other("case", successor.id)
    context = {"case": origin, "successor": successor, "seen": seen, "form": form, "is_wrong": status != 200}
    return render(request, "cases/join.html", context, status=status)


@require_http_methods(_TWO_WAYS)
@fresh_proof_to_send
def undo(request: HttpRequest, case_id: uuid.UUID, lineage_id: uuid.UUID) -> HttpResponse:
    """Take a joining back, while nothing has happened since."""
    who, case = _led(request, case_id)
    row = lineage_for(who, case, lineage_id)
    for one in (row.origin, row.successor):
        check_leads(who, one)
    why_not = lineage.why_not_undone(row)
    if request.method == "POST":
        try:
            lineage.undo_join(row=row, by=who)
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"Casus {row.origin.number} staat weer op zichzelf.")
        return see_other("case", case.id)
    return render(request, "cases/join_undo.html", {"case": case, "row": row, "why_not": why_not})


def _led(request: HttpRequest, case_id: uuid.UUID) -> tuple[User, Case]:
    """A case that the viewer sees and leads. Raises Http404, NotAllowed."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    check_leads(who, case)
    return who, case


def _led_too(case: Case, who: User) -> list[Case]:
    """The other open cases that the viewer leads."""
    standing_in = live_grants().filter(user=who, ground=Grant.Ground.STAND_IN).values("compartment")
    mine = Q(coordinator=who) | Q(compartment__in=standing_in)
    return list(queries.cases_for(who).filter(mine, closed_at=None).exclude(pk=case.pk))
