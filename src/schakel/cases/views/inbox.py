"""The worklist of reports: what stands outside the seal, and the routing part of what is on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import advice
from schakel.cases.models import Case, Triage
from schakel.cases.queries import cases_behind, triages_of
from schakel.cases.terms import Term, overdue_before, term_of
from schakel.core import region
from schakel.intake import answers, queries
from schakel.intake.content import ReporterCategory, way_words
from schakel.intake.models import Report

A_PAGE = 50
LISTS: dict[str, tuple[str, Callable[[User], QuerySet[Report]]]] = {
    "nieuw": ("Te beoordelen", queries.inbox),
    "berichten": ("Nieuwe berichten", queries.with_new_words),
    "beoordeeld": ("Beoordeeld", queries.triaged),
}


@dataclass(frozen=True)
class Row:
    """One report of the list. `category`, `way` and `municipality` are empty when they can't be read."""

    report: Report
    category: str
    way: str
    municipality: str
    term: Term
    triage: Triage | None
    is_destroyed: bool
    case: Case | None  # the case it went to, if this viewer may see that
    is_advice: bool


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of one of the three lists."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    chosen = request.GET.get("lijst", "nieuw")
    chosen = chosen if chosen in LISTS else "nieuw"
    page = Paginator(LISTS[chosen][1](who).values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page), who),
        "chosen": chosen,
        "tabs": [(name, label) for name, (label, _) in LISTS.items()],
        "answers_to_read": len(answers.to_read(who)),
        "counts": queries.waiting_counts(who, overdue_before=overdue_before()),
    }
    return render(request, "cases/inbox.html", context)


def _rows(ids: list[UUID], who: User) -> list[Row]:
    read = queries.read_routing(ids, viewer=who)
    decisions = triages_of([listed.report for listed in read])
    cases = cases_behind(decisions.values(), who)
    handled = advice.advice_of([listed.report for listed in read])
    profile = region.current()
    rows = []
    for listed in read:
        report, said = listed.report, listed.routing
        triage = decisions.get(report.pk)
        rows.append(
            Row(
                report,
                ReporterCategory(said.category).label if said else "",
                way_words(said) if said else "",
                profile.municipality_name(said.municipality) if said else "",
                term_of(report.received_at),
                triage,
                listed.is_destroyed,
                cases.get(triage.case_id) if triage is not None and triage.case_id is not None else None,
                advice.is_advice(said, triage, handled.get(report.pk)),
            )
        )
    return rows
