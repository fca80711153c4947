"""One report: reading it, breaking its seal."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases.views.report_page import draw
from schakel.intake import actions
from schakel.intake.queries import report_for


@require_safe
def show(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report: only what stands outside the seal and the routing part, until somebody opened it."""
    return draw(request, report_for(viewer(request), report_id))


@require_POST
def break_seal(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Open a sealed report; it is recorded who did."""
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    actions.open_report(report=report, by=who)
    return see_other("report", report.id)
