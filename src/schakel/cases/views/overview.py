"""A case on one page, to enter it in another system (GCOS) by hand."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases.life.overview import read_overview
from schakel.cases.plan.queries import case_with_plan


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Short fields to copy or print; no story, no notes, nothing about reporters."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    check_may(who, Permission.TRIAGE)
    return render(request, "cases/overview.html", {"case": case, "overview": read_overview(case, who)})
