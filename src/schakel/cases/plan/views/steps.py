"""A step of a plan: choose its kind, plan it, change it, say how far it is."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan import contents, queries
from schakel.cases.plan.actions import steps as actions
from schakel.cases.plan.forms import NoteOfEndForm, ReasonForm, RevisionForm, StepForm
from schakel.cases.plan.history import flat, history_of
from schakel.cases.plan.kinds import BY_KEY, Kind, grouped
from schakel.cases.plan.models import Step
from schakel.cases.plan.policies import Changed, check_may_plan, check_may_progress, may_plan, may_progress
from schakel.cases.plan.rules import every_rule
from schakel.cases.plan.states import UNFINISHED, StepState
from schakel.cases.plan.views.changed import told_of
from schakel.cases.policies import NotPossible
from schakel.partners.queries import professionals_to_choose
from schakel.partners.sealing import called


@require_safe
def choose(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Which kind of step."""
    who = viewer(request)
    case = queries.case_with_plan(who, case_id)
    check_may_plan(who)
    return render(request, "cases/plan/choose.html", {"case": case, "groups": list(grouped())})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case_id: uuid.UUID, kind: str) -> HttpResponse:
    """Plan a step of that kind."""
    who = viewer(request)
    case = queries.case_with_plan(who, case_id)
    check_may_plan(who)
    chosen = BY_KEY.get(kind)
    if chosen is None:
        raise Http404
    form = _form(who, case, chosen, request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            step = actions.plan_step(case=case, kind=kind, said=form.said(), by=who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, f"{chosen.name}: staat in het plan.")
            return see_other("step", case.id, step.id) if chosen.clock else see_other("plan", case.id)
    context = {"case": case, "form": form, "kind": chosen, "rule": _rule_of(chosen)}
    return render(request, "cases/plan/step_new.html", context, status=status)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """One step: what it says, how far it is, and its history."""
    return _draw(request, queries.step_for(viewer(request), case_id, step_id))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Say it otherwise; who comes second sees what the first changed, and loses no word."""
    who = viewer(request)
    step = queries.step_for(who, case_id, step_id)
    check_may_plan(who)
    content = contents.read(step)
    kind = BY_KEY[content["kind"]]
    if request.method != "POST":
        queries.read_step(step, who)
        form = _form(who, step.case, kind, step=step, initial=flat(contents.now(step, content)))
        return _draw_form(request, step, form)
    form, revision = _form(who, step.case, kind, request.POST, step=step), RevisionForm.posted(request.POST)
    if not form.is_valid():
        return _draw_form(request, step, form, status=422, revision=revision)
    try:
        actions.change_step(step=step, said=form.said(), revision=revision, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw_form(request, step, form, status=409, revision=revision)
    except Changed:
        return _draw_changed(request, step, form, revision)
    messages.success(request, "De wijziging is bewaard.")
    return see_other("step", step.case_id, step.id)


@require_POST
def progress(request: HttpRequest, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Begun, done, dropped with a reason, or open again."""
    who = viewer(request)
    step = queries.step_for(who, case_id, step_id)
    check_may_progress(who, step)
    state = request.POST.get("state", "")
    form = ReasonForm(request.POST)
    form.fields["reason"].required = state == StepState.DROPPED
    if state not in StepState.values or not form.is_valid():
        return _draw(request, step, status=422, dropping=form)
    try:
        actions.progress_step(step=step, state=StepState(state), reason=form.cleaned_data["reason"], by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("step", step.case_id, step.id)
    messages.success(request, f"De actie is nu {StepState(state).label}.")
    return see_other("plan", step.case_id)


def _draw(request: HttpRequest, step: Step, *, status: int = 200, dropping: ReasonForm | None = None) -> HttpResponse:
    who = viewer(request)
    context = {
        "case": step.case,
        "step": step,
        "sheet": queries.read_step(step, who),
        "is_unfinished": step.state in UNFINISHED,
        "may_change": may_plan(who) and step.case.closed_at is None,
        "may_progress": may_progress(who, step),
        "doing": NoteOfEndForm(auto_id="done_%s"),
        "dropping": dropping or ReasonForm(),
        "is_dropping_wrong": dropping is not None,
        "history": history_of(step),
    }
    return render(request, "cases/plan/step.html", context, status=status)


def _draw_form(
    request: HttpRequest,
    step: Step,
    form: StepForm,
    *,
    status: int = 200,
    told: Any = None,
    revision: int | None = None,
) -> HttpResponse:
    context = {
        "case": step.case,
        "step": step,
        "form": form,
        "kind": form.kind,
        "told": told,
        "revision": step.revision if revision is None else revision,
    }
    return render(request, "cases/plan/step_change.html", context, status=status)


def _draw_changed(request: HttpRequest, step: Step, form: StepForm, revision: int) -> HttpResponse:
    who = viewer(request)
    step = queries.step_for(who, step.case_id, step.id)
    theirs = flat(contents.now(step, contents.read(step)))
    merged, told = told_of(step, revision, theirs, form.flat(), kind=form.kind.key)
    return _draw_form(request, step, _form(who, step.case, form.kind, merged, step=step), status=409, told=told)


def _form(
    who: User, case: Case, kind: Kind, data: Any = None, *, step: Step | None = None, initial: Any = None
) -> StepForm:
    people, professionals = queries.could_own(case), professionals_to_choose(who)
    if step is not None and step.owner is not None and step.owner not in people:
        people.append(step.owner)
    if step is not None and step.professional is not None and step.professional not in dict(professionals):
        professionals.append((step.professional, called(step.professional)))
    return StepForm(
        data, kind=kind, people=people, professionals=professionals, goals=queries.open_goals(case), initial=initial
    )


def _rule_of(kind: Kind) -> Any:
    """The rule whose clock this kind starts, as it is today for most."""
    return next((rule for rule in every_rule() if rule.id == kind.clock and rule.until is None), None)
