"""A goal of a case: set it, word it anew, reach it or let it go."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.cases.plan import contents, queries
from schakel.cases.plan.actions import goals as actions
from schakel.cases.plan.forms import GoalForm, ReasonForm, RevisionForm
from schakel.cases.plan.history import history_of
from schakel.cases.plan.models import Goal
from schakel.cases.plan.policies import Changed, check_may_plan
from schakel.cases.plan.states import GoalState
from schakel.cases.plan.views.changed import told_of
from schakel.cases.policies import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A goal for the case."""
    who = viewer(request)
    case = queries.case_with_plan(who, case_id)
    check_may_plan(who)
    form = GoalForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.set_goal(case=case, words=form.cleaned_data["words"], by=who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("plan", case.id)
    return render(request, "cases/plan/goal_new.html", {"case": case, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case_id: uuid.UUID, goal_id: uuid.UUID) -> HttpResponse:
    """Other words for a goal; who comes second sees what the first wrote."""
    who = viewer(request)
    goal = queries.goal_for(who, case_id, goal_id)
    check_may_plan(who)
    if request.method != "POST":
        sheet = queries.read_goal(goal, who)
        return _draw(request, goal, GoalForm(initial={"words": sheet.words}))
    form, revision = GoalForm(request.POST), RevisionForm.posted(request.POST)
    if not form.is_valid():
        return _draw(request, goal, form, 422, revision=revision)
    words = form.cleaned_data["words"]
    try:
        actions.reword_goal(goal=goal, words=words, revision=revision, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, goal, form, 409, revision=revision)
    except Changed:
        goal.refresh_from_db()
        theirs = {"words": str(contents.read(goal)["words"])}
        merged, told = told_of(goal, revision, theirs, {"words": words})
        return _draw(request, goal, GoalForm(merged), 409, told=told)
    messages.success(request, "Het doel is gewijzigd.")
    return see_other("plan", goal.case_id)


@require_POST
def end(request: HttpRequest, case_id: uuid.UUID, goal_id: uuid.UUID) -> HttpResponse:
    """Reached, let go, or open again."""
    who = viewer(request)
    goal = queries.goal_for(who, case_id, goal_id)
    check_may_plan(who)
    state = request.POST.get("state", "")
    form = ReasonForm(request.POST)
    form.fields["reason"].required = state == GoalState.DROPPED
    if state not in GoalState.values or not form.is_valid():
        return _draw(request, goal, GoalForm(initial={"words": queries.read_goal(goal, who).words}), 422, ending=form)
    try:
        actions.end_goal(goal=goal, state=GoalState(state), reason=form.cleaned_data["reason"], by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("plan", goal.case_id)


def _draw(
    request: HttpRequest,
    goal: Goal,
    form: GoalForm,
    status: int = 200,
    *,
    told: object = None,
    revision: int | None = None,
    ending: ReasonForm | None = None,
) -> HttpResponse:
    context = {
        "case": goal.case,
        "goal": goal,
        "form": form,
        "told": told,
        "revision": goal.revision if revision is None else revision,
        "ending": ending or ReasonForm(),
        "is_ending_wrong": ending is not None,
        "history": history_of(goal),
    }
    return render(request, "cases/plan/goal.html", context, status=status)
