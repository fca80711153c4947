"""An action of a guest's own: ticked off, or not possible and why."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.cases.plan.actions.steps import answer_step
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.models import Step
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.portal import queries
from schakel.portal.forms import AnswerForm
from schakel.portal.states import Outcome


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """What there is to do, and how it went."""
    who = viewer(request)
    step = queries.step_of(who, queries.case_shared_with(who, case_id), step_id)
    if request.method != "POST":
        return _draw(request, who, step, AnswerForm())
    form, revision = AnswerForm(request.POST), RevisionForm.posted(request.POST)
    if not form.is_valid():
        return _draw(request, who, step, form, status=422, revision=revision)
    is_done = form.cleaned_data["outcome"] == Outcome.DONE
    try:
        answer_step(step=step, is_done=is_done, words=form.cleaned_data["how_it_went"], revision=revision, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, who, queries.step_of(who, step.case, step_id), form, status=409)
    except Changed:
        step = queries.step_of(who, step.case, step_id)
        return _draw(request, who, step, form, status=409, told=queries.told_of_step(step, revision, who))
    messages.success(request, "Afgevinkt. Het centrum ziet het." if is_done else "Het centrum ziet dat het niet lukt.")
    return see_other("shared_case", case_id)


def _draw(
    request: HttpRequest,
    who: User,
    step: Step,
    form: AnswerForm,
    *,
    status: int = 200,
    revision: int = 0,
    told: Any = None,
) -> HttpResponse:
    context = {
        "case": step.case,
        "step": step,
        "mine": queries.read_step(step, who),
        "form": form,
        "told": told,
        "revision": revision or step.revision,
    }
    return render(request, "portal/step.html", context, status=status)
