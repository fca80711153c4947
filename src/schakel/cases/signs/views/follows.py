"""What follows from the signs of somebody, and how each sign went."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.cases.signs import policies, queries
from schakel.cases.signs.shown import attention_words, shown


@require_safe
def everybody(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everybody in the case, with what follows per form."""
    who = viewer(request)
    case = queries.case_with_signs(who, case_id)
    lines = [
        (line, [(one, attention_words(one.derivation.attention)) for one in line.forms])
        for line in queries.lines(case, who)
    ]
    context = {"case": case, "lines": lines, "may_write": policies.may_write(who) and case.is_open}
    return render(request, "cases/signs/signs.html", context)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    """What follows for one person, form by form; to read and to print."""
    who = viewer(request)
    case = queries.case_with_signs(who, case_id)
    human = queries.somebody(who, case, involvement_id)
    context = {
        "case": case,
        "human": human,
        "forms": [shown(one) for one in queries.forms_of(human, who)],
        "may_write": policies.may_write(who) and case.is_open,
    }
    return render(request, "cases/signs/follows.html", context)


@require_safe
def history(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    """How each sign of somebody went, over all sources."""
    who = viewer(request)
    case = queries.case_with_signs(who, case_id)
    human = queries.somebody(who, case, involvement_id)
    forms = [(one, queries.history_of(one)) for one in queries.forms_of(human, who)]
    return render(request, "cases/signs/history.html", {"case": case, "human": human, "forms": forms})
