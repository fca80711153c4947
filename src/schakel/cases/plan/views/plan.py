"""The plan of one case on one page."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.cases.plan import queries
from schakel.cases.plan.policies import may_plan

# How many open steps stand on the page at once; the others, which are due later, are folded away.
_MOST = 30


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Goals, steps and clocks: what is open first, what ended folded away."""
    who = viewer(request)
    case = queries.case_with_plan(who, case_id)
    plan = queries.read_plan(case, who)
    may_change = may_plan(who) and case.closed_at is None and not plan.is_destroyed
    context = {
        "case": case,
        "plan": plan,
        "first": plan.steps[:_MOST],
        "more": plan.steps[_MOST:],
        "may_change": may_change,
        "numbers": queries.numbers_of(case, who),
    }
    return render(request, "cases/plan/plan.html", context)
