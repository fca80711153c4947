"""The catalogue as staff keep it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.prevention import pictures
from schakel.prevention.campaigns.queries import uses_of
from schakel.prevention.editing import ChangedMeanwhile
from schakel.prevention.materials import queries
from schakel.prevention.materials.actions import catalogue as actions
from schakel.prevention.materials.forms import MaterialForm, NewMaterialForm, StockForm
from schakel.prevention.materials.models import Material
from schakel.prevention.materials.policies import check_prevents
from schakel.prevention.pictures import NotUsable
from schakel.prevention.taking import TOO_LARGE, Came, compared, with_file


@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """Everything there is, with its stock; what runs out stands first."""
    who = viewer(request)
    found = queries.materials_for(who)
    context = {
        "materials": [one for one in found if one.is_listed],
        "others": [one for one in found if not one.is_listed],
        "low": queries.low(who),
        "waiting": queries.waiting(who),
        "pictures": queries.with_picture(found),
    }
    return render(request, "prevention/materials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Something new."""
    who = viewer(request)
    check_prevents(who)
    form = NewMaterialForm(request.POST or None, initial={"is_listed": True})
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    made = actions.add(said=form.said(), stock=form.cleaned_data["stock"], by=who)
    messages.success(request, "Het materiaal is toegevoegd. Zet er nu een afbeelding bij.")
    return see_other("material", made.pk)


@require_safe
def one(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """One material: what it is, its stock and files, and who has it."""
    return _page(request, material_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """Change what the catalogue says of it."""
    who = viewer(request)
    found = queries.material_for(who, material_id)
    if request.method != "POST":
        return _form(request, MaterialForm(initial=_filled(found)), material=found)
    form = MaterialForm(request.POST)
    if not form.is_valid():
        return _form(request, form, material=found, status=422)
    try:
        actions.change(material=found, said=form.said(), version=form.cleaned_data["version"] or 0, by=who)
    except ChangedMeanwhile as other:
        again = MaterialForm({**request.POST.dict(), "version": other.row.version})
        again.is_valid()
        again.add_error(None, str(other))
        more = {"differences": compared(form, other.row), "first": other.row.changed_by}
        return _form(request, again, material=found, status=409, **more)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, material=found, status=409)
    messages.success(request, "Het materiaal is gewijzigd.")
    return see_other("material", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """A new version, which takes the place of this one."""
    who = viewer(request)
    found = queries.material_for(who, material_id)
    if request.method != "POST":
        return _form(request, NewMaterialForm(initial=_filled(found) | {"is_listed": True, "stock": 0}), replaced=found)
    form = NewMaterialForm(request.POST)
    if not form.is_valid():
        return _form(request, form, replaced=found, status=422)
    try:
        made = actions.supersede(material=found, said=form.said(), stock=form.cleaned_data["stock"], by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, replaced=found, status=409)
    messages.success(request, "De nieuwe versie staat er. De oude kan niet meer worden besteld.")
    return see_other("material", made.pk)


@require_POST
def stock(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """So many came in, or are missing."""
    who = viewer(request)
    found = queries.material_for(who, material_id)
    form = StockForm(request.POST)
    if not form.is_valid():
        return _page(request, material_id, stock_form=form, status=422)
    try:
        left = actions.count_stock(material=found, difference=form.cleaned_data["difference"], by=who)
    except NotPossible as refusal:
        form.add_error("difference", str(refusal))
        return _page(request, material_id, stock_form=form, status=409)
    messages.success(request, f"De voorraad is nu {left}.")
    return see_other("material", material_id)


@with_file
def put_file(request: HttpRequest, material_id: uuid.UUID, came: Came) -> HttpResponse:
    """A picture, or something to download."""
    who = viewer(request)
    found = queries.material_for(who, material_id)
    problem, status = "", 422
    is_picture = request.POST.get("as") == "picture"
    if came.is_too_large:
        problem, status = TOO_LARGE, 413
    elif not came.content:
        problem = "Kies eerst een bestand."
    else:
        try:
            actions.put_file(material=found, name=came.name, content=came.content, is_picture=is_picture, by=who)
        except (NotUsable, NotPossible) as refusal:
            problem = str(refusal)
    if problem:
        return _page(request, material_id, file_problem=problem, status=status)
    messages.success(request, "De afbeelding staat erbij." if is_picture else "Het bestand staat erbij.")
    return see_other("material", material_id)


@require_safe
def file(request: HttpRequest, material_id: uuid.UUID, material_file_id: uuid.UUID) -> HttpResponse:
    """A picture or a file, as the public sees it."""
    return served(*_file(queries.download(queries.material_for(viewer(request), material_id), material_file_id)))


@require_POST
def remove_file(request: HttpRequest, material_id: uuid.UUID, material_file_id: uuid.UUID) -> HttpResponse:
    """Take it away."""
    who = viewer(request)
    actions.remove_file(file=queries.download(queries.material_for(who, material_id), material_file_id), by=who)
    messages.success(request, "Het bestand is weg.")
    return see_other("material", material_id)


def served(name: str, content: bytes) -> HttpResponse:
    """A picture is looked at in its place; what else there is, is kept."""
    is_picture = pictures.kind_of(content) != "pdf"
    response = HttpResponse(content, content_type=pictures.media_type(content))
    response["Content-Disposition"] = content_disposition_header(not is_picture, name) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _file(found: Any) -> tuple[str, bytes]:
    return found.name, bytes(found.content)


def _filled(found: Material) -> dict[str, Any]:
    return {name: getattr(found, name, None) for name in MaterialForm.base_fields}


def _page(
    request: HttpRequest,
    material_id: uuid.UUID,
    *,
    stock_form: StockForm | None = None,
    file_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    who = viewer(request)
    found = queries.material_for(who, material_id)
    files = list(found.files.defer("content"))
    context = {
        "material": found,
        "successor": getattr(found, "successor", None),
        "picture": next((one for one in files if one.is_picture), None),
        "files": [one for one in files if not one.is_picture],
        "who_has": queries.who_has(found, viewer=who),
        "earlier": queries.who_has(found.supersedes, viewer=who) if found.supersedes is not None else [],
        "campaigns": uses_of(found),
        "stock_form": stock_form or StockForm(),
        "file_problem": file_problem,
    }
    return render(request, "prevention/material.html", context, status=status)


def _form(request: HttpRequest, form: MaterialForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "prevention/material_form.html", {"form": form, **more}, status=status)
