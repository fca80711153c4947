"""The year page, and the list behind each of its numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import region, time
from schakel.figures import factsheet, queries, tables
from schakel.figures.queries import Behind
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read_all


@dataclass(frozen=True)
class Row:
    """One person behind a number, as far as this viewer may see."""

    person: Person
    details: PersonDetails
    first_reported_at: datetime
    reporter: str
    municipality: str


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The year that it is."""
    check_may(viewer(request), Permission.READ_FIGURES)
    return redirect("year", time.today().year)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The figures of one year."""
    who = viewer(request)
    check_may(who, Permission.READ_FIGURES)
    years = queries.years()
    if year not in years:
        raise Http404
    counted = queries.year_figures(year, viewer=who)
    context = {
        "year": year,
        "years": years,
        "counted": counted,
        "tables": tables.of_year(counted),
        "findings": factsheet.sums(counted),
        "waiting": queries.waiting_for_triage(year),
        "is_current": year == time.today().year,
    }
    return render(request, "figures/year.html", context)


@require_safe
def behind(request: HttpRequest, year: int, variable: str, value: str) -> HttpResponse:
    """The persons behind one number: those this viewer may see, and how many there are."""
    who = viewer(request)
    check_may(who, Permission.READ_FIGURES)
    if year not in queries.years():
        raise Http404
    label = tables.label_of(factsheet.count_year(year), variable, value)
    if label is None:
        raise Http404
    found = queries.people_behind(year, variable, value, viewer=who)
    context = {"year": year, "label": label, "rows": _rows(found), "total": found.total}
    return render(request, "figures/behind.html", context)


@require_safe
def reports(request: HttpRequest, year: int) -> HttpResponse:
    """The reports behind the year's second number: those this viewer may see, and how many there are."""
    who = viewer(request)
    check_may(who, Permission.READ_FIGURES)
    if year not in queries.years():
        raise Http404
    shown, total = queries.reports_behind(year, viewer=who)
    return render(request, "figures/reports.html", {"year": year, "reports": shown, "total": total})


def _rows(found: Behind) -> list[Row]:
    profile = region.current()
    details = {person.identity: known for person, known in read_all(found.people.values())}
    return [
        Row(
            found.people[fact.identity],
            details[fact.identity],
            fact.first_reported_at,
            tables.REPORTERS.get(fact.reporter, fact.reporter),
            profile.municipality_name(fact.municipality),
        )
        for fact in found.facts
    ]
