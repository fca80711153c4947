"""What needs somebody today, as far as their role goes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access import four_eyes
from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import is_guest
from schakel.access.queries import has_broken_glass, waiting_for_review
from schakel.access.roles import Permission
from schakel.cases.assigning import unseen
from schakel.cases.models import Case
from schakel.cases.plan import worklist
from schakel.cases.plan.worklist import When
from schakel.cases.queries import cases_for, record_listed
from schakel.cases.terms import by_today, overdue, running
from schakel.core import time
from schakel.desk.queries import emergencies as queries
from schakel.desk.queries.reach import waiting_for as waiting_in_reach
from schakel.duty.policies import sees_roster
from schakel.duty.queries import today_and_empty_days
from schakel.figures.queries import waiting_for_triage
from schakel.intake import queries as intake
from schakel.outbox.queries import stuck_for
from schakel.portal.views.case import home
from schakel.publications.models import PublicationState
from schakel.publications.queries import revisions
from schakel.sharing.queries import to_read

_SHOWN = 5


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """New reports, new words from reporters, one's own cases, and what waits for approval."""
    who = viewer(request)
    if is_guest(who):
        return home(request)
    context: dict[str, Any] = {"day": time.today(), **_emergencies(who)}
    if sees_roster(who):
        on_duty, empty = today_and_empty_days(who)
        context |= {"sees_roster": True, "on_duty": on_duty, "empty_days": empty}
    if who.may(Permission.TRIAGE):
        context |= _reports(who)
    if who.may(Permission.COORDINATE):
        context |= _cases(who, "Mijn open casussen", cases_for(who).filter(closed_at=None, coordinator=who))
    elif not who.may(Permission.TRIAGE):
        shared = cases_for(who).filter(closed_at=None)
        context |= _cases(who, "Casussen waar u bij kunt", shared) if shared.exists() else {}
    if who.may(Permission.PREVENT):
        context["reach"] = waiting_in_reach(who)
    context |= _deadlines(who)
    if who.may(Permission.READ_FIGURES):
        context |= _policy(who)
    if four_eyes.concerns(who):
        waiting = four_eyes.waiting_for(who).exclude(proposed_by=who)
        context |= {"has_approvals": True, "approvals": waiting.count(), "mine": four_eyes.proposed_by(who).count()}
    context["stuck"] = stuck_for(who)
    context["disclosures_to_read"] = to_read(who)
    context["may_manage"] = who.may(Permission.MANAGE_USERS)
    return render(request, "desk/today.html", context)


def _emergencies(who: User) -> dict[str, Any]:
    """What waits for the officer's judgement, and how one's own emergencies stand."""
    unreviewed = {"unreviewed": waiting_for_review(who).count()}
    if not has_broken_glass(who):
        return unreviewed
    return unreviewed | {"emergencies": queries.going_on(who), "judged": queries.judged_lately(who)}


def _cases(who: User, title: str, cases: QuerySet[Case]) -> dict[str, Any]:
    shown = list(cases[:_SHOWN])
    record_listed(shown, viewer=who)
    return {"cases_title": title, "cases": shown, "case_count": _count(shown, cases)}


def _reports(who: User) -> dict[str, Any]:
    work = intake.counts_by_holder(who, overdue=overdue(), by_today=by_today())
    mine, talking = intake.mine(who), intake.with_new_words(who)
    first, mine_first, words = (intake.shown(one, _SHOWN, viewer=who) for one in (intake.inbox(who), mine, talking))
    given = unseen(who)
    return {
        "has_reports": True,
        **intake.in_all(work),
        "due_by": [row for row in work if row["due_today"] or row["overdue"]],
        "mine_first": [(report, running(report), report.pk in given) for report in mine_first],
        "mine_count": _count(mine_first, mine),
        "given_count": len(given),
        "first": [(report, running(report)) for report in first],
        "talking": words,
        "talking_count": _count(words, talking),
    }


def _count(shown: Sequence[Any], every: QuerySet[Any]) -> int:
    """How many there are: those that are shown, unless there is no room for more."""
    return every.count() if len(shown) == _SHOWN else len(shown)


def _deadlines(who: User) -> dict[str, Any]:
    """What is late in one's own cases and actions, and then what is due this week."""
    counts = worklist.counts_for(who)
    if counts is None or not (counts.late or counts.week):
        return {}
    rows = worklist.deadlines(who, When.LATE, is_mine=True, most=_SHOWN)
    rows += worklist.deadlines(who, When.WEEK, is_mine=True, most=_SHOWN - len(rows)) if len(rows) < _SHOWN else []
    return {"due_counts": counts, "due_rows": rows}


def _policy(who: User) -> dict[str, Any]:
    year = time.today().year
    unfinished = [revision for revision in revisions(who) if revision.state != PublicationState.PUBLISHED]
    return {"has_figures": True, "year": year, "waiting": waiting_for_triage(year), "unfinished": unfinished}
