"""The protected figures of a contact person's own municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.queries import colleagues
from schakel.access.roles import Permission
from schakel.core import region
from schakel.figures.queries import own_municipality


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Persons and reports of the own municipality, for every published year."""
    who = viewer(request)
    years = own_municipality(who)
    profile = region.current()
    context = {
        "years": years,
        "name": profile.municipality_name(who.municipality) if who.municipality else "",
        "minimum": profile.minimum_cell,
        "administrators": colleagues(Permission.MANAGE_USERS),
    }
    return render(request, "desk/municipality.html", context)
