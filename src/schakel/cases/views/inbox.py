"""The worklist of reports: what stands outside the seal, and the routing part of what is on the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases.assigning import unseen
from schakel.cases.joining import sizes_of
from schakel.cases.models import Case, Triage
from schakel.cases.queries import cases_behind, triages_of
from schakel.cases.terms import Term, by_today, overdue, running
from schakel.cases.work_forms import ManyAsideForm
from schakel.core import region, time
from schakel.duty.queries import Turn, readers_of, today_and_empty_days
from schakel.intake import answers, queries
from schakel.intake.content import ReporterCategory, way_words
from schakel.intake.models import Channel, Report, ReportState

A_PAGE = 50
LISTS: dict[str, tuple[str, Callable[[User], QuerySet[Report]]]] = {
    "nieuw": ("Te beoordelen", queries.inbox),
    "mijn": ("Van mij", queries.mine),
    "berichten": ("Nieuwe berichten", queries.with_new_words),
    "antwoord": ("Nog te beantwoorden", queries.unanswered),
    "beoordeeld": ("Beoordeeld", queries.triaged),
    "apart": ("Apart gelegd", queries.set_aside),
}
# What can be asked of a list: the name in the address, its label, and the answers.
FILTERS: dict[str, tuple[str, Mapping[str, str]]] = {
    "termijn": ("Termijn", {"": "Alle", "vandaag": "Vandaag of over", "over": "Over de termijn"}),
    "wie": ("Van wie", {"": "Iedereen", "mij": "Van mij", "niemand": "Van niemand"}),
    "hoe": ("Binnengekomen", {"": "Alle", **{channel.value: channel.label for channel in Channel}}),
}


@dataclass(frozen=True)
class Row:
    """One report of the list. `category`, `way` and `municipality` are empty when they can't be read."""

    report: Report
    category: str
    way: str
    municipality: str
    terms: list[tuple[str, Term]]
    triage: Triage | None
    is_destroyed: bool
    case: Case | None  # the case it went to, if this viewer may see that
    new_words: int  # messages of the reporter that nobody read
    joined_with: int
    is_unseen: bool  # a colleague gave it to the viewer, who did not look yet
    reader: Turn | None  # of a report that nobody could have read yet: when it is read, and by whom


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of one of the lists, as far as it was asked for."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    chosen = request.GET.get("lijst", "nieuw")
    chosen = chosen if chosen in LISTS else "nieuw"
    reports = _asked(LISTS[chosen][1](who), request.GET, who)
    page = Paginator(reports.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.in_all(queries.counts_by_holder(who, overdue=overdue(), by_today=by_today()))
    on_duty, empty = today_and_empty_days(who)
    context: dict[str, Any] = {
        "page": page,
        "rows": _rows(list(page), who),
        "chosen": chosen,
        "tabs": [(name, label) for name, (label, _) in LISTS.items()],
        "answers_to_read": len(answers.to_read(who)),
        "counts": counts,
        "filters": _filters(request.GET),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "on_duty": on_duty,
        "empty_days": empty,
        "here": request.get_full_path(),
        "many": ManyAsideForm() if chosen in ("nieuw", "mijn") else None,
    }
    return render(request, "cases/inbox.html", context)


def _asked(reports: QuerySet[Report], asked: QueryDict, who: User) -> QuerySet[Report]:
    """The list, as far as the filters leave it; an answer that does not exist asks nothing."""
    condition = {"vandaag": by_today, "over": overdue}.get(asked.get("termijn", ""))
    if condition is not None:
        reports = reports.filter(condition())
    if asked.get("wie") == "mij":
        reports = reports.filter(holder=who)
    elif asked.get("wie") == "niemand":
        reports = reports.filter(holder=None)
    if asked.get("hoe") in Channel.values:
        reports = reports.filter(channel=asked["hoe"])
    return reports


def _filters(asked: QueryDict) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    return [
        (name, label, [(value, words, asked.get(name, "") == value) for value, words in answers.items()])
        for name, (label, answers) in FILTERS.items()
    ]


def _rows(ids: list[UUID], who: User) -> list[Row]:
    read = queries.read_routing(ids, viewer=who)
    reports = [listed.report for listed in read]
    decisions = triages_of(reports)
    cases = cases_behind(decisions.values(), who)
    new_words, joined, unlooked = queries.new_words_of(reports), sizes_of(reports, who), unseen(who)
    sealed = [one for one in reports if one.state == ReportState.SEALED and one.set_aside_at is None]
    readers = readers_of({report.received_at for report in sealed})
    profile, today = region.current(), time.today()
    rows = []
    for listed in read:
        report, said = listed.report, listed.routing
        triage = decisions.get(report.pk)
        reader = readers.get(report.received_at) if report in sealed else None
        rows.append(
            Row(
                report,
                ReporterCategory(said.category).label if said else "",
                way_words(said) if said else "",
                profile.municipality_name(said.municipality) if said else "",
                running(report),
                triage,
                listed.is_destroyed,
                cases.get(triage.case_id) if triage is not None and triage.case_id is not None else None,
                new_words.get(report.pk, 0),
                joined.get(report.pk, 0),
                report.pk in unlooked,
                reader if reader is not None and reader.day > today else None,
            )
        )
    return rows
