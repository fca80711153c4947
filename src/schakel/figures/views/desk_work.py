"""Figures about the desk's own work: conversations with reporters, and advice requests."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.core import region
from schakel.figures import advice as requests
from schakel.figures import conversations as talks
from schakel.figures import queries


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """How many reporters came back with their code, and how soon."""
    periods, together = talks.by_quarter(viewer(request))
    context = {"periods": periods, "together": together, "fewest": region.current().minimum_cell}
    return render(request, "figures/conversations.html", context)


@require_safe
def advice(request: HttpRequest, year: int) -> HttpResponse:
    """The advice requests of a year."""
    counted = requests.of_year(year, viewer=viewer(request))
    years = queries.years()
    if year not in years:
        raise Http404
    context = {"chosen": year, "years": years, "counted": counted, "hours": round(counted.minutes / 60)}
    return render(request, "figures/advice.html", context)
