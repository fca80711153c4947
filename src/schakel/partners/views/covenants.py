"""Laying down a covenant with an organisation, and correcting one."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from schakel.access.edge import viewer
from schakel.partners import actions, policies, queries
from schakel.partners.forms import CovenantForm
from schakel.partners.views.editing import Edit, carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """A covenant, or the next one after one that ends."""
    who = viewer(request)
    found = queries.organisation(who, organisation_id)
    policies.check_keeps(who)
    edit = Edit(
        make=CovenantForm,
        act=lambda form: actions.add_covenant(organisation=found, known=form.said(), by=who),
        template="partners/covenant_form.html",
        done="Het convenant is vastgelegd.",
        to=lambda _: ("partner", found.id),
    )
    return carry_out(request, edit, {"organisation": found})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, covenant_id: uuid.UUID) -> HttpResponse:
    """Correct a covenant, or let it end on another day."""
    who = viewer(request)
    found = queries.covenant(who, covenant_id)
    policies.check_keeps(who)
    known = queries.covenant_fields(found)

    def make(*posted: Any) -> CovenantForm:
        return CovenantForm(*posted, known=known, initial={"version": found.version})

    def now() -> tuple[Any, int, Any]:
        again = queries.covenant(who, covenant_id)
        return queries.covenant_fields(again), again.version, again.changed_by

    edit = Edit(
        make=make,
        act=lambda form: actions.change_covenant(
            covenant=found, known=form.said(), version=form.cleaned_data["version"], by=who
        ),
        template="partners/covenant_form.html",
        done="Het convenant is gewijzigd.",
        to=lambda _: ("partner", found.organisation_id),
        now=now,
    )
    return carry_out(request, edit, {"organisation": found.organisation, "covenant": found})
