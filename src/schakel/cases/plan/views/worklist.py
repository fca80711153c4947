"""What is late, due this week and coming, over all cases; and the rules by which terms are counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_sees_content
from schakel.cases.plan import worklist
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.rules import every_rule
from schakel.cases.plan.worklist import When


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """The list: late, this week or soon; one's own, or of every case one may see."""
    who = viewer(request)
    _check_sees_plans(who)
    when = next((one for one in When if one.value[0] == request.GET.get("lijst")), When.LATE)
    is_mine = request.GET.get("van") != "alle"
    rows = worklist.deadlines(who, when, is_mine=is_mine)
    context = {
        "rows": rows,
        "is_cut": len(rows) == worklist.MOST,
        "tabs": [one.value for one in When],
        "chosen": when.value[0],
        "is_mine": is_mine,
        "counts": worklist.counts_for(who),
    }
    return render(request, "cases/plan/deadlines.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with its source, for a lawyer to read; nothing about anybody."""
    who = viewer(request)
    _check_sees_plans(who)
    return render(request, "cases/plan/rules.html", {"rules": every_rule()})


def _check_sees_plans(who: User) -> None:
    check_sees_content(who)
    if not sees_plans(who):
        raise NotAllowed("De plannen van casussen zijn voor medewerkers van het centrum.")
