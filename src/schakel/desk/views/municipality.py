"""A contact person's own municipality: what happened there, what to ask for, and its protected figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.queries import colleagues
from schakel.access.roles import Permission
from schakel.core import region, time
from schakel.desk.forms.municipality import AskTrainingForm
from schakel.desk.queries.municipality import towns
from schakel.figures.queries import own_municipality
from schakel.prevention.loans.queries import kinds, loans_of_municipality
from schakel.prevention.materials.queries import orders_of_municipality, proposed_amounts
from schakel.training import places
from schakel.training.actions.requesting import ask_for_municipality

# What still matters of orders and loans; the rest stands on their own pages.
_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Everything of the own municipality on one page; a training is asked for here."""
    who = viewer(request)
    # First of all: whose work it is not, gets no further.
    years = own_municipality(who)
    form = AskTrainingForm(request.POST or None, courses=places.courses_to_ask(who))
    if request.method == "POST" and who.municipality and form.is_valid():
        said = form.cleaned_data
        ask_for_municipality(course=form.chosen, people=said["people"], wishes=said["wishes"], by=who)
        messages.success(request, "Wij hebben uw aanvraag en nemen contact met u op.")
        return see_other("municipality")
    return _draw(request, who, {"years": years, "form": form}, status=422 if request.method == "POST" else 200)


def _draw(request: HttpRequest, who: User, context: dict[str, object], *, status: int) -> HttpResponse:
    profile, year = region.current(), time.today().year
    context |= {
        "name": profile.municipality_name(who.municipality) if who.municipality else "",
        "minimum": profile.minimum_cell,
        "administrators": colleagues(Permission.MANAGE_USERS),
        "year": year,
        "towns": towns(who, year),
    }
    if who.municipality:
        context |= {
            "orders": orders_of_municipality(who)[:_SHOWN],
            "materials": proposed_amounts(who),
            "kinds": kinds(),
            "loans": loans_of_municipality(who)[:_SHOWN],
            "planned": places.planned_in_municipality(who),
            "taught": places.taught_in_municipality(who, year),
        }
    return render(request, "desk/municipality.html", context, status=status)
