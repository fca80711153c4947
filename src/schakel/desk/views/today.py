"""What needs somebody today, as far as their role goes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access import four_eyes
from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.queries import cases_for
from schakel.cases.states import CaseState
from schakel.cases.terms import overdue_before, term_of
from schakel.core import time
from schakel.figures.queries import waiting_for_triage
from schakel.intake import queries as intake
from schakel.publications.models import PublicationState
from schakel.publications.queries import revisions

_SHOWN = 5


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """New reports, new words from reporters, one's own cases, and what waits for approval."""
    who = viewer(request)
    context: dict[str, Any] = {"day": time.today()}
    if who.may(Permission.TRIAGE):
        context |= _reports(who)
    if who.may(Permission.COORDINATE):
        mine = cases_for(who).filter(state=CaseState.OPEN, coordinator=who)
        context |= {"has_cases": True, "cases": mine[:_SHOWN], "case_count": mine.count()}
    if who.may(Permission.READ_FIGURES):
        context |= _policy(who)
    if four_eyes.concerns(who):
        waiting = four_eyes.waiting_for(who).exclude(proposed_by=who)
        context |= {"has_approvals": True, "approvals": waiting.count(), "mine": four_eyes.proposed_by(who).count()}
    context["may_manage"] = who.may(Permission.MANAGE_USERS)
    context["may_read_municipality"] = who.may(Permission.OWN_MUNICIPALITY)
    return render(request, "desk/today.html", context)


def _reports(who: User) -> dict[str, Any]:
    talking = intake.with_new_words(who)
    return {
        "has_reports": True,
        **intake.waiting_counts(who, overdue_before=overdue_before()),
        "first": [(report, term_of(report.received_at)) for report in intake.shown(intake.inbox(who), _SHOWN)],
        "talking": intake.shown(talking, _SHOWN),
        "talking_count": talking.count(),
    }


def _policy(who: User) -> dict[str, Any]:
    year = time.today().year
    unfinished = [revision for revision in revisions(who) if revision.state != PublicationState.PUBLISHED]
    return {"has_figures": True, "year": year, "waiting": waiting_for_triage(year), "unfinished": unfinished}
