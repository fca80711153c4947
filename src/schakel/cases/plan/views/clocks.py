"""One clock: how it was counted, and what can be done with it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.cases.plan import queries
from schakel.cases.plan.actions import clocks as actions
from schakel.cases.plan.forms import NoteOfEndForm, ReasonForm
from schakel.cases.plan.history import history_of
from schakel.cases.plan.models import Clock
from schakel.cases.plan.policies import check_may_plan, may_plan
from schakel.cases.plan.states import ClockState
from schakel.cases.policies import NotPossible

# The verb in the address: the action, the form that it asks, and what is said afterwards.
_VERBS: dict[str, tuple[Any, type[forms.Form] | None, str]] = {
    "gehaald": (actions.meet, NoteOfEndForm, "De termijn is gehaald."),
    "stoppen": (actions.stop, ReasonForm, "De termijn is gestopt."),
    "verlengen": (actions.extend, ReasonForm, "De termijn is verlengd."),
    "stilleggen": (actions.suspend, ReasonForm, "De termijn ligt nu stil."),
    "verder": (actions.resume, None, "De termijn loopt weer."),
}


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, clock_id: uuid.UUID) -> HttpResponse:
    """One clock, with the rule, the derivation and the history."""
    return _draw(request, queries.clock_for(viewer(request), case_id, clock_id))


@require_POST
def act(request: HttpRequest, case_id: uuid.UUID, clock_id: uuid.UUID, verb: str) -> HttpResponse:
    """Met, stopped, extended, suspended, or going on."""
    who = viewer(request)
    clock = queries.clock_for(who, case_id, clock_id)
    check_may_plan(who)
    if verb not in _VERBS:
        raise Http404
    action, kind, sentence = _VERBS[verb]
    form = kind(request.POST, auto_id=f"{verb}_%s") if kind is not None else None
    if form is not None and not form.is_valid():
        return _draw(request, clock, status=422, filled={verb: form})
    said = {"reason": form.cleaned_data["reason"]} if form is not None else {}
    try:
        action(clock=clock, by=who, **said)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, sentence)
    return see_other("clock", clock.case_id, clock.id)


def _draw(
    request: HttpRequest, clock: Clock, *, status: int = 200, filled: dict[str, forms.Form] | None = None
) -> HttpResponse:
    who = viewer(request)
    given = filled or {}
    context = {
        "case": clock.case,
        "clock": clock,
        "sheet": queries.read_clock(clock, who),
        "may_change": may_plan(who),
        "is_running": clock.state == ClockState.RUNNING,
        "is_suspended": clock.state == ClockState.SUSPENDED,
        "problems": list(given.values()),
        "wrong": list(given),
        "history": history_of(clock),
        "forms": {verb: given.get(verb) or kind(auto_id=f"{verb}_%s") for verb, (_, kind, _) in _VERBS.items() if kind},
    }
    return render(request, "cases/plan/clock.html", context, status=status)
