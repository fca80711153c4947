"""Professionals: finding one by name, adding, changing, making sure of their addresses, and noting that they left."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.roles import Permission
from schakel.partners import accounts, actions, policies, queries
from schakel.partners.forms import AccountForm, FindForm, ProfessionalForm, VerifyForm
from schakel.partners.kinds import How
from schakel.partners.views.editing import Edit, carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Professionals by name. What is searched is posted, so that it stands in no address and no log."""
    who = viewer(request)
    policies.check_reads(who)
    if request.method != "POST":
        return render(request, "partners/find.html", {"form": FindForm()})
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "partners/find.html", {"form": form}, status=422)
    found = queries.find_professionals(who, form.cleaned_data["name"])
    context = {"form": form, "found": found, "has_searched": True, "may_keep": who.may(Permission.MANAGE_PARTNERS)}
    return render(request, "partners/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Add somebody to an organisation."""
    who = viewer(request)
    found = queries.organisation(who, organisation_id)
    policies.check_keeps(who)
    edit = Edit(
        make=ProfessionalForm,
        act=lambda form: actions.add_professional(organisation=found, known=form.said(), by=who),
        template="partners/professional_form.html",
        done="De professional is toegevoegd. De adressen zijn nog niet nagegaan.",
        to=lambda _: ("partner", found.id),
        alike=lambda form: queries.like_professional(form.said(), found),
    )
    return carry_out(request, edit, {"organisation": found})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, professional_id: uuid.UUID) -> HttpResponse:
    """Change what is known of somebody."""
    who = viewer(request)
    policies.check_keeps(who)
    found = queries.professional(who, professional_id)
    row, known = found.row, found.fields

    def make(*posted: Any) -> ProfessionalForm:
        return ProfessionalForm(*posted, known=known, initial={"version": row.version})

    def now() -> tuple[Any, int, Any]:
        again = queries.professional(who, professional_id)
        return again.fields, again.row.version, again.row.changed_by

    def alike(form: Any) -> list[Any]:
        said = form.said()
        is_renamed = (said.name, said.email) != (known.name, known.email)
        return queries.like_professional(said, row.organisation, apart_from=row.id) if is_renamed else []

    edit = Edit(
        make=make,
        act=lambda form: actions.change_professional(
            professional=row, known=form.said(), version=form.cleaned_data["version"], by=who
        ),
        template="partners/professional_form.html",
        done="De wijziging is bewaard.",
        to=lambda _: ("partner", row.organisation_id),
        now=now,
        alike=alike,
    )
    return carry_out(request, edit, {"organisation": row.organisation, "professional": found})


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, professional_id: uuid.UUID) -> HttpResponse:
    """Say how somebody's addresses were checked. The page shows them, and its version says which were meant."""
    who = viewer(request)
    policies.check_keeps(who)
    found = queries.professional(who, professional_id)
    row = found.row

    def make(posted: Any = None) -> VerifyForm:
        return VerifyForm(posted, initial={"version": row.version})

    def now() -> tuple[None, int, Any]:
        again = queries.professional(who, professional_id).row
        return None, again.version, again.changed_by

    edit = Edit(
        make=make,
        act=lambda form: actions.verify(
            professional=row, how=How(form.cleaned_data["how"]), version=form.cleaned_data["version"], by=who
        ),
        template="partners/verify.html",
        done=f"De adressen van {found.fields.name} zijn nagegaan.",
        to=lambda _: ("partner", row.organisation_id),
        now=now,
    )
    return carry_out(request, edit, {"organisation": row.organisation, "professional": found})


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, professional_id: uuid.UUID) -> HttpResponse:
    """Say with which account they sign in themselves."""
    who = viewer(request)
    policies.check_keeps(who)
    found = queries.professional(who, professional_id)
    row = found.row
    offered = {str(one.pk): one for one in accounts.could_be(row)}
    current = row.account
    if current is not None:
        offered.setdefault(str(current.pk), current)

    def make(posted: Any = None) -> AccountForm:
        initial = {"version": row.version, "account": str(row.account_id or "")}
        choices = [(key, f"{one.name}, {one.email}") for key, one in offered.items()]
        return AccountForm(posted, accounts=choices, initial=initial)

    def now() -> tuple[None, int, Any]:
        again = queries.professional(who, professional_id).row
        return None, again.version, again.changed_by

    edit = Edit(
        make=make,
        act=lambda form: actions.link_account(
            professional=row,
            account=offered.get(form.cleaned_data["account"]),
            version=form.cleaned_data["version"],
            by=who,
        ),
        template="partners/account.html",
        done="Bewaard.",
        to=lambda _: ("partner", row.organisation_id),
        now=now,
    )
    is_off = current is not None and accounts.professional_of(current) is None
    return carry_out(
        request,
        edit,
        {"organisation": row.organisation, "professional": found, "has_choice": bool(offered), "is_off": is_off},
    )


@require_POST
def end(request: HttpRequest, professional_id: uuid.UUID) -> HttpResponse:
    """Somebody left, or is back."""
    who = viewer(request)
    policies.check_keeps(who)
    found = queries.professional(who, professional_id)
    if found.row.ended_on is None:
        actions.end_professional(professional=found.row, by=who)
        messages.success(request, f"{found.fields.name} werkt hier niet meer. Wat er was, blijft staan.")
        for town in queries.towns_of([found.row]).get(found.row.id, []):
            messages.warning(
                request, f"{found.fields.name} was contactpersoon of waarnemer voor {town}. Wijs een ander aan."
            )
    else:
        actions.restore_professional(professional=found.row, by=who)
        messages.success(request, f"{found.fields.name} werkt hier weer. Ga de adressen opnieuw na.")
    return see_other("partner", found.row.organisation_id)
