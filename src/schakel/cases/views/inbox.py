"""The worklist of reports: what stands outside the seal, and the routing part of what is on the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases.models import Triage
from schakel.cases.queries import triages_of
from schakel.cases.terms import Term, overdue_before, term_of
from schakel.core import region
from schakel.intake import queries
from schakel.intake.content import ReporterCategory
from schakel.intake.models import Report

A_PAGE = 50
LISTS: dict[str, tuple[str, Callable[[User], QuerySet[Report]]]] = {
    "nieuw": ("Te beoordelen", queries.inbox),
    "berichten": ("Nieuwe berichten", queries.with_new_words),
    "beoordeeld": ("Beoordeeld", queries.triaged),
}


@dataclass(frozen=True)
class Row:
    """One report of the list. `category` and `municipality` are empty when they can't be read."""

    report: Report
    category: str
    municipality: str
    term: Term
    triage: Triage | None


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of one of the three lists."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    chosen = request.GET.get("lijst", "nieuw")
    chosen = chosen if chosen in LISTS else "nieuw"
    page = Paginator(queries.without_content(LISTS[chosen][1](who)), A_PAGE).get_page(request.GET.get("page"))
    waiting = queries.without_content(queries.inbox(who))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list), who),
        "chosen": chosen,
        "tabs": [(name, label) for name, (label, _) in LISTS.items()],
        "waiting": waiting.count(),
        "overdue": waiting.filter(received_at__lt=overdue_before()).count(),
    }
    return render(request, "cases/inbox.html", context)


def _rows(reports: list[Report], who: User) -> list[Row]:
    routing = queries.read_routing(reports, viewer=who)
    decisions = triages_of(reports)
    profile = region.current()
    rows = []
    for report in reports:
        said = routing.get(report.pk)
        rows.append(
            Row(
                report,
                ReporterCategory(said.category).label if said else "",
                profile.municipality_name(said.municipality) if said else "",
                term_of(report.received_at),
                decisions.get(report.pk),
            )
        )
    return rows
