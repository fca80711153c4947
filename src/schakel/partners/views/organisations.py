"""The list of organisations, the page of one, and keeping it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.roles import Permission
from schakel.partners import actions, policies, queries
from schakel.partners.forms import FilterForm, OrganisationForm
from schakel.partners.rules import town_words
from schakel.partners.sealing import read_organisation
from schakel.partners.views.editing import Edit, carry_out

A_PAGE = 50
_ORDERS = {"naam": "name_key", "domein": "domain", "soort": "kind", "gemeente": "municipality"}


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations, as far as the filters leave them, and what needs somebody."""
    who = viewer(request)
    form = FilterForm(request.GET)
    rows = queries.organisations(who, form.asked())
    chosen = request.GET.get("sort", "naam")
    field = _ORDERS.get(chosen.removeprefix("-"), "name_key")
    page = Paginator(rows.order_by(f"-{field}" if chosen.startswith("-") else field, "name_key", "id"), A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    filtered = [name for name in form.fields if request.GET.get(name)]
    context: dict[str, Any] = {
        "form": form,
        "page": shown,
        "rows": [(row, town_words(row.organisation.municipality)) for row in queries.rows_of(shown)],
        "count": page.count,
        "is_filtered": bool(filtered),
        "is_filtered_more": set(filtered) - {"naam", "domein", "gemeente"},
        "ending": queries.ending_covenants(who),
        "unverified": queries.count_unverified(who),
        "may_keep": who.may(Permission.MANAGE_PARTNERS),
    }
    return render(request, "partners/organisations.html", context)


@require_safe
def organisation(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """One organisation with its people and covenants."""
    who = viewer(request)
    found = queries.organisation(who, organisation_id)
    people = queries.professionals_of(who, found)
    towns = queries.towns_of(one.row for one in people)
    context = {
        "organisation": found,
        "known": read_organisation(found),
        "town": town_words(found.municipality),
        "people": [(one, town_words(one.row.municipality), towns.get(one.row.id, [])) for one in people],
        "covenants": queries.covenants_of(who, found),
        "in_force": queries.rows_of([found])[0],
        "may_keep": who.may(Permission.MANAGE_PARTNERS),
    }
    return render(request, "partners/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    who = viewer(request)
    policies.check_keeps(who)
    edit = Edit(
        make=OrganisationForm,
        act=lambda form: actions.add(known=form.said(), by=who),
        template="partners/organisation_form.html",
        done="De organisatie is toegevoegd. Voeg nu toe wie er werken.",
        to=lambda made: ("partner", made.id),
        alike=lambda form: queries.like_organisation(form.said()),
    )
    return carry_out(request, edit, {})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Change what is known of an organisation."""
    who = viewer(request)
    found = queries.organisation(who, organisation_id)
    policies.check_keeps(who)
    known = read_organisation(found)

    def make(*posted: Any) -> OrganisationForm:
        return OrganisationForm(*posted, known=known, initial={"version": found.version})

    def now() -> tuple[Any, int, Any]:
        again = queries.organisation(who, organisation_id)
        return read_organisation(again), again.version, again.changed_by

    def alike(form: Any) -> list[Any]:
        said = form.said()
        is_renamed = (said.name, said.email) != (known.name, known.email)
        return queries.like_organisation(said, apart_from=found.id) if is_renamed else []

    edit = Edit(
        make=make,
        act=lambda form: actions.change(
            organisation=found, known=form.said(), version=form.cleaned_data["version"], by=who
        ),
        template="partners/organisation_form.html",
        done="De wijziging is bewaard.",
        to=lambda made: ("partner", made.id),
        now=now,
        alike=alike,
    )
    return carry_out(request, edit, {"organisation": found})


@require_POST
def end(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """End working with an organisation, or take it up again."""
    who = viewer(request)
    found = queries.organisation(who, organisation_id)
    if found.ended_on is None:
        actions.end(organisation=found, by=who)
        messages.success(request, "De samenwerking is beëindigd. Alles wat er was, blijft staan.")
    else:
        actions.restore(organisation=found, by=who)
        messages.success(request, "De samenwerking is weer opgenomen.")
    return see_other("partner", found.id)
