"""Moving a case on, changing what is known of it, its risk, and its whole story."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.queries import leads
from schakel.access.roles import Permission
from schakel.cases import policies, queries
from schakel.cases.conference.queries import planned_in
from schakel.cases.life import actions
from schakel.cases.life.content import read_facts
from schakel.cases.life.forms import FactsForm, MoveForm, RiskForm, UrgencyForm
from schakel.cases.life.queries import next_moves, relatives_of, risks_of, standing
from schakel.cases.life.story import Kind, counts_of, read_story, story_of
from schakel.cases.models import Case
from schakel.cases.moves import MOVES
from schakel.cases.plan.queries import case_with_plan
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState, CaseUrgency
from schakel.signin.edge import fresh_proof_to_send

A_PAGE = 50
_TWO_WAYS = ["GET", "HEAD", "POST"]
_GRAVE = {"shield", "unshield"}


@require_safe
def story(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything that happened, a page at a time, by kind where one is chosen."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    chosen = request.GET.get("soort", "")
    chosen = chosen if chosen in Kind.values else ""
    relatives = relatives_of(case, who)
    every = story_of(case, who, relatives)
    counts = counts_of(every)
    shown = [one for one in every if not chosen or one.kind == chosen]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "entries": read_story(list(page), case, who, kind=chosen),
        "kinds": [(kind.value, kind.label, counts[kind]) for kind in Kind if counts[kind]],
        "chosen": chosen,
        "count": len(every),
    }
    return render(request, "cases/story.html", context)


@require_http_methods(_TWO_WAYS)
def move(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponseBase:
    """Make a move; one that changes who sees the case asks anew who it is."""
    return (fresh_proof_to_send(_move) if key in _GRAVE else _move)(request, case_id, key)


def _move(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponse:
    """What a move asks, and what is missing for it."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    found = next((one for one in MOVES if one.key == key), None)
    if found is None:
        raise Http404
    policies.check_may_move(who, case, found)
    # Whoever comes from an accepted transfer finds its outcome chosen already.
    chosen = {name: request.GET.get(name, "") for name in ("outcome", "reason")}
    form = MoveForm(request.POST or None, move=found, initial=chosen)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.make_move(case=case, key=key, said=form.said(), by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, f"{found.done}.")
                seen = queries.cases_for(who).filter(pk=case.pk).exists()
                return see_other("case", case.id) if seen else see_other("cases")
    moves = next_moves(case, who, standing(case, read_facts(case)), is_leading=leads(who, case.compartment))
    here = next((one for one in moves if one.move == found), None)
    # Where the case goes into conference, the page shows which one is planned, or where to plan it.
    confers = found.target == CaseState.CONFERENCE
    context = {
        "case": case,
        "move": found,
        "form": form,
        "here": here,
        "is_wrong": status != 200,
        "confers": confers,
        "conferences": planned_in(case) if confers else [],
    }
    return render(request, "cases/move.html", context, status=status)


@require_http_methods(_TWO_WAYS)
def facts(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Where it is, which forms, the goal; and how urgent it is, with the reason."""
    who, case = _to_change(request, case_id)
    known = read_facts(case)
    posted = request.POST if request.method == "POST" else None
    form = FactsForm(posted if posted and "urgency" not in posted else None, known=known)
    urgency = UrgencyForm(posted if posted and "urgency" in posted else None, case=case)
    filled_in = urgency if urgency.is_bound else form
    status = 200
    if posted is not None:
        status = 422
        if filled_in.is_valid():
            try:
                sentence = _change(case, filled_in, who)
            except NotPossible as refusal:
                filled_in.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, sentence)
                return see_other("case", case.id)
    context = {"case": case, "form": form, "urgency": urgency, "filled_in": filled_in, "is_wrong": status != 200}
    return render(request, "cases/facts.html", context, status=status)


@require_http_methods(_TWO_WAYS)
def risk(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Every assessment, and a new one."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    if request.method == "POST":
        check_may(who, Permission.TRIAGE)
    form = RiskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.assess_risk(case=case, risk=form.risk(), on=form.cleaned_data["assessed_on"], by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, "De risico-inschatting is vastgelegd. Wat er stond blijft te lezen.")
                return see_other("case_risk", case.id)
    may_assess = who.may(Permission.TRIAGE) and case.is_open and not read_facts(case).is_destroyed
    context = {
        "case": case,
        "form": form,
        "risks": risks_of(case, who),
        "may_assess": may_assess,
        "is_wrong": status != 200,
    }
    return render(request, "cases/risk.html", context, status=status)


def _to_change(request: HttpRequest, case_id: uuid.UUID) -> tuple[User, Case]:
    who = viewer(request)
    case = queries.case_for(who, case_id)
    check_may(who, Permission.TRIAGE)
    return who, case


def _change(case: Case, form: Form, who: User) -> str:
    said: dict[str, Any] = form.cleaned_data
    if isinstance(form, UrgencyForm):
        actions.change_urgency(case=case, urgency=CaseUrgency(said["urgency"]), because=said["because"], by=who)
        return "De urgentie is gewijzigd."
    forms_of = tuple(said["forms_of"])
    actions.change_facts(case=case, municipality=said["municipality"], forms=forms_of, goal=said["goal"], by=who)
    return "De gegevens zijn bijgewerkt."
