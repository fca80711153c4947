"""Who to call in each municipality of the region, and naming them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import viewer
from schakel.access.roles import Permission
from schakel.partners import actions, policies, queries
from schakel.partners.forms import ContactForm
from schakel.partners.models import Professional
from schakel.partners.views.editing import Edit, carry_out


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Every municipality with its contact person and stand-in; those without one stand out."""
    who = viewer(request)
    towns = queries.contact_persons(who)
    context = {
        "towns": towns,
        "lacking": [town.municipality.name for town in towns if town.has_nobody],
        "may_keep": who.may(Permission.MANAGE_PARTNERS),
    }
    return render(request, "partners/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, municipality_code: str) -> HttpResponse:
    """Name the contact person of one municipality and who stands in."""
    who = viewer(request)
    policies.check_keeps(who)
    town = queries.contact_for_change(who, municipality_code)
    people = queries.professional_choices(who, municipality=municipality_code)
    row = town.row

    def make(*posted: Any) -> ContactForm:
        named = {"person": str(row.person_id or ""), "stand_in": str(row.stand_in_id or "")} if row else {}
        return ContactForm(*posted, people=people, initial={"version": row.version if row else 0, **named})

    def act(form: Any) -> None:
        said = form.cleaned_data
        actions.name_contact(
            municipality=municipality_code,
            person=_chosen(said["person"]),
            stand_in=_chosen(said["stand_in"]),
            version=said["version"],
            by=who,
        )

    edit = Edit(
        make=make,
        act=act,
        template="partners/contact_form.html",
        done=f"De contactpersoon van {town.municipality.name} is vastgelegd.",
        to=lambda _: ("municipal_contacts",),
        now=lambda: (None, row.version if row else 0, row.changed_by if row else None),
    )
    return carry_out(request, edit, {"town": town, "has_people": bool(people)})


def _chosen(key: str) -> Professional | None:
    """Somebody the form offered; the action says whether they can be it."""
    return Professional.objects.select_related("organisation").get(pk=key) if key else None
